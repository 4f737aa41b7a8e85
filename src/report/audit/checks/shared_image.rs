use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::policy::language::Facts;
use crate::policy::{Fact, Image, Place};
use crate::report::audit::{Auditor, Finding, FindingCode, FindingWitness, Severity};
use crate::report::example_context::Spare;

/// An image, and its place in the policy.
type Placed<'a> = (usize, &'a Image);

/// Finds the references that two projects push to, in one finding.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let images: Vec<Placed<'_>> = auditor.policy.images().iter().enumerate().collect();
    projects(auditor, &images).into_iter().collect()
}

/// Two projects whose images have one name: a warning where other images of the
/// policy do name the project, for information where none does.
fn projects(auditor: &Auditor<'_>, images: &[Placed<'_>]) -> Option<Finding> {
    let without: Vec<usize> = images
        .iter()
        .filter(|(_, image)| !image.name.has(|one| one.fact() == Fact::Project))
        .map(|(index, _)| *index)
        .collect();
    let index = *without.first()?;
    let witness = auditor.rules_in_builds().find_map(|(rule, variant)| {
        let given = |project: &str, spare| {
            let mut facts = Facts::default();
            facts.read(Fact::Project, project.chars());
            auditor.everyday_in(rule, variant, &facts, spare)
        };
        let (ours, theirs) = (given("agent", Spare::FIRST)?, given("server", Spare::SECOND)?);
        let (our, their) = (ours.image(index)?, theirs.image(index)?);
        let mut tags = our.tags().map(|planned| &planned.tag);
        let shared = tags.find(|tag| their.tags().any(|planned| planned.tag == **tag))?.clone();
        let is_one = our.push == their.push;
        let examples = [&ours, &theirs].map(|given| (given.context.clone(), &rule.conditions));
        is_one.then(|| FindingWitness::new(examples, Some(shared)))
    })?;
    let is_meant = without.len() == images.len();
    let tag = witness.quoted();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: if is_meant { Severity::Info } else { Severity::Warning },
        paths: without.iter().map(|index| Place::ImageName(*index).to_string()).collect(),
        message: format!("images[{index}] is the same for every project, and so is its tag {tag}"),
        accepted: None,
        remedy: "put {project} into its name, or use the policy for one project".into(),
        witness: Some(witness),
    })
}
