use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::severity::Severity;
use super::situation::Spare;
use crate::name::Quoted;
use crate::policy::language::Facts;
use crate::policy::{Place, TagKind};

/// Finds the rules whose first tag, which `build.env` hands to later jobs, is
/// one that moves: a warning where an immutable one stands behind it, else for
/// information. Each of the two is one finding.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    for has_immutable in [true, false] {
        let mut paths = Vec::new();
        let mut first = None;
        for (index, rule) in auditor.policy.rules().iter().enumerate() {
            let everyday = auditor.everyday(rule, &Facts::default(), Spare::FIRST);
            let Some(given) = everyday else { continue };
            let tags = given.plan.tags();
            let (primary, has_other) =
                (tags.primary(), tags.of_kind(TagKind::Immutable).next().is_some());
            if primary.kind() != TagKind::Floating || has_other != has_immutable {
                continue;
            }
            // Those before it may stay where they are.
            let mut places = (0..rule.tags.len()).map(|position| Place::Tag(index, position));
            let Some(place) = places.find(|place| given.has(*place, primary.tag())) else {
                continue;
            };
            if *primary.rule() == *rule.name {
                paths.push(place.to_string());
                first.get_or_insert((
                    rule_name(rule),
                    primary.tag().clone(),
                    given.context.clone(),
                ));
            }
        }
        let Some((rule, tag, context)) = first else { continue };
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
