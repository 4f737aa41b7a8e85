use alloc::sync::Arc;
use core::iter::{Chain, Once};
use core::slice;

use serde::Serialize;

use crate::name::Tag;
use crate::policy::{OneOrMore, TagKind};

/// The tags of a plan: ordered, unique, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct TagSet {
    // INVARIANT: no tag occurs twice.
    tags: OneOrMore<PlannedTag>,
}

/// A tag of a plan, with its kind and the rule that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct PlannedTag {
    /// The tag.
    pub tag: Tag,
    /// Whether it moves.
    pub kind: TagKind,
    /// The name of the first rule that gives it.
    pub rule: Arc<str>,
}

impl TagSet {
    pub(crate) fn new(primary: PlannedTag) -> Self {
        Self { tags: OneOrMore::new(primary) }
    }

    /// Adds a tag. One that is there already stays where it is, and is floating
    /// if either says so.
    pub(crate) fn insert(&mut self, new: PlannedTag) {
        match self.tags.iter_mut().find(|found| found.tag == new.tag) {
            Some(twin) if new.kind == TagKind::Floating => twin.kind = TagKind::Floating,
            Some(_) => {}
            None => self.tags.push(new),
        }
    }

    /// Returns the first tag: the one that `build.env` hands over.
    #[must_use]
    pub fn primary(&self) -> &PlannedTag {
        self.tags.first()
    }

    /// Returns the tags in the order of the policy's rules.
    #[must_use]
    pub fn iter(&self) -> TagSetIter<'_> {
        TagSetIter(self.tags.iter())
    }

    /// Returns the tags of one kind.
    pub fn of_kind(&self, kind: TagKind) -> impl Iterator<Item = &PlannedTag> + Clone {
        self.iter().filter(move |planned| planned.kind == kind)
    }

    /// Returns whether a tag is in the set.
    #[must_use]
    pub fn contains(&self, tag: &str) -> bool {
        self.iter().any(|planned| planned.tag == *tag)
    }

    /// Returns how many tags there are; at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.tags.len()
    }
}

/// The tags of a [`TagSet`], in the order of the policy's rules.
#[derive(Clone, Debug)]
pub struct TagSetIter<'a>(Chain<Once<&'a PlannedTag>, slice::Iter<'a, PlannedTag>>);

impl<'a> Iterator for TagSetIter<'a> {
    type Item = &'a PlannedTag;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for TagSetIter<'_> {}

impl<'a> IntoIterator for &'a TagSet {
    type Item = &'a PlannedTag;
    type IntoIter = TagSetIter<'a>;

    fn into_iter(self) -> TagSetIter<'a> {
        self.iter()
    }
}
