use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::policy::{Fact, Place, Placeholder, Template};
use crate::report::audit::{Auditor, Finding, FindingCode, Severity};

/// Lists where a policy uses values that somebody outside it chooses and that
/// are checked when a plan is made, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let mut paths = Vec::new();
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut look = |template: &Template, place: Place<'_>| {
        if template.has(is_free) {
            paths.push(place.to_string());
        }
        let free = template.placeholders().map(|(_, one)| one).filter(|one| is_free(one));
        names.extend(free.map(|one| format!("{{{}}}", one.name())));
    };
    for (index, image) in auditor.policy.images().iter().enumerate() {
        look(&image.name, Place::ImageName(index));
        if let Some(cache) = &image.cache {
            look(cache, Place::Cache(index));
        }
    }
    for side in auditor.tags() {
        look(&side.tag.template, side.place);
    }
    if paths.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = names.into_iter().collect();
    let values = match &names[..] {
        [name] => format!("the value of {name} is"),
        names => format!("the values of {} are", names.join(" and ")),
    };
    Vec::from([Finding {
        code: FindingCode::CheckedAtPlanTime,
        severity: Severity::Info,
        paths,
        message: format!("{values} checked when a plan is made"),
        accepted: None,
        remedy: "nothing has to be done: planning fails for a value that is not legal there".into(),
        witness: None,
    }])
}

fn is_free(placeholder: &Placeholder) -> bool {
    placeholder.is_checked_at_plan_time()
        || matches!(placeholder.fact(), Fact::RunNumber | Fact::HeadSha | Fact::Declared(_))
}
