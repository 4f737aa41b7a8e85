use core::fmt;

use crate::name::{CommitSha, GitRef, NameError, Quoted};

/// A context that shows why a policy was refused: for this ref, the template
/// would give this text, and that is no tag, or nothing else that may stand at
/// its place.
///
/// It is what the template really gave, not an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    pub(super) git_ref: GitRef,
    pub(super) sha: CommitSha,
    pub(super) refusal: NameError,
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
}

impl fmt::Display for Witness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", self.git_ref, self.refusal.finding())
    }
}
