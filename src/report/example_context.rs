use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::circumstances::Circumstances;
use crate::context::CiContext;
use crate::name::{CommitSha, GitRef, Timestamp};
use crate::policy::language::Facts;
use crate::policy::{Fact, Policy, everyday};

/// What one of two examples has that the facts leave open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spare {
    sha: &'static str,
    number: u64,
    /// Which example of a unique value it has.
    value: usize,
}

impl Spare {
    /// What reads well alone.
    pub(crate) const ALONE: Self = Self { sha: everyday::SHA, number: 7, value: 0 };
    pub(crate) const FIRST: Self =
        Self { sha: "0a1b2c3d4e5f60718293a4b5c6d7e8f900112233", number: 1, value: 0 };
    /// Of another build of the same commit.
    pub(crate) const OF_OTHER_BUILD: Self = Self { value: 1, ..Self::FIRST };
    /// Of another commit and another pull request than the first.
    pub(crate) const SECOND: Self =
        Self { sha: "f0e1d2c3b4a5968778695a4b3c2d1e0ffeeddccb", number: 2, value: 1 };
    /// Of another pull request than the first, and of its commit.
    pub(crate) const AT_ONE_COMMIT: Self = Self { sha: Self::FIRST.sha, ..Self::SECOND };
}

/// The context of a build of a ref, with these facts, and with everything else that a
/// policy can ask for.
///
/// None where a fact is not legal.
pub(crate) fn example_context(
    policy: &Policy,
    git_ref: GitRef,
    circumstances: Circumstances,
    facts: &Facts,
    spare: Spare,
) -> Option<CiContext> {
    let number = |fact| facts.of(fact).map_or(Some(spare.number), |number| number.parse().ok());
    let git_ref = match git_ref {
        GitRef::PullRequest { source, target, .. } => {
            let target = target.or_else(|| Some(circumstances.default_branch.clone()));
            GitRef::PullRequest { number: number(Fact::PullRequest)?, source, target }
        }
        other => other,
    };
    let Circumstances { project, default_branch, event, fork, protected, variant } = circumstances;
    let path = format!("group/{project}");
    let instant = Timestamp::from_unix(everyday::INSTANT).ok()?;
    let (mut built, head) =
        (sha(facts, Fact::Sha, spare.sha), sha(facts, Fact::HeadSha, spare.sha));
    // Outside pull requests the two are one: what the facts tell of either counts.
    let is_pull = matches!(git_ref, GitRef::PullRequest { .. });
    if !is_pull && facts.tell(Fact::HeadSha) && !facts.tell(Fact::Sha) {
        built.clone_from(&head);
    }
    let versions = match &git_ref {
        GitRef::Tag(git_tag) => Vec::from([git_tag.to_string()]),
        _ => Vec::new(),
    };
    let mut context = CiContext::of_ref(project, git_ref, built).ok()?;
    if let Some(fork) = fork {
        context = context.with_fork(fork);
    }
    for value in policy.declared_values() {
        let spare = if value.unique { spare.value } else { 0 };
        let text = facts.of(Fact::Declared(value.index));
        let text = text.or_else(|| value.examples().get(spare).cloned())?;
        context = context.with_value(&*value.name, text).ok()?;
    }
    context
        .with_event(event)
        .with_protected(protected)
        .with_head_sha(CommitSha::new(head).ok()?)
        .with_branch_as_default(default_branch)
        .with_created(instant)
        .with_committed(instant)
        .with_run_number(number(Fact::RunNumber)?)
        .with_source_url(format!("https://git.example.com/{path}"))
        .and_then(|context| context.with_project_path(path))
        .and_then(|context| context.with_title("Title"))
        .and_then(|context| context.with_description("Description"))
        .and_then(|context| context.with_licenses("MIT"))
        .and_then(|context| context.with_versions(versions))
        .and_then(|context| context.with_variant(&*variant))
        .ok()
}

/// The digits that the facts have of a sha, and as many of another as are missing.
fn sha(facts: &Facts, fact: Fact, spare: &str) -> String {
    let mut digits = facts.of(fact).unwrap_or_default();
    let whole = if digits.len() > spare.len() { CommitSha::SHA256 } else { spare.len() };
    let missing = whole.saturating_sub(digits.len());
    digits.extend(spare.chars().cycle().skip(digits.len()).take(missing));
    digits
}
