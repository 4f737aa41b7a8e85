use alloc::string::String;

use serde::{Serialize, Serializer};

use super::tag_set::PlannedTag;
use crate::name::{Digest, ImageName, Reference, Tag};

/// An image of a plan: where it is pushed to, pulled from, and cached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlannedImage {
    pub(super) push: ImageName,
    pub(crate) pull: Option<ImageName>,
    pub(super) cache: Option<ImageName>,
    // INVARIANT: with it, every tag of the plan is legal.
    pub(super) suffix: String,
}

impl PlannedImage {
    /// Returns the name that it is pushed to.
    #[must_use]
    pub fn push(&self) -> &ImageName {
        &self.push
    }

    /// Returns the name that it is pulled from; the one that it is pushed to
    /// where the policy has no other.
    #[must_use]
    pub fn pull(&self) -> &ImageName {
        self.pull.as_ref().unwrap_or(&self.push)
    }

    /// Returns the repository that holds its cached layers.
    #[must_use]
    pub fn cache(&self) -> Option<&ImageName> {
        self.cache.as_ref()
    }

    /// Returns what is appended to every tag of this image; often nothing.
    #[must_use]
    pub fn suffix(&self) -> &str {
        &self.suffix
    }

    /// Returns a tag of the plan as this image has it: with its suffix.
    #[must_use]
    pub fn tag(&self, planned: &PlannedTag) -> Tag {
        if self.suffix.is_empty() {
            return planned.tag().clone();
        }
        let tag = planned.tag().as_str();
        let mut text = String::with_capacity(tag.len() + self.suffix.len());
        text.push_str(tag);
        text.push_str(&self.suffix);
        Tag::proved(text)
    }

    /// Returns the reference to push under a tag of the plan.
    #[must_use]
    pub fn reference(&self, planned: &PlannedTag) -> Reference {
        self.under(&self.push, planned)
    }

    /// Returns the reference to pull for a tag of the plan.
    #[must_use]
    pub fn pull_reference(&self, planned: &PlannedTag) -> Reference {
        self.under(self.pull(), planned)
    }

    /// Returns the reference to the content with this digest, where it was
    /// pushed to.
    #[must_use]
    pub fn digest_reference(&self, digest: &Digest) -> Reference {
        self.push.with_digest(digest)
    }

    fn under(&self, name: &ImageName, planned: &PlannedTag) -> Reference {
        if self.suffix.is_empty() {
            name.with_tag(planned.tag())
        } else {
            name.with_tag(&self.tag(planned))
        }
    }
}

impl Serialize for PlannedImage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename = "PlannedImage")]
        struct Written<'a> {
            push: &'a ImageName,
            pull: &'a ImageName,
            #[serde(skip_serializing_if = "Option::is_none")]
            cache: Option<&'a ImageName>,
            #[serde(skip_serializing_if = "str::is_empty")]
            suffix: &'a str,
        }
        let Self { push, cache, suffix, .. } = self;
        Written { push, pull: self.pull(), cache: cache.as_ref(), suffix }.serialize(serializer)
    }
}
