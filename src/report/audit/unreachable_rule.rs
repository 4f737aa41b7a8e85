use alloc::format;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::severity::Severity;
use crate::policy::Trigger;
use crate::policy::language::NameAutomaton;

/// Finds the rules whose patterns and exceptions leave no name that git allows.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    for (index, rule) in auditor.policy.rules().iter().enumerate() {
        auditor.effort.begin();
        let mut names = match &rule.trigger {
            Trigger::PullRequest { target: Some(names) } => {
                NameAutomaton::new(Some(names), None, &auditor.effort)
            }
            trigger => NameAutomaton::of(trigger, &auditor.effort),
        };
        if names.shortest().is_some() || auditor.effort.is_spent() {
            continue;
        }
        findings.push(Finding {
            code: FindingCode::UnreachableRule,
            severity: Severity::Warning,
            paths: Vec::from([format!("rules[{index}].when")]),
            message: format!("no ref that git allows makes {} fire", rule_name(rule)),
            remedy: "mend its patterns, or remove it",
            witness: None,
        });
    }
}
