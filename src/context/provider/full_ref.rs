//! Refs that are spelt in full, so that their kind needs no guess.

use alloc::string::String;

use crate::context::fact;
use crate::name::{Flaw, GitRef, NameError, RefName};

const BRANCH: &str = "refs/heads/";
const TAG: &str = "refs/tags/";

/// A ref that is spelt in full.
pub(super) enum FullRef {
    Named(GitRef),
    PullRequest {
        number: u64,
        /// Whether it is the last commit of the source branch, and not a merge.
        is_head: bool,
    },
}

/// How a provider spells the refs of its runs.
pub(super) struct Spelling {
    /// What stands before the number of a pull request.
    pub(super) pulls: &'static [&'static str],
    /// What stands behind it where the source branch is built.
    pub(super) heads: &'static [&'static str],
    pub(super) form: &'static str,
}

impl Spelling {
    /// GitHub's, which Azure Pipelines has too.
    pub(super) const GITHUB: Self = Self {
        pulls: &["refs/pull/"],
        heads: &["/head"],
        form: "expected refs/heads/…, refs/tags/… or refs/pull/…/merge",
    };

    pub(super) fn read(&self, text: String) -> Result<FullRef, NameError> {
        if let Some(named) = named(&text) {
            return named.map(FullRef::Named);
        }
        self.pull_request(&text)
            .ok_or_else(|| NameError::new("ref", text, Flaw::unsupported(0, self.form)))
    }

    fn pull_request(&self, text: &str) -> Option<FullRef> {
        let rest = self.pulls.iter().find_map(|prefix| text.strip_prefix(prefix))?;
        let (number, is_head) = match rest.strip_suffix("/merge") {
            Some(number) => (number, false),
            None => (self.heads.iter().find_map(|suffix| rest.strip_suffix(suffix))?, true),
        };
        let number = fact::number(number.into()).ok()?;
        Some(FullRef::PullRequest { number, is_head })
    }
}

/// Reads a branch or git tag that is spelt in full; `None` of anything else.
pub(super) fn named(text: &str) -> Option<Result<GitRef, NameError>> {
    if let Some(branch) = text.strip_prefix(BRANCH) {
        return Some(RefName::new(branch).map(GitRef::Branch));
    }
    text.strip_prefix(TAG).map(|tag| RefName::new(tag).map(GitRef::Tag))
}

/// Reads a branch that is spelt in full or in short.
pub(super) fn branch(text: String) -> Result<RefName, NameError> {
    match text.strip_prefix(BRANCH) {
        Some(short) => RefName::new(short),
        None => RefName::new(text),
    }
}
