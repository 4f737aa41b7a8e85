use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use crate::name::Tag;
use crate::policy::language::{Facts, NotFound};
use crate::policy::{Fact, Image, Place};
use crate::report::audit::auditor::tag;
use crate::report::audit::given::Given;
use crate::report::audit::likeness::are_ends_of_one;
use crate::report::audit::meeting::severity;
use crate::report::audit::situation::is_same_build;
use crate::report::audit::texts::{TagTexts, common};
use crate::report::audit::{
    Auditor, Finding, FindingCode, FindingWitness, Question, Severity, Side,
};
use crate::report::example_context::Spare;

/// An image, and its place in the policy.
type Placed<'a> = (usize, &'a Image);

/// Finds the references that two images of a policy are pushed to, or two
/// projects. Two images have one finding, and all projects.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let images: Vec<Placed<'_>> = auditor.policy.images().iter().enumerate().collect();
    let mut findings = Vec::new();
    for (second, right) in &images {
        for (first, left) in images.iter().take(*second) {
            // Of whole references, the suffixes are compared with the tags.
            if !auditor.policy.images().iter().any(Image::varies)
                && left.repository() == right.repository()
                && are_ends_of_one(left.suffix.as_bytes(), right.suffix.as_bytes())
            {
                findings.extend(suffixes(auditor, [(*first, left), (*second, right)]));
            }
        }
    }
    findings.extend(projects(auditor, &images));
    findings
}

/// Two images of one repository, which their suffixes should part.
fn suffixes(auditor: &Auditor<'_>, images: [Placed<'_>; 2]) -> Option<Finding> {
    let [first, second] = images.map(|(index, _)| index);
    let mut worst: Option<(Severity, [&Side<'_>; 2], FindingWitness)> = None;
    let mut is_decided = true;
    let sides = &auditor.sides;
    let of = |image| sides.iter().filter(move |side| side.rule.images.has(image));
    for pair in of(first).flat_map(|left| of(second).map(move |right| [left, right])) {
        if !auditor.effort.spend_alone(1) {
            is_decided = false;
            break;
        }
        let severity = severity(pair);
        if worst.as_ref().is_some_and(|(worst, ..)| *worst >= severity) {
            continue;
        }
        match meeting(auditor, images, pair) {
            Err(NotFound::Never) => {}
            Err(NotFound::Undecided) => is_decided = false,
            Ok(witness) => worst = Some((severity, pair, witness)),
        }
    }
    if worst.is_none() && !is_decided {
        auditor.leave_open(Question::Meet(Place::Image(first), Place::Image(second)));
    }
    let (severity, sides, witness) = worst?;
    let [left, right] = sides.map(|side| side.place);
    let parts = [Place::Image(first), Place::Image(second), left, right];
    let mut paths = parts.map(|site| site.to_string()).to_vec();
    paths.dedup();
    let (tag, [ours, theirs]) = (witness.quoted(), witness.refs());
    let message =
        format!("tag {tag} is of images[{first}] for {ours} and of images[{second}] for {theirs}");
    Some(Finding {
        code: FindingCode::SharedTag,
        severity,
        paths,
        message,
        remedy: "give each image a name of its own",
        witness: Some(witness),
    })
}

fn meeting(
    auditor: &Auditor<'_>,
    images: [Placed<'_>; 2],
    sides: [&Side<'_>; 2],
) -> Result<FindingWitness, NotFound> {
    let [ours, theirs] = sides.map(|side| &side.head);
    if !(ours.starts_with(theirs) || theirs.starts_with(ours)) {
        return Err(NotFound::Never);
    }
    let ([left, right], [ours, theirs]) = (sides, images);
    let texts = [(left, ours), (right, theirs)].map(|(side, (_, image))| TagTexts {
        side,
        suffix: &image.suffix,
        names: side.all_names(),
    });
    let (text, mut machines) = common(auditor, texts)?;
    let [our_facts, their_facts] = machines.each_mut().map(|one| one.readings(&text, 1));
    let given = |side: &Side<'_>, facts: &[Facts], spare| {
        auditor.everyday(side.rule, facts.first()?, spare)
    };
    let holds = |given: &Given, (index, _): Placed<'_>, tag: &Tag| {
        let mut image = given.image(index).into_iter();
        image.any(|image| image.tags().any(|planned| image.tag(planned) == *tag))
    };
    let witness = || {
        let tag = tag(&text)?;
        let first = given(left, &our_facts, Spare::FIRST)?;
        let second = given(right, &their_facts, Spare::SECOND)?;
        let is_one = is_same_build(auditor.policy, &first.context, &second.context);
        let are_real = !is_one && holds(&first, ours, &tag) && holds(&second, theirs, &tag);
        let contexts = [&first, &second].map(|given| given.context.clone());
        are_real.then(|| FindingWitness::new(contexts, Some(tag)))
    };
    witness().ok_or(NotFound::Undecided)
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
    let witness = auditor.policy.rules().iter().find_map(|rule| {
        let given = |project: &str, spare| {
            let mut facts = Facts::default();
            facts.read(Fact::Project, project.chars());
            auditor.everyday(rule, &facts, spare)
        };
        let (ours, theirs) = (given("agent", Spare::FIRST)?, given("server", Spare::SECOND)?);
        let (our, their) = (ours.image(index)?, theirs.image(index)?);
        let mut tags = our.tags().map(|planned| our.tag(planned));
        let shared = tags.find(|tag| their.tags().any(|planned| their.tag(planned) == *tag))?;
        let is_one = our.push == their.push;
        let contexts = [&ours, &theirs].map(|given| given.context.clone());
        is_one.then(|| FindingWitness::new(contexts, Some(shared)))
    })?;
    let is_meant = without.len() == images.len();
    let tag = witness.quoted();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: if is_meant { Severity::Info } else { Severity::Warning },
        paths: without.iter().map(|index| Place::ImageName(*index).to_string()).collect(),
        message: format!("images[{index}] is the same for every project, and so is its tag {tag}"),
        remedy: "put {project} into its name, or use the policy for one project",
        witness: Some(witness),
    })
}
