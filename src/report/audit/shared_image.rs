use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::auditor::{Auditor, tag};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::finding_witness::FindingWitness;
use super::given::{Given, both_show};
use super::identity::are_ends_of_one;
use super::meeting::common;
use super::not_decided::Question;
use super::reach::Reach;
use super::severity::Severity;
use super::side::Side;
use super::situation::Spare;
use crate::name::{Quoted, Tag};
use crate::policy::language::{Fact, Facts, NotFound, TagMachine};
use crate::policy::{Image, Place, Placeholder};

/// Finds the references that two images of a policy are pushed to, or two
/// projects. Two images have one finding, and all projects.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let images: Vec<&Image> = auditor.policy.images().iter().collect();
    for (second, right) in images.iter().enumerate() {
        for (first, left) in images.iter().take(second).enumerate() {
            let is_one = (left.push.as_str(), left.case, &left.name)
                == (right.push.as_str(), right.case, &right.name);
            if is_one && are_ends_of_one(left.suffix.as_bytes(), right.suffix.as_bytes()) {
                findings.extend(suffixes(auditor, [(first, left), (second, right)]));
            }
        }
    }
    findings.extend(projects(auditor, &images));
}

/// Two images of one name, which their suffixes should part.
fn suffixes(auditor: &Auditor<'_>, images: [(usize, &Image); 2]) -> Option<Finding> {
    let mut worst: Option<Finding> = None;
    let mut is_decided = true;
    let sides = &auditor.sides;
    for (left, right) in sides.iter().flat_map(|left| sides.iter().map(move |right| (left, right)))
    {
        if !auditor.effort.spend_alone(1) {
            is_decided = false;
            break;
        }
        let severity = Reach::severity([left.reach, right.reach]);
        if worst.as_ref().is_some_and(|worst| worst.severity >= severity) {
            continue;
        }
        let witness = match meeting(auditor, images, [left, right]) {
            Err(NotFound::Never) => continue,
            Err(NotFound::Undecided) => {
                is_decided = false;
                continue;
            }
            Ok(witness) => witness,
        };
        let [ours, theirs, ..] = witness.contexts() else { continue };
        let [(first, _), (second, _)] = images;
        let parts = [Place::Image(first), Place::Image(second), left.place, right.place];
        let mut paths = parts.map(|place| place.to_string()).to_vec();
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
    if worst.is_none() && !is_decided {
        let [(first, _), (second, _)] = images;
        auditor.leave_open(Question::Meet(Place::Image(first), Place::Image(second)));
    }
    worst
}

fn meeting(
    auditor: &Auditor<'_>,
    images: [(usize, &Image); 2],
    sides: [&Side<'_>; 2],
) -> Result<FindingWitness, NotFound> {
    let [(_, left), (_, right)] = images;
    let [ours, theirs] = sides.map(Side::head);
    if !(ours.starts_with(theirs) || theirs.starts_with(ours)) {
        return Err(NotFound::Never);
    }
    let [ours, theirs] = sides;
    let machine = |side: &Side<'_>, image: &Image, assumption| {
        let names = side.machine.names();
        side.machine_of(auditor.policy, names, assumption).with_suffix(&image.suffix)
    };
    let machines =
        |assumption| [machine(ours, left, assumption), machine(theirs, right, assumption)];
    let (text, machines) = common(&machines, &auditor.effort)?;
    witness(auditor, images, sides, &text, machines).ok_or(NotFound::Undecided)
}

fn witness(
    auditor: &Auditor<'_>,
    images: [(usize, &Image); 2],
    sides: [&Side<'_>; 2],
    text: &[u8],
    mut machines: [TagMachine; 2],
) -> Option<FindingWitness> {
    let [(first, _), (second, _)] = images;
    let [our_facts, their_facts] = machines.each_mut().map(|one| one.readings(text, 1));
    let [ours, theirs] = sides;
    let ours = auditor.everyday(ours.rule, our_facts.first()?, Spare::FIRST)?;
    let theirs = auditor.everyday(theirs.rule, their_facts.first()?, Spare::SECOND)?;
    let tag = tag(text)?;
    let holds = |Given { plan, .. }: &Given, index: usize| {
        let mut image = plan.images().nth(index).into_iter();
        image.any(|image| plan.tags().iter().any(|planned| image.tag(planned) == tag))
    };
    (holds(&ours, first) && holds(&theirs, second)).then(|| both_show([&ours, &theirs], tag))
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
        .map(|(index, _)| Place::ImageName(index).to_string())
        .collect();
    if paths.is_empty() {
        return None;
    }
    let (index, _) = images.iter().enumerate().find(|(_, image)| without(image))?;
    let witness = auditor.policy.rules().iter().find_map(|rule| {
        let given = |project: &str, spare| {
            let mut facts = Facts::default();
            facts.read(Fact::Project, project.chars());
            auditor.everyday(rule, &facts, spare)
        };
        let (ours, theirs) = (given("agent", Spare::FIRST)?, given("server", Spare::SECOND)?);
        let (our, their) = (ours.plan.images().nth(index)?, theirs.plan.images().nth(index)?);
        let mut tags = ours.plan.tags().iter().map(|planned| our.tag(planned));
        let shared =
            tags.find(|tag| theirs.plan.tags().iter().any(|planned| their.tag(planned) == *tag))?;
        (our.push() == their.push()).then(|| both_show([&ours, &theirs], shared))
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
