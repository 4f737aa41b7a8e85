use alloc::sync::Arc;
use core::iter::{Chain, Once};
use core::slice;

use serde::Serialize;

use crate::name::Tag;
use crate::policy::{ImageSet, Moves, OneOrMore, TagKind};

/// The tags of a plan: an ordered set that is never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct TagSet {
    // INVARIANT: no tag occurs twice.
    tags: OneOrMore<PlannedTag>,
    /// The index of the primary tag, once a tag that always moves was added.
    #[serde(skip)]
    primary: Option<usize>,
}

/// A tag of a plan, with its kind and the rule that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct PlannedTag {
    /// The tag.
    pub tag: Tag,
    /// Whether it is immutable or floating.
    pub kind: TagKind,
    /// When it moves, if it is floating; of an immutable tag, `always`. If several rules give the tag, it is `always`
    /// if one of them always moves it, else that of the first rule.
    #[serde(skip_serializing_if = "Moves::is_always")]
    pub moves: Moves,
    /// The name of the first rule that gives it; `&*planned.rule` is a `&str`.
    pub rule: Arc<str>,
    /// The images of the plan that it is pushed to.
    #[serde(skip)]
    pub(crate) images: ImageSet,
}

impl TagSet {
    /// Adds a tag to a set, creating the set if necessary.
    ///
    /// A duplicate is merged with the existing tag, which keeps its position. The
    /// result is floating if either is, and is pushed to the images of both.
    pub(crate) fn insert_into(set: &mut Option<Self>, new: PlannedTag) {
        let always = new.moves == Moves::Always;
        let Some(set) = set else {
            *set = Some(Self { tags: OneOrMore::new(new), primary: always.then_some(0) });
            return;
        };
        let twin = set.tags.iter_mut().enumerate().find(|(_, found)| found.tag == new.tag);
        let index = match twin {
            Some((index, twin)) => {
                if new.kind == TagKind::Floating {
                    twin.kind = TagKind::Floating;
                }
                if always {
                    twin.moves = Moves::Always;
                }
                twin.images = twin.images.or(new.images);
                index
            }
            None => {
                set.tags.push(new);
                set.tags.len() - 1
            }
        };
        if always && set.primary.is_none() {
            set.primary = Some(index);
        }
    }

    /// Makes the first tag the primary one if no tag always moves.
    pub(crate) fn finish(mut self) -> Self {
        self.primary.get_or_insert(0);
        self
    }

    /// The images that receive a tag.
    pub(crate) fn images(&self) -> ImageSet {
        self.iter().fold(ImageSet::NONE, |all, planned| all.or(planned.images))
    }

    /// Renumbers the images by their positions among these.
    pub(crate) fn number_among(&mut self, images: ImageSet) {
        for planned in self.tags.iter_mut() {
            planned.images = planned.images.among(images);
        }
    }

    /// Returns the primary tag, which `build.env` passes on: the first tag that always
    /// moves, or the first tag if there is none.
    ///
    /// Other tags depend on facts such as the existing versions, which not every job of
    /// a pipeline has. The primary tag is the same in all jobs.
    #[must_use]
    pub fn primary(&self) -> &PlannedTag {
        self.primary.and_then(|index| self.tags.get(index)).unwrap_or(self.tags.first())
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

    /// Returns the number of tags, which is at least one.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.tags.len()
    }
}

/// An iterator over the tags of a [`TagSet`], in the order of the policy's rules.
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
