use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::policy::language::{
    Everything, Facts, NameAutomaton, NotFound, TagPart, Use, shortest_common,
};
use crate::policy::{Names, Place};
use crate::report::audit::auditor::distinctions;
use crate::report::audit::side::rules;
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Question, Severity};
use crate::report::example_context::Spare;

/// Finds the rules that never have a plan: their patterns and exceptions leave no
/// name that git allows, or none that a tag can hold.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let without_refs = without_refs(auditor);
    if without_refs.is_empty() { without_tags(auditor) } else { without_refs }
}

fn without_refs(auditor: &Auditor<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for side in rules(auditor.tags()).filter_map(<[_]>::first) {
        let conditions = &side.rule.conditions;
        let site = Place::When(side.index);
        let (effort, target) = (&auditor.effort, conditions.target());
        let of_name = reaches(
            auditor,
            conditions.names(),
            |name| conditions.takes_name(name),
            |_| NameAutomaton::of_any_project(conditions, effort),
        );
        let of_target = reaches(
            auditor,
            target,
            |name| target.is_none_or(|names| names.matches(name)),
            |names| NameAutomaton::new(Some(names), None, effort),
        );
        match (of_name, of_target) {
            (Some(true), Some(true)) => continue,
            (Some(false), _) | (_, Some(false)) => {}
            _ => {
                auditor.leave_open(Question::Fires(site));
                continue;
            }
        }
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([site.to_string()]),
            message: format!("no ref that git allows makes {} apply", side.rule_name()),
            accepted: None,
            remedy: "mend its patterns, or remove it".into(),
            witness: None,
        });
    }
    findings
}

/// Whether there are names that match and are taken; `None` where that is not decided.
fn reaches(
    auditor: &Auditor<'_>,
    names: Option<&Names>,
    is_taken: impl Fn(&String) -> bool,
    automaton: impl FnOnce(&Names) -> NameAutomaton,
) -> Option<bool> {
    let Some(names) = names else { return Some(true) };
    // A text or glob was proved to match one: its own, with letters for what is open.
    let patterns = names.matching().unwrap_or_default().iter();
    let globs = patterns.filter_map(|pattern| pattern.literal().or(pattern.glob()));
    if globs.map(|glob| glob.replace(['*', '?'], "a")).any(|name| is_taken(&name)) {
        return Some(true);
    }
    auditor.effort.begin();
    let mut automaton = automaton(names);
    if automaton.is_empty()? {
        return Some(false);
    }
    // A regex that is not followed was taken for any name.
    (automaton.is_exact() || automaton.examples().iter().any(&is_taken)).then_some(true)
}

/// `{version}` of `api/v*` holds a slash for each of its git tags.
fn without_tags(auditor: &Auditor<'_>) -> Vec<Finding> {
    let is_free =
        |part: &TagPart| matches!(part, TagPart::Name(Use::Whole | Use::GitTag | Use::Version));
    let sides = auditor.tags().iter().filter(|side| side.machine.parts().iter().any(is_free));
    let unreachable = sides.filter_map(|side| {
        let mut machine = side.machine.clone();
        let (bytes, effort) = (distinctions([&machine]).bytes(), &auditor.effort);
        match shortest_common(&mut machine, &mut Everything, &bytes, effort) {
            Ok(_) => return None,
            Err(NotFound::Undecided) => {
                auditor.leave_open(Question::Fires(side.place));
                return None;
            }
            Err(NotFound::Never) => {}
        }
        let contexts = auditor.contexts(side.rule, side.variant, &Facts::default(), Spare::FIRST);
        let fails = |context: &CiContext| matches!(auditor.planned(context), Err(NotFound::Never));
        let witness =
            FindingWitness::new([(contexts.into_iter().find(fails)?, &side.rule.conditions)], None);
        let ([git_ref, _], rule) = (witness.refs(), side.rule_name());
        Some(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([side.place.to_string()]),
            message: format!("no image tag can hold what {rule} gives, as for {git_ref}"),
            accepted: None,
            remedy: "use {slug}, or release with a prefix that is everything before the version"
                .into(),
            witness: Some(witness),
        })
    });
    unreachable.collect()
}
