use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::Auditor;
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::severity::Severity;
use super::situation::everyday_events;
use crate::plan::PlanErrorKind;

/// Finds the events for which no rule is there, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let mut contexts = everyday_events();
    contexts.retain(|context| {
        auditor.policy.plan(context).is_err_and(|error| error.kind() == PlanErrorKind::NoRule)
    });
    if contexts.is_empty() {
        return;
    }
    let events: Vec<String> =
        contexts.iter().map(|context| context.git_ref().to_string()).collect();
    findings.push(Finding {
        code: FindingCode::EventWithoutTags,
        severity: Severity::Info,
        paths: Vec::from(["rules".into()]),
        message: format!("no rule is for {}", events.join(", ")),
        remedy: "add a rule, or start no pipeline for them",
        witness: Some(FindingWitness::new(contexts, None)),
    });
}
