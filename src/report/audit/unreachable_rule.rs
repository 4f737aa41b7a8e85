use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::not_decided::Question;
use super::severity::Severity;
use super::site::Site;
use super::situation::filled;
use crate::policy::Trigger;
use crate::policy::language::NameAutomaton;

/// Finds the rules whose patterns and exceptions leave no name that git allows.
pub(crate) fn find(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
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
