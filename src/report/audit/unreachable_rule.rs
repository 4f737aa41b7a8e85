use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::not_decided::Question;
use super::severity::Severity;
use super::site::Site;
use super::situation::{Spare, filled, situations};
use crate::context::CiContext;
use crate::policy::Trigger;
use crate::policy::language::{
    Common, Distinctions, Everything, Facts, NameAutomaton, TagPart, Use, shortest_common,
};

/// Finds the rules that never have a plan: their patterns and exceptions leave no
/// name that git allows, or none that a tag can hold.
pub(crate) fn find(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
    let before = findings.len();
    without_refs(auditor, findings);
    if findings.len() == before {
        without_tags(auditor, findings);
    }
}

fn without_refs(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
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
        let mut names = NameAutomaton::new(Some(names), None, &auditor.effort);
        let site = Site::When(index);
        match names.is_empty() {
            Some(false) => continue,
            Some(true) => {}
            None => {
                auditor.undecided.add(Question::Fires(site));
                continue;
            }
        }
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([site.to_string()]),
            message: format!("no ref that git allows makes {} fire", rule_name(rule)),
            remedy: "mend its patterns, or remove it",
            witness: None,
        });
    }
}

/// `{version}` of `api/v*` holds a slash for each of its git tags.
fn without_tags(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
    let mut sides = core::mem::take(&mut auditor.sides);
    let is_free = |part: &TagPart| matches!(part, TagPart::Name(Use::Whole | Use::Version));
    for side in sides.iter_mut().filter(|side| side.machine.parts().iter().any(is_free)) {
        let mut distinctions = Distinctions::default();
        side.machine.distinguish(&mut distinctions);
        let (bytes, effort) = (distinctions.bytes(), &auditor.effort);
        match shortest_common(&mut side.machine, &mut Everything, &bytes, effort) {
            Common::Text(_) => continue,
            Common::Undecided => {
                auditor.undecided.add(Question::Fires(side.site()));
                continue;
            }
            Common::None => {}
        }
        let facts = Facts::default();
        let contexts = situations(side.rule, None, &facts, Spare::FIRST, &auditor.effort);
        let fails = |context: &CiContext| auditor.policy.plan(context).is_err();
        let Some(context) = contexts.into_iter().find(fails) else { continue };
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([side.site().to_string()]),
            message: format!(
                "no image tag can hold what {} gives, as for {}",
                rule_name(side.rule),
                context.git_ref(),
            ),
            remedy: "use {slug}, or a release trigger whose prefix is all that stands before the version",
            witness: Some(FindingWitness::new([context], None)),
        });
    }
    auditor.sides = sides;
}
