use core::fmt;

use crate::name::{CommitSha, GitRef, NameError, Quoted};

/// A ref for which a refused template would give a text that is not legal at its place.
///
/// The template really gave this text. No plan can show it, because the policy does not
/// load; for a policy that loads, the audit has the witnesses of its findings instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// The ref.
    pub git_ref: GitRef,
    /// The commit.
    pub sha: CommitSha,
    /// Why the text is not legal.
    pub refusal: NameError,
}

impl Counterexample {
    /// Returns the text that the template gives.
    #[must_use]
    pub fn text(&self) -> &str {
        self.refusal.input()
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", self.git_ref, self.refusal.finding())
    }
}
