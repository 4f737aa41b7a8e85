use alloc::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::name::Tag;
use crate::policy::{OneOrMore, TagKind};

/// The tags of a plan: ordered, unique, never empty.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TagSet {
    // INVARIANT: no tag occurs twice.
    tags: OneOrMore<PlannedTag>,
}

/// A tag of a plan, with its kind and the rule that it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PlannedTag {
    tag: Tag,
    kind: TagKind,
    rule: Arc<str>,
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
    pub fn iter(&self) -> impl Iterator<Item = &PlannedTag> + Clone {
        self.tags.iter()
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

impl<'a> IntoIterator for &'a TagSet {
    type Item = &'a PlannedTag;
    type IntoIter =
        core::iter::Chain<core::iter::Once<&'a PlannedTag>, core::slice::Iter<'a, PlannedTag>>;

    fn into_iter(self) -> Self::IntoIter {
        self.tags.iter()
    }
}

impl Serialize for TagSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl PlannedTag {
    pub(crate) fn new(tag: Tag, kind: TagKind, rule: Arc<str>) -> Self {
        Self { tag, kind, rule }
    }

    /// Returns the tag.
    #[must_use]
    pub fn tag(&self) -> &Tag {
        &self.tag
    }

    /// Returns whether it moves.
    #[must_use]
    pub fn kind(&self) -> TagKind {
        self.kind
    }

    /// Returns the name of the first rule that gives it.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl Serialize for PlannedTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("PlannedTag", 3)?;
        fields.serialize_field("tag", &self.tag)?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("rule", self.rule())?;
        fields.end()
    }
}
