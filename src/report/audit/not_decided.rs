use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::auditor::{Auditor, tag_path};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::severity::Severity;

/// Reports the tags of which it was not decided whether they meet, in one
/// finding: what keeps a search from an end is rarely one pair's own.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let [[first, second], more @ ..] = &*auditor.undecided else { return };
    let question = if first == second {
        format!("whether two refs have one {}", tag_path(*first))
    } else {
        format!("whether {} and {} can be one tag", tag_path(*first), tag_path(*second))
    };
    let others = match more.len() {
        0 => String::new(),
        count => format!(", nor {count} questions more"),
    };
    let mut places: Vec<(usize, usize)> = auditor.undecided.iter().flatten().copied().collect();
    places.sort_unstable();
    places.dedup();
    findings.push(Finding {
        code: FindingCode::NotDecided,
        severity: Severity::Info,
        paths: places.into_iter().map(tag_path).collect(),
        message: format!("{question} was not decided{others}"),
        remedy: "begin the tags of each rule with a text of its own",
        witness: None,
    });
}
