use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::plan::Plan;
use super::tag_set::PlannedTag;
use crate::name::{ImageName, Reference, Tag};

/// An image of a plan: where it is pushed to, pulled from, and cached, and the tags
/// that it receives.
///
/// # Serde
///
/// The JSON form lists its tags under `tags`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PlannedImage<'p> {
    /// The name that it is pushed to.
    pub push: &'p ImageName,
    /// The name that it is pulled from. Default: the name that it is pushed to.
    pub pull: &'p ImageName,
    /// The repository of its cached layers.
    pub cache: Option<&'p ImageName>,
    plan: &'p Plan,
    /// Its index in the plan.
    index: usize,
}

/// The names of an image, as stored in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ImageNames {
    pub(crate) push: ImageName,
    pub(crate) pull: ImageName,
    pub(crate) cache: Option<ImageName>,
}

impl<'p> PlannedImage<'p> {
    pub(super) fn new(plan: &'p Plan, index: usize, names: &'p ImageNames) -> Self {
        let ImageNames { push, pull, cache } = names;
        Self { push, pull, cache: cache.as_ref(), plan, index }
    }

    /// Returns the tags of the plan that are pushed to this image, in order. There is
    /// at least one.
    pub fn tags(&self) -> impl Iterator<Item = &'p PlannedTag> + Clone + use<'p> {
        let index = self.index;
        self.plan.tags().iter().filter(move |planned| planned.images.has(index))
    }

    /// Returns the reference to push for a tag of the plan.
    #[must_use]
    pub fn reference(&self, planned: &PlannedTag) -> Reference {
        self.push.with_tag(&planned.tag)
    }

    /// Returns the reference to pull for a tag of the plan.
    #[must_use]
    pub fn pull_reference(&self, planned: &PlannedTag) -> Reference {
        self.pull.with_tag(&planned.tag)
    }
}

/// Two images are equal if their names and tags are equal.
impl PartialEq for PlannedImage<'_> {
    fn eq(&self, other: &Self) -> bool {
        let names = |image: &Self| (image.push, image.pull, image.cache);
        names(self) == names(other) && self.tags().eq(other.tags())
    }
}

impl Eq for PlannedImage<'_> {}

impl Serialize for PlannedImage<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PlannedImage", 4)?;
        fields.serialize_field("push", self.push)?;
        fields.serialize_field("pull", self.pull)?;
        match self.cache {
            Some(cache) => fields.serialize_field("cache", cache)?,
            None => fields.skip_field("cache")?,
        }
        let tags: Vec<&Tag> = self.tags().map(|planned| &planned.tag).collect();
        fields.serialize_field("tags", &tags)?;
        fields.end()
    }
}
