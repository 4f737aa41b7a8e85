use alloc::vec::Vec;

use crate::context::{CiContext, Event};
use crate::name::{GitRef, RefName};
use crate::policy::language::{Effort, Facts, NameAutomaton};
use crate::policy::{Fact, Looks, Names, Policy, Trigger, everyday, example_refs};
use crate::report::example_context::{Spare, example_context};

/// More refs for the same facts show nothing more.
const MOST: usize = 3;

/// Refs for which a trigger fires, and which have these facts; of those that the
/// facts leave open some, first one that another trigger does not take.
///
/// None where there is none: two facts contradict each other, or no name fits.
pub(crate) fn example_refs_apart(
    trigger: &Trigger,
    apart: Option<&Trigger>,
    facts: &Facts,
    effort: &Effort,
) -> Vec<GitRef> {
    let mut refs = example_refs(trigger, facts, Looks::Everywhere, effort);
    if let Some(apart) = apart {
        match refs.iter().position(|one| !apart.takes(one)) {
            Some(index) => refs.swap(0, index),
            None if facts.of(Fact::Name).is_none() => {
                refs.splice(0..0, ref_apart([trigger, apart], effort));
            }
            None => {}
        }
    }
    refs.truncate(MOST);
    refs
}

/// A ref that the first of two triggers takes, and the second does not.
fn ref_apart([trigger, apart]: [&Trigger; 2], effort: &Effort) -> Option<GitRef> {
    use Trigger::{Branch, PullRequest, Tag};
    let ((Branch(names), Branch(others))
    | (Tag(names), Tag(others))
    | (PullRequest { target: Some(names) }, PullRequest { target: Some(others) })) =
        (trigger, apart)
    else {
        return None;
    };
    let of = |names: &Names| NameAutomaton::new(Some(names), None, effort);
    effort.begin();
    let name = RefName::new(of(names).minus(of(others)).shortest()?).ok()?;
    Some(match trigger {
        Tag(_) => GitRef::Tag(name),
        PullRequest { .. } => {
            let source = RefName::from_static(everyday::BRANCHES[0]);
            GitRef::PullRequest { number: 1, source, target: Some(name) }
        }
        _ => GitRef::Branch(name),
    })
}

/// Whether facts tell anything of a ref.
pub(crate) fn tell_ref(facts: &Facts) -> bool {
    const OF_REF: [Fact; 5] =
        [Fact::Name, Fact::PullRequest, Fact::Major, Fact::Minor, Fact::Patch];
    OF_REF.iter().any(|fact| facts.tell(*fact))
}

/// The context of a ref for which a rule fires, with these facts.
pub(crate) fn situation(
    policy: &Policy,
    trigger: &Trigger,
    git_ref: GitRef,
    facts: &Facts,
    spare: Spare,
) -> Option<CiContext> {
    let default = match (trigger, &git_ref) {
        (Trigger::DefaultBranch, GitRef::Branch(name)) => name.clone(),
        _ => RefName::from_static(everyday::DEFAULT_BRANCHES[0]),
    };
    let event = matches!(trigger, Trigger::Schedule).then_some(Event::Schedule);
    example_context(policy, git_ref, &default, event, facts, spare)
}

/// Whether two contexts are of one build, because they share a unique value.
pub(crate) fn is_same_build(policy: &Policy, left: &CiContext, right: &CiContext) -> bool {
    let unique = policy.declared_values().iter().filter(|value| value.unique);
    unique.map(|value| &*value.name).any(|name| {
        let text = left.values().get(name);
        text.is_some() && text == right.values().get(name)
    })
}

/// Whether two contexts of one project are of one ref.
pub(crate) fn is_same_ref(left: &CiContext, right: &CiContext) -> bool {
    match (left.git_ref(), right.git_ref()) {
        (GitRef::PullRequest { number: left, .. }, GitRef::PullRequest { number: right, .. }) => {
            left == right
        }
        (GitRef::Branch(left), GitRef::Branch(right)) | (GitRef::Tag(left), GitRef::Tag(right)) => {
            left == right
        }
        _ => false,
    }
}
