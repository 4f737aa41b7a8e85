use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::{Quoted, Tag};

/// The contexts that show a finding, and the tag that they show it by.
///
/// Each was planned before it was reported. A policy that does not load has a
/// [`Counterexample`](crate::document::Counterexample) instead.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct FindingWitness {
    /// The contexts. Where there is a tag, the plan of each holds it; where there
    /// is none, none of them has a plan.
    pub contexts: Vec<CiContext>,
    /// The tag, with the suffix of an image where that is what the finding is
    /// about.
    pub tag: Option<Tag>,
}

impl FindingWitness {
    pub(crate) fn new(contexts: impl Into<Vec<CiContext>>, tag: Option<Tag>) -> Self {
        Self { contexts: contexts.into(), tag }
    }

    /// The text of the tag.
    pub(crate) fn text(&self) -> &str {
        self.tag.as_ref().map_or("", Tag::as_str)
    }

    pub(crate) fn quoted(&self) -> Quoted<'_> {
        Quoted(self.text())
    }

    /// That the contexts are of one commit, if they are.
    pub(crate) fn at_one_commit(&self) -> &'static str {
        match &*self.contexts {
            [left, right] if left.sha() == right.sha() => " at one commit",
            _ => "",
        }
    }

    /// The refs of the first two contexts, as messages name them.
    pub(crate) fn refs(&self) -> [String; 2] {
        [0, 1].map(|index| {
            self.contexts.get(index).map_or_else(String::new, |one| one.git_ref().to_string())
        })
    }
}
