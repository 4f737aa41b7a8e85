use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::severity::Severity;
use super::site::Site;
use super::situation::Spare;
use crate::name::Quoted;
use crate::policy::TagKind;
use crate::policy::language::Facts;

/// Finds the rules whose first tag, which `build.env` hands to later jobs, is
/// one that moves: a warning where an immutable one stands behind it, else for
/// information. Each of the two is one finding.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    for has_immutable in [true, false] {
        let mut paths = Vec::new();
        let mut first = None;
        for (index, rule) in auditor.policy.rules().iter().enumerate() {
            let everyday = auditor.everyday(rule, &Facts::default(), Spare::FIRST);
            let Some(Given { context, plan, .. }) = everyday else { continue };
            let primary = plan.tags().primary();
            let has_other = plan.tags().of_kind(TagKind::Immutable).next().is_some();
            let is_floating = primary.kind() == TagKind::Floating && *primary.rule() == *rule.name;
            if is_floating && has_other == has_immutable {
                paths.push(Site::Tag((index, 0)).to_string());
                first.get_or_insert((rule_name(rule), context, primary.tag().clone()));
            }
        }
        let Some((rule, context, tag)) = first else { continue };
        let (severity, remedy) = if has_immutable {
            (Severity::Warning, "put the immutable tag first")
        } else {
            (Severity::Info, "put a tag with {short_sha} before it")
        };
        findings.push(Finding {
            code: FindingCode::PrimaryIsFloating,
            severity,
            paths,
            message: format!(
                "the first tag of {rule} is {} for {}, and moves while later jobs use it",
                Quoted(tag.as_str()),
                context.git_ref(),
            ),
            remedy,
            witness: Some(FindingWitness::new([context], Some(tag))),
        });
    }
}
