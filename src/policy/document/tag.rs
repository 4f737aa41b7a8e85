use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::data::{DataError, Fields, Node, Path, flag, text, value};
use crate::name::word_list;

/// A tag that a rule gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagDocument {
    /// Its template.
    pub tag: String,
    /// When it moves; default: always.
    pub moves: Moves,
    /// Whether the affixes of a [variant](super::VariantDocument) are added to it;
    /// default: they are.
    pub affix: bool,
}

/// When a floating tag moves to the image that is built.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Moves {
    /// Whenever its rule applies.
    #[default]
    Always,
    /// When a final release is built, not a prerelease.
    Final,
    /// When a final release is built and no higher one exists: of those with the same
    /// major number if the template has `{major}`, and the same minor number if it has
    /// `{minor}` as well.
    ///
    /// Under a rule for prereleases alone, every version counts.
    Highest,
    /// When the commit is the head of its branch.
    BranchHead,
}

word_list! {
    Moves, "movement",
    Always "always",
    Final "final",
    Highest "highest"
    or BranchHead "branch-head"
}

impl TagDocument {
    /// Makes the document of a tag.
    #[must_use]
    pub fn new(tag: impl Into<String>, moves: Moves) -> Self {
        Self { tag: tag.into(), moves, affix: true }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        if !matches!(node, Node::Table(_)) || node.is_placeholder() {
            return text(node, path).map(Self::from);
        }
        let mut fields = Fields::open(node, path)?;
        let tag = Self {
            tag: fields.required("tag", "tag = \"latest\"", text)?,
            moves: fields.optional("moves", value)?.unwrap_or_default(),
            affix: fields.optional("affix", flag)?.unwrap_or(true),
        };
        fields.close(tag)
    }

    /// Whether its form in a file is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.moves != Moves::Always || !self.affix
    }
}

impl<T: Into<String>> From<T> for TagDocument {
    fn from(tag: T) -> Self {
        Self::new(tag, Moves::Always)
    }
}

impl Moves {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub(crate) fn is_always(&self) -> bool {
        *self == Self::Always
    }

    /// The word for it; none for the default.
    pub(crate) fn name(self) -> Option<&'static str> {
        (self != Self::Always).then(|| self.as_str())
    }
}

/// A tag that always moves as its template alone.
impl Serialize for TagDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_table() {
            return serializer.serialize_str(&self.tag);
        }
        let mut table = serializer.serialize_map(None)?;
        table.serialize_entry("tag", &self.tag)?;
        if self.moves != Moves::Always {
            table.serialize_entry("moves", &self.moves)?;
        }
        if !self.affix {
            table.serialize_entry("affix", &self.affix)?;
        }
        table.end()
    }
}
