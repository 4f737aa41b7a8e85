use alloc::string::String;
use alloc::vec::Vec;

use crate::context::{CiContext, Event};
use crate::name::{GitRef, RefName};
use crate::policy::language::{Effort, Facts, NameAutomaton, SAMPLE_PROJECT, SAMPLE_TARGET};
use crate::policy::{Fact, Names, Trigger, example_refs};
use crate::report::example_context::ExampleContext;

/// What one of two contexts has that the facts leave open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spare {
    sha: &'static str,
    number: u64,
}

impl Spare {
    pub(crate) const FIRST: Self =
        Self { sha: "0a1b2c3d4e5f60718293a4b5c6d7e8f900112233", number: 1 };
    /// Of another commit and another pull request than the first.
    pub(crate) const SECOND: Self =
        Self { sha: "f0e1d2c3b4a5968778695a4b3c2d1e0ffeeddccb", number: 2 };
    /// Of another pull request than the first, and of its commit.
    pub(crate) const AT_ONE_COMMIT: Self = Self { sha: Self::FIRST.sha, ..Self::SECOND };
}

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
    let mut refs = example_refs(trigger, facts, effort);
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
    let name = |names: &Names, others: &Names| {
        let of = |names: &Names| NameAutomaton::new(Some(names), None, effort);
        effort.begin();
        RefName::new(of(names).minus(of(others)).shortest()?).ok()
    };
    match (trigger, apart) {
        (Trigger::Branch(names), Trigger::Branch(others)) => {
            name(names, others).map(GitRef::Branch)
        }
        (Trigger::Tag(names), Trigger::Tag(others)) => name(names, others).map(GitRef::Tag),
        (
            Trigger::PullRequest { target: Some(names) },
            Trigger::PullRequest { target: Some(others) },
        ) => {
            let target = Some(name(names, others)?);
            let source = RefName::from_static("feature/search");
            Some(GitRef::PullRequest { number: 1, source, target })
        }
        _ => None,
    }
}

/// Whether facts tell anything of a ref.
pub(crate) fn tell_ref(facts: &Facts) -> bool {
    const OF_REF: [Fact; 5] =
        [Fact::Name, Fact::PullRequest, Fact::Major, Fact::Minor, Fact::Patch];
    OF_REF.iter().any(|fact| facts.tell(*fact))
}

/// The context of a ref for which a rule fires, with these facts.
pub(crate) fn situation(
    trigger: &Trigger,
    git_ref: GitRef,
    facts: &Facts,
    spare: Spare,
) -> Option<CiContext> {
    let number = |fact| facts.of(fact).map_or(Ok(spare.number), |number| number.parse());
    let git_ref = match git_ref {
        GitRef::PullRequest { source, target, .. } => {
            let target = target.or_else(|| RefName::new(SAMPLE_TARGET).ok());
            GitRef::PullRequest { number: number(Fact::PullRequest).ok()?, source, target }
        }
        other => other,
    };
    let default: String = match (trigger, &git_ref) {
        (Trigger::DefaultBranch, GitRef::Branch(name)) => name.as_str().into(),
        _ => "main".into(),
    };
    let example = ExampleContext {
        project: &facts.of(Fact::Project).unwrap_or_else(|| SAMPLE_PROJECT.into()),
        sha: &sha(facts, Fact::Sha, spare.sha),
        head_sha: &sha(facts, Fact::HeadSha, spare.sha),
        default_branch: &default,
        run_number: number(Fact::RunNumber).ok()?,
        event: matches!(trigger, Trigger::Schedule).then_some(Event::Schedule),
    };
    example.of(git_ref)
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

/// The digits that the facts have of a sha, and as many of another as are
/// missing.
fn sha(facts: &Facts, fact: Fact, spare: &str) -> String {
    let mut digits = facts.of(fact).unwrap_or_default();
    let whole = if digits.len() > spare.len() { 64 } else { spare.len() };
    let missing = whole.saturating_sub(digits.len());
    digits.extend(spare.chars().cycle().skip(digits.len()).take(missing));
    digits
}
