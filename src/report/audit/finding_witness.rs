use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::Tag;

/// The contexts that show a finding, and the tag that they show it by.
///
/// Each was planned before it was reported.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FindingWitness {
    contexts: Vec<CiContext>,
    tag: Option<Tag>,
}

impl FindingWitness {
    pub(crate) fn new(contexts: impl Into<Vec<CiContext>>, tag: Option<Tag>) -> Self {
        Self { contexts: contexts.into(), tag }
    }

    /// Returns the contexts. Where there is a tag, the plan of each holds it;
    /// where there is none, none of them has a plan.
    #[must_use]
    pub fn contexts(&self) -> &[CiContext] {
        &self.contexts
    }

    /// Returns the tag, with the suffix of an image where that is what the
    /// finding is about.
    #[must_use]
    pub fn tag(&self) -> Option<&Tag> {
        self.tag.as_ref()
    }

    /// The length of the tag.
    pub(crate) fn length(&self) -> usize {
        self.tag.as_ref().map_or(0, |tag| tag.as_str().len())
    }
}
