use alloc::vec::Vec;

use super::side::Side;
use crate::context::CiContext;
use crate::name::{GitRef, RefKind, RefName};
use crate::policy::language::{Effort, Facts, NameAutomaton};
use crate::policy::{Conditions, Fact, Looks, Policy, Variant, capturing, everyday, example_refs};
use crate::report::circumstances::{Circumstances, other_than};
use crate::report::example_context::{Spare, example_context};

/// More refs for the same facts show nothing more.
const MOST: usize = 3;

/// Refs that a rule admits, and which have these facts; of those that the facts leave
/// open some, first one that another rule does not admit.
///
/// None where there is none: two facts contradict each other, or no name fits.
pub(crate) fn example_refs_apart(
    conditions: &Conditions,
    apart: Option<&Conditions>,
    facts: &Facts,
    effort: &Effort,
) -> Vec<GitRef> {
    let mut refs = example_refs(conditions, facts, Looks::Everywhere, effort);
    if let Some(apart) = apart {
        match refs.iter().position(|one| !apart.takes(one)) {
            Some(index) => refs.swap(0, index),
            None if facts.of(Fact::Name).is_none() => {
                refs.splice(0..0, ref_apart([conditions, apart], facts, effort));
            }
            None => {}
        }
    }
    refs.truncate(MOST);
    refs
}

/// A ref that the first of two rules admits, and the second does not.
fn ref_apart(
    [conditions, apart]: [&Conditions; 2],
    facts: &Facts,
    effort: &Effort,
) -> Option<GitRef> {
    let are_for = |kind| conditions.are_for(kind) && apart.are_for(kind);
    let kind = [RefKind::Branch, RefKind::Tag, RefKind::PullRequest]
        .into_iter()
        .find(|one| are_for(*one))?;
    let names = |one: &Conditions| match kind {
        RefKind::PullRequest => Some(NameAutomaton::new(Some(one.target()?), None, effort)),
        _ => one.names().map(|_| NameAutomaton::of(one, effort)),
    };
    effort.begin();
    let (ours, theirs) = (names(conditions)?, names(apart)?);
    let ours = match (kind, facts.tell_captures()) {
        (_, false) => ours,
        (RefKind::PullRequest, true) => return None,
        (_, true) => capturing(conditions, facts, effort),
    };
    let name = RefName::new(ours.minus(theirs).shortest()?).ok()?;
    Some(match kind {
        RefKind::Tag => GitRef::Tag(name),
        RefKind::PullRequest => {
            let source = RefName::from_static(everyday::BRANCHES[0]);
            GitRef::PullRequest { number: 1, source, target: Some(name) }
        }
        _ => GitRef::Branch(name),
    })
}

/// Whether facts tell anything of a ref.
pub(crate) fn tell_ref(facts: &Facts) -> bool {
    const OF_REF: [Fact; 7] = [
        Fact::Name,
        Fact::PullRequest,
        Fact::Version,
        Fact::Major,
        Fact::Minor,
        Fact::Patch,
        Fact::Prerelease,
    ];
    facts.tell_captures() || OF_REF.iter().any(|fact| facts.tell(*fact))
}

/// Whether two contexts are of one build, because they share a unique value.
pub(crate) fn is_same_build(policy: &Policy, left: &CiContext, right: &CiContext) -> bool {
    let unique = policy.declared_values().iter().filter(|value| value.unique);
    unique.map(|value| &*value.name).any(|name| {
        let text = left.values().get(name);
        text.is_some() && text == right.values().get(name)
    })
}

/// The contexts of a ref for which a rule applies, with these facts: first one in which
/// another rule does not.
pub(crate) fn situations(
    policy: &Policy,
    (conditions, apart): (&Conditions, Option<&Conditions>),
    git_ref: &GitRef,
    facts: &Facts,
    spare: Spare,
    variant: &Variant,
    effort: &Effort,
) -> Vec<CiContext> {
    let of = |apart| Circumstances::of(conditions, apart, git_ref, facts, variant, effort);
    let mut all = Vec::from_iter(of(None));
    if let Some(first) = apart.and_then(|apart| of(Some(apart))).filter(|one| !all.contains(one)) {
        all.insert(0, first);
    }
    let context = |one| example_context(policy, git_ref.clone(), one, facts, spare);
    all.into_iter().filter_map(context).collect()
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

/// Two pipelines of one repository have one default branch: the branch of the rule
/// which is for it, or neither of two that are others.
pub(crate) fn of_one_repository(
    sides: [&Side<'_>; 2],
    [left, right]: [CiContext; 2],
) -> [CiContext; 2] {
    let wanted = sides.map(|side| side.rule.conditions.default_branch());
    let default = match wanted {
        [Some(true), _] => left.default_branch().cloned(),
        [Some(false), None | Some(false)] | [None, Some(false)] => {
            let branch = |context: &CiContext| match context.git_ref() {
                GitRef::Branch(name) => Some(name.clone()),
                _ => None,
            };
            let free = || Some(other_than([&branch(&left)?, &branch(&right)?]));
            free().or_else(|| right.default_branch().cloned())
        }
        _ => right.default_branch().cloned(),
    };
    match default {
        Some(default) => [left, right].map(|one| one.with_branch_as_default(default.clone())),
        None => [left, right],
    }
}
