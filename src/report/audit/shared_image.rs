use alloc::format;
use alloc::vec::Vec;

use super::auditor::{Auditor, Side, tag};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::reach::Reach;
use super::severity::Severity;
use super::situation::{Spare, situations};
use crate::context::CiContext;
use crate::name::{Quoted, Tag};
use crate::plan::Plan;
use crate::policy::language::{
    Assumption, Common, Distinctions, Fact, Facts, NameAutomaton, TagMachine, shortest_common,
};
use crate::policy::{Image, Placeholder};

/// Finds the references that two images of a policy are pushed to, or two
/// projects. Two images have one finding, and all projects.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let images = auditor.policy.images();
    let images: Vec<&Image> = core::iter::once(&images.first).chain(&images.more).collect();
    for (second, right) in images.iter().enumerate() {
        for (first, left) in images.iter().take(second).enumerate() {
            let is_one = (left.push.as_str(), left.case, &left.name)
                == (right.push.as_str(), right.case, &right.name);
            if is_one {
                findings.extend(suffixes(auditor, [(first, left), (second, right)]));
            }
        }
    }
    findings.extend(projects(auditor, &images));
}

/// Two images of one name, which their suffixes should part.
fn suffixes(auditor: &Auditor<'_>, images: [(usize, &Image); 2]) -> Option<Finding> {
    let mut worst: Option<Finding> = None;
    let sides = &auditor.sides;
    for (left, right) in sides.iter().flat_map(|left| sides.iter().map(move |right| (left, right)))
    {
        let severity = Reach::severity([(left.rule, left.tag), (right.rule, right.tag)]);
        if worst.as_ref().is_some_and(|worst| worst.severity >= severity) {
            continue;
        }
        let Some(witness) = meeting(auditor, images, [left, right]) else { continue };
        let [ours, theirs, ..] = witness.contexts() else { continue };
        let [(first, _), (second, _)] = images;
        let mut paths = Vec::from([
            format!("images[{first}]"),
            format!("images[{second}]"),
            left.path(),
            right.path(),
        ]);
        paths.dedup();
        let message = format!(
            "tag {} is of images[{first}] for {} and of images[{second}] for {}",
            Quoted(witness.tag().map_or("", Tag::as_str)),
            ours.git_ref(),
            theirs.git_ref(),
        );
        worst = Some(Finding {
            code: FindingCode::SharedTag,
            severity,
            paths,
            message,
            remedy: "give each image a name of its own",
            witness: Some(witness),
        });
    }
    worst
}

fn meeting(
    auditor: &Auditor<'_>,
    images: [(usize, &Image); 2],
    sides: [&Side<'_>; 2],
) -> Option<FindingWitness> {
    let [(first, left), (second, right)] = images;
    let [ours, theirs] = sides;
    let machine = |side: &Side<'_>, suffix: &str| -> TagMachine {
        let names = NameAutomaton::of(&side.rule.trigger, &auditor.effort);
        side.another_machine(auditor.policy, names, Assumption::Sample).with_suffix(suffix)
    };
    let mut machines = [machine(ours, &left.suffix), machine(theirs, &right.suffix)];
    let [our_machine, their_machine] = &mut machines;
    let mut distinctions = Distinctions::default();
    our_machine.distinguish(&mut distinctions);
    their_machine.distinguish(&mut distinctions);
    let bytes = distinctions.bytes();
    let Common::Text(text) = shortest_common(our_machine, their_machine, &bytes, &auditor.effort)
    else {
        return None;
    };
    let [our_facts, their_facts] = machines.each_mut().map(|one| one.readings(&text, 1));
    let context = |side: &Side<'_>, facts: &[Facts], spare| {
        situations(side.rule, None, facts.first()?, spare, &auditor.effort).into_iter().next()
    };
    let ours = context(ours, &our_facts, Spare::FIRST)?;
    let theirs = context(theirs, &their_facts, Spare::SECOND)?;
    let tag = tag(&text)?;
    let gives = |context: &CiContext, index: usize| {
        let plan: Plan = auditor.policy.plan(context).ok()?;
        let image = plan.images().nth(index)?;
        plan.tags().iter().any(|planned| image.tag(planned) == tag).then_some(())
    };
    gives(&ours, first)?;
    gives(&theirs, second)?;
    Some(FindingWitness::new([ours, theirs], Some(tag)))
}

/// Two projects whose images have one name: a warning where other images of the
/// policy do name the project, for information where none does.
fn projects(auditor: &Auditor<'_>, images: &[&Image]) -> Option<Finding> {
    let names_project =
        |one: &Placeholder| matches!(one, Placeholder::Project | Placeholder::ProjectPath);
    let without = |image: &Image| !image.name.has(names_project);
    let paths: Vec<_> = (0..)
        .zip(images)
        .filter(|(_, image)| without(image))
        .map(|(index, _)| format!("images[{index}].name"))
        .collect();
    if paths.is_empty() {
        return None;
    }
    let (index, _) = images.iter().enumerate().find(|(_, image)| without(image))?;
    let witness = auditor.sides.iter().find_map(|side| {
        let context = |project: &str, spare| {
            let mut facts = Facts::default();
            facts.read(Fact::Project, project.chars());
            situations(side.rule, None, &facts, spare, &auditor.effort).into_iter().next()
        };
        let contexts = [context("agent", Spare::FIRST)?, context("server", Spare::SECOND)?];
        let [left, right] = &contexts;
        let (ours, theirs) = (auditor.policy.plan(left).ok()?, auditor.policy.plan(right).ok()?);
        let (our, their) = (ours.images().nth(index)?, theirs.images().nth(index)?);
        let mut tags = ours.tags().iter().map(|planned| our.tag(planned));
        let shared =
            tags.find(|tag| theirs.tags().iter().any(|planned| their.tag(planned) == *tag))?;
        let witness = FindingWitness::new(contexts, Some(shared));
        (our.push() == their.push()).then_some(witness)
    })?;
    let is_meant = paths.len() == images.len();
    let tag = Quoted(witness.tag().map_or("", Tag::as_str));
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: if is_meant { Severity::Info } else { Severity::Warning },
        message: format!("images[{index}] is the same for every project, and so is its tag {tag}"),
        paths,
        remedy: "put {project} into its name, or use the policy for one project",
        witness: Some(witness),
    })
}
