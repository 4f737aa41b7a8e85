//! Full refs, which show their kind, and names that look like a branch but are not one.

use alloc::string::String;

use crate::context::fact;
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

const BRANCH: &str = "refs/heads/";
const TAG: &str = "refs/tags/";

/// A full ref.
pub(super) enum FullRef {
    Named(GitRef),
    PullRequest {
        number: u64,
        /// Whether the commit is the last one of the source branch and not a merge.
        is_head: bool,
    },
}

/// How a provider writes the refs of its runs.
pub(super) struct RefSpelling {
    /// The prefixes of a pull request's number.
    pub(super) pulls: &'static [&'static str],
    /// The suffixes of that number if the source branch is built.
    pub(super) heads: &'static [&'static str],
    pub(super) form: &'static str,
}

impl RefSpelling {
    /// The form of GitHub, which Azure Pipelines uses too.
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

/// Reads a full ref of a branch or git tag; `None` for anything else.
pub(super) fn named(text: &str) -> Option<Result<GitRef, NameError>> {
    if let Some(branch) = text.strip_prefix(BRANCH) {
        return Some(fact::ref_name(branch.into()).map(GitRef::Branch));
    }
    text.strip_prefix(TAG).map(|tag| fact::ref_name(tag.into()).map(GitRef::Tag))
}

/// Reads the full or short name of a branch.
pub(super) fn branch(text: String) -> Result<RefName, NameError> {
    match text.strip_prefix(BRANCH) {
        Some(short) => fact::ref_name(short.into()),
        None => fact::ref_name(text),
    }
}

/// Reads the name of a branch from a variable that may contain something else: a ref of
/// another kind, a commit, or the short form of a pull request's ref. The commit is
/// detached then.
///
/// `refs/tags/v1` is not read as a git tag here: if the provider drops `refs/heads/`, a
/// branch of that name has this form.
pub(super) fn branch_or_detached(text: String) -> Result<GitRef, NameError> {
    let is_other = text.starts_with("refs/")
        || matches!(text.as_str(), "HEAD" | "FETCH_HEAD")
        || CommitSha::new(text.as_str()).is_ok()
        || request_number(&text).is_some();
    if is_other { Ok(GitRef::Detached) } else { fact::branch_name(text).map(GitRef::Branch) }
}

/// Whether a name begins like a version: with two numbers, optionally after a `v`.
/// Without further information, such a name may as well be a git tag as a branch.
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
