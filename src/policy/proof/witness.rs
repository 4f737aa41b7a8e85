use alloc::string::String;
use core::fmt;

use super::everyday_refs::refs;
use super::grammar::Grammar;
use super::prover::Prover;
use crate::name::{CommitSha, GitRef, NameError, NameErrorKind, Quoted, RefName, Timestamp};
use crate::policy::language::SAMPLE_INSTANT;
use crate::policy::placeholder::Placeholder;
use crate::policy::template::Template;
use crate::policy::trigger::Trigger;
use crate::policy::values::{About, Absent, Values};

/// A context that shows why a policy was refused: for this ref, the template
/// would give this text, and that is no tag, or nothing else that may stand at
/// its place.
///
/// It is what the template really gave, not an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    git_ref: GitRef,
    sha: CommitSha,
    refusal: NameError,
}

impl Witness {
    /// Returns the ref.
    #[must_use]
    pub fn git_ref(&self) -> &GitRef {
        &self.git_ref
    }

    /// Returns the commit.
    #[must_use]
    pub fn sha(&self) -> &CommitSha {
        &self.sha
    }

    /// Returns the text that the template gives, which is not legal at its
    /// place.
    #[must_use]
    pub fn text(&self) -> &str {
        self.refusal.input()
    }

    /// Returns why it is not legal.
    #[must_use]
    pub fn refusal(&self) -> &NameError {
        &self.refusal
    }

    /// Looks among everyday refs, and then among short and long ones, for one
    /// that the trigger admits and for which the template gives what its place
    /// does not take.
    pub(crate) fn find(
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        Self::among(&refs(trigger, None), template, trigger, prover, grammar)
    }

    /// The first of these refs for which the template gives what its place does
    /// not take.
    pub(crate) fn among(
        refs: &[GitRef],
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        refs.iter().find_map(|git_ref| Self::of(git_ref, template, trigger, prover, grammar))
    }

    /// What the template gives for a ref that the trigger admits, if its place
    /// does not take it.
    pub(crate) fn of(
        git_ref: &GitRef,
        template: &Template,
        trigger: &Trigger,
        prover: &Prover<'_>,
        grammar: Grammar<'_>,
    ) -> Option<Self> {
        // The second set of facts is as long as facts get.
        [(SHA, 1), (LONG_SHA, u64::MAX)].into_iter().find_map(|(sha, number)| {
            let sha = CommitSha::from_static(sha);
            let git_ref = numbered(git_ref.clone(), number);
            let name = git_ref.name().map(RefName::as_str);
            let slug = name.and_then(|name| prover.settings.slug.slug(name));
            let release = match trigger {
                Trigger::Release(filter) => filter.read(name?).ok(),
                _ => None,
            };
            let instant = Timestamp::from_unix(SAMPLE_INSTANT).ok();
            let values = Values {
                git_ref: &git_ref,
                sha: &sha,
                short_sha: prover.settings.short_sha,
                slug: slug.as_ref(),
                release: release.as_ref(),
                head_sha: Some(&sha),
                default_branch: git_ref.name(),
                created: instant,
                committed: instant,
                project: Some("server"),
                project_path: Some("group/server"),
                run_number: Some(number),
                about: About::default(),
                outcome: None,
            };
            let mut text = String::new();
            let mut free = 0;
            let write = |one: &Placeholder, out: &mut String| {
                let start = out.len();
                match values.write(one, out) {
                    // Outside rules what a ref does not have is empty.
                    Err(Absent::OfRef) if matches!(grammar, Grammar::EnvValue) => {}
                    written => written?,
                }
                let value = out.get(start..).unwrap_or_default();
                let holds = grammar.holds().or(prover.shape(one, trigger).any);
                let is_flawed = value.is_empty() || !value.chars().all(|one| holds.contains(one));
                // What is wrong with it is said when a plan is made.
                if one.is_checked_at_plan_time() && is_flawed {
                    return Err(Absent::NotGiven);
                }
                if one.is_checked_at_plan_time() {
                    free += value.len().saturating_sub(prover.shape(one, trigger).most);
                }
                Ok(())
            };
            template.render(&mut text, write).ok()?;
            let refusal = grammar.refusal(&text)?;
            // Nor is it shown that it is too long.
            let is_free = match refusal.kind() {
                NameErrorKind::TooLong { limit } => refusal.input().len() <= limit + free,
                _ => false,
            };
            (!is_free).then_some(Self { git_ref, sha, refusal })
        })
    }
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", self.git_ref, self.refusal.finding())
    }
}

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
const LONG_SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c";

fn numbered(git_ref: GitRef, number: u64) -> GitRef {
    match git_ref {
        GitRef::PullRequest { source, target, .. } => {
            GitRef::PullRequest { number, source, target }
        }
        other => other,
    }
}
