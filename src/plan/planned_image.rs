use alloc::string::String;

use serde::Serialize;

use super::tag_set::PlannedTag;
use crate::name::{ImageName, Reference, Tag};

/// An image of a plan: where it is pushed to, pulled from, and cached.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct PlannedImage {
    /// The name that it is pushed to.
    pub push: ImageName,
    /// The name that it is pulled from; the one that it is pushed to where the
    /// policy has no other.
    pub pull: ImageName,
    /// The repository that holds its cached layers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<ImageName>,
    /// What is appended to every tag of this image; often nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suffix: String,
}

impl PlannedImage {
    /// Returns a tag of the same plan as this image has it: with its suffix.
    ///
    /// A tag of another plan may not have room for the suffix, and is then returned
    /// without it.
    #[must_use]
    pub fn tag(&self, planned: &PlannedTag) -> Tag {
        if self.suffix.is_empty() {
            return planned.tag.clone();
        }
        let text = [planned.tag.as_str(), &self.suffix].concat();
        Tag::new(text).unwrap_or_else(|_| planned.tag.clone())
    }

    /// Returns the reference to push under a tag of the plan.
    #[must_use]
    pub fn reference(&self, planned: &PlannedTag) -> Reference {
        self.push.with_tag(&self.tag(planned))
    }

    /// Returns the reference to pull for a tag of the plan.
    #[must_use]
    pub fn pull_reference(&self, planned: &PlannedTag) -> Reference {
        self.pull.with_tag(&self.tag(planned))
    }
}
