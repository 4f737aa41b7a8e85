use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::not_decided::Question;
use super::severity::Severity;
use super::situation::{Spare, situations};
use crate::context::CiContext;
use crate::policy::language::{
    Distinctions, Everything, Facts, NameAutomaton, NotFound, TagPart, Use, shortest_common,
};
use crate::policy::{Names, Place, Trigger};

/// Finds the rules that never have a plan: their patterns and exceptions leave no
/// name that git allows, or none that a tag can hold.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let before = findings.len();
    without_refs(auditor, findings);
    if findings.len() == before {
        without_tags(auditor, findings);
    }
}

fn without_refs(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    for (index, rule) in auditor.policy.rules().iter().enumerate() {
        let (Trigger::Branch(names)
        | Trigger::Tag(names)
        | Trigger::PullRequest { target: Some(names) }) = &rule.trigger
        else {
            continue;
        };
        if filled(names).next().is_some() {
            continue;
        }
        auditor.effort.begin();
        let mut automaton = NameAutomaton::new(Some(names), None, &auditor.effort);
        let place = Place::When(index);
        match automaton.is_empty() {
            Some(false) if takes_one(names, &mut automaton) => continue,
            Some(true) => {}
            Some(false) | None => {
                auditor.leave_open(Question::Fires(place));
                continue;
            }
        }
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([place.to_string()]),
            message: format!("no ref that git allows makes {} fire", rule_name(rule)),
            remedy: "mend its patterns, or remove it",
            witness: None,
        });
    }
}

/// The names of which a text or glob was proved to take one: its own, with letters
/// for what is open.
fn filled(names: &Names) -> impl Iterator<Item = String> {
    let patterns = names.matching().unwrap_or_default().iter();
    let globs = patterns.filter_map(|pattern| pattern.literal().or(pattern.glob()));
    globs.map(|glob| glob.replace(['*', '?'], "a")).filter(|name| names.matches(name))
}

/// Whether names, of which there are some if a regex that is not followed takes
/// any name, are really there.
fn takes_one(names: &Names, automaton: &mut NameAutomaton) -> bool {
    automaton.is_exact() || automaton.examples().iter().any(|name| names.matches(name))
}

/// `{version}` of `api/v*` holds a slash for each of its git tags.
fn without_tags(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let is_free = |part: &TagPart| matches!(part, TagPart::Name(Use::Whole | Use::Version));
    for side in auditor.sides.iter().filter(|side| side.machine.parts().iter().any(is_free)) {
        let mut distinctions = Distinctions::default();
        let mut machine = side.machine.clone();
        machine.distinguish(&mut distinctions);
        let (bytes, effort) = (distinctions.bytes(), &auditor.effort);
        match shortest_common(&mut machine, &mut Everything, &bytes, effort) {
            Ok(_) => continue,
            Err(NotFound::Undecided) => {
                auditor.leave_open(Question::Fires(side.place));
                continue;
            }
            Err(NotFound::Never) => {}
        }
        let facts = Facts::default();
        let contexts = situations(side.rule, None, &facts, Spare::FIRST, &auditor.effort);
        let fails = |context: &CiContext| auditor.policy.plan(context).is_err();
        let Some(context) = contexts.into_iter().find(fails) else { continue };
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([side.place.to_string()]),
            message: format!(
                "no image tag can hold what {} gives, as for {}",
                rule_name(side.rule),
                context.git_ref(),
            ),
            remedy: "use {slug}, or a release trigger whose prefix is all that stands before the version",
            witness: Some(FindingWitness::new([context], None)),
        });
    }
}
