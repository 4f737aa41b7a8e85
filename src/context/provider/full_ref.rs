//! Refs that are spelt in full, so that their kind needs no guess; and names that
//! look like a branch and are not one.

use alloc::string::String;

use crate::context::fact;
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

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
pub(super) struct RefSpelling {
    /// What stands before the number of a pull request.
    pub(super) pulls: &'static [&'static str],
    /// What stands behind it where the source branch is built.
    pub(super) heads: &'static [&'static str],
    pub(super) form: &'static str,
}

impl RefSpelling {
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
        return Some(fact::ref_name(branch.into()).map(GitRef::Branch));
    }
    text.strip_prefix(TAG).map(|tag| fact::ref_name(tag.into()).map(GitRef::Tag))
}

/// Reads a branch that is spelt in full or in short.
pub(super) fn branch(text: String) -> Result<RefName, NameError> {
    match text.strip_prefix(BRANCH) {
        Some(short) => fact::ref_name(short.into()),
        None => fact::ref_name(text),
    }
}

/// Reads the name of a branch where the provider may put something else in its
/// place, which makes the commit detached: a ref of another kind, a commit, or
/// the short form of a pull request's ref.
///
/// `refs/tags/v1` is not read as a git tag here: a provider that drops
/// `refs/heads/` gives a branch of that name in this form.
pub(super) fn branch_or_detached(text: String) -> Result<GitRef, NameError> {
    let is_other = text.starts_with("refs/")
        || matches!(text.as_str(), "HEAD" | "FETCH_HEAD")
        || CommitSha::new(text.as_str()).is_ok()
        || request_number(&text).is_some();
    if is_other { Ok(GitRef::Detached) } else { fact::branch_name(text).map(GitRef::Branch) }
}

/// Whether a name begins as versions do, with two numbers, behind a `v` or not:
/// where nothing else says what it names, it is a git tag as likely as a branch.
pub(super) fn begins_as_version(name: &str) -> bool {
    let digits = name.strip_prefix('v').unwrap_or(name);
    let Some((major, rest)) = digits.split_once('.') else { return false };
    fact::number(major.into()).is_ok() && rest.starts_with(|next: char| next.is_ascii_digit())
}

/// The number in the short form of a pull request's ref, such as `pull/7/head`.
pub(super) fn request_number(text: &str) -> Option<u64> {
    let (kind, rest) = text.split_once('/')?;
    let (number, is_suffixed) = match rest.split_once('/') {
        Some((number, "head" | "merge" | "from")) => (number, true),
        Some(_) => return None,
        None => (rest, false),
    };
    match (kind, is_suffixed) {
        ("pull" | "pull-requests" | "merge-requests", _) | ("pr", true) => {
            fact::number(number.into()).ok()
        }
        _ => None,
    }
}
