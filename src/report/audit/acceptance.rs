use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::finding::Finding;
use super::severity::Severity;
use crate::policy::Policy;
use crate::policy::document::{AcceptDocument, FindingCode};

/// Makes an info of each finding that the policy accepts, and adds a finding for each
/// entry that accepts none.
pub(super) fn apply(policy: &Policy, findings: &mut Vec<Finding>) {
    for (index, accepted) in policy.document().accept.iter().enumerate() {
        let mut is_met = false;
        for finding in findings.iter_mut().filter(|finding| is_of(policy, accepted, finding)) {
            finding.severity = Severity::Info;
            finding.accepted = Some(accepted.because.trim().into());
            is_met = true;
        }
        if !is_met {
            findings.push(Finding {
                code: FindingCode::StaleAcceptance,
                severity: Severity::Warning,
                paths: [format!("accept[{index}]")].into(),
                message: format!("nothing is found of the {} that it accepts", accepted.finding),
                remedy: "remove the entry".into(),
                accepted: None,
                witness: None,
            });
        }
    }
}

fn is_of(policy: &Policy, accepted: &AcceptDocument, finding: &Finding) -> bool {
    let rules = &policy.document().rules;
    let places = || finding.paths.iter().filter_map(|path| rule_and_tag(path));
    let found: BTreeSet<&str> =
        places().filter_map(|(rule, _)| Some(rules.get(rule)?.name.as_str())).collect();
    let named: BTreeSet<&str> = accepted.rules.iter().map(String::as_str).collect();
    let mut tags = places().filter_map(|(rule, tag)| Some(&*rules.get(rule)?.tags.get(tag?)?.tag));
    finding.code == accepted.finding
        && (named.is_empty() || named == found)
        && accepted.tag.as_ref().is_none_or(|tag| tags.any(|found| found == tag))
}

/// The indices in a path such as `rules[2].tags[0]`.
fn rule_and_tag(path: &str) -> Option<(usize, Option<usize>)> {
    let (rule, rest) = path.strip_prefix("rules[")?.split_once(']')?;
    let tag = rest.strip_prefix(".tags[").and_then(|rest| rest.split_once(']'));
    Some((rule.parse().ok()?, tag.and_then(|(tag, _)| tag.parse().ok())))
}
