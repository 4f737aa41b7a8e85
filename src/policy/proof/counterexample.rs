use alloc::collections::BTreeMap;
use alloc::string::String;
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
    /// The declared values of the template, by name.
    pub values: BTreeMap<String, String>,
    /// The variant; `None` for the plain build, and where it makes no difference.
    pub variant: Option<String>,
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

/// The facts of a counterexample, as messages show them.
pub(super) struct Situation<'a>(pub(super) &'a Counterexample);

impl fmt::Display for Situation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counterexample { git_ref, values, .. } = self.0;
        write!(f, "{git_ref}")?;
        let mut separator = " with ";
        for (name, value) in values {
            write!(f, "{separator}{name} {}", Quoted(value))?;
            separator = " and ";
        }
        Ok(())
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Quoted(self.text());
        write!(f, "{} would give {text}: {}", Situation(self), self.refusal.finding())
    }
}
