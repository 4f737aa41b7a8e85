use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::Auditor;
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::severity::Severity;
use crate::policy::{Place, Placeholder, Template};

/// Lists where a policy uses values that somebody outside it chooses and that
/// are checked when a plan is made, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let mut paths = Vec::new();
    let mut names: Vec<&'static str> = Vec::new();
    let mut look = |template: &Template, place: Place<'_>| {
        let free = template.placeholders().map(|(_, one)| one).filter(|one| is_free(one));
        let before = names.len();
        let free: Vec<&'static str> = free.map(Placeholder::name).collect();
        names.extend(&free);
        if names.len() > before {
            paths.push(place.to_string());
        }
    };
    for (index, image) in auditor.policy.images().iter().enumerate() {
        look(&image.name, Place::ImageName(index));
        if let Some(cache) = &image.cache {
            look(cache, Place::Cache(index));
        }
    }
    for side in &auditor.sides {
        look(&side.tag.template, side.place);
    }
    if paths.is_empty() {
        return;
    }
    names.sort_unstable();
    names.dedup();
    let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
    findings.push(Finding {
        code: FindingCode::CheckedAtPlanTime,
        severity: Severity::Info,
        paths,
        message: format!("what {} holds is checked when a plan is made", names.join(" and ")),
        remedy: "expect an error there for a value that cannot be named",
        witness: None,
    });
}

fn is_free(placeholder: &Placeholder) -> bool {
    matches!(
        placeholder,
        Placeholder::Project
            | Placeholder::ProjectPath
            | Placeholder::GitTag
            | Placeholder::Version
            | Placeholder::Prerelease
            | Placeholder::RunNumber
            | Placeholder::HeadSha
    )
}
