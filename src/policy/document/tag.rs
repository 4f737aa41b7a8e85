use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::data::{DataError, Fields, Node, Path, flag, text, value};

/// A tag that a rule gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TagDocument {
    /// Its template.
    pub tag: String,
    /// When it moves; always unless said.
    pub moves: Moves,
    /// Whether the line of major version zero moves it, where it is one of a
    /// major line such as `{major}`; it does not unless said.
    pub major_zero: MajorZero,
    /// Whether the affixes of a [variant](super::VariantDocument) are added to it; they are
    /// by default.
    pub affix: bool,
}

/// What a release `0.y.z` does to the tag of a major line, such as `{major}`.
///
/// [SemVer] promises nothing between two versions of major zero: whoever pulls
/// `0` has no reason to expect that the next one works too.
///
/// [SemVer]: https://semver.org/spec/v2.0.0.html#spec-item-4
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MajorZero {
    /// The tag stays where it is: there is no `0`.
    #[default]
    Stays,
    /// The tag moves as that of any other major line.
    Moves,
}

/// When a floating tag moves to the image that is built.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Moves {
    /// Whenever its rule fires.
    #[default]
    Always,
    /// When no higher version exists.
    Highest,
    /// When no higher version with the same major number exists.
    HighestInMajor,
    /// When no higher version with the same major and minor numbers exists.
    HighestInMinor,
}

impl TagDocument {
    /// Makes the document of a tag.
    #[must_use]
    pub fn new(tag: impl Into<String>, moves: Moves) -> Self {
        Self { tag: tag.into(), moves, major_zero: MajorZero::default(), affix: true }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        if !matches!(node, Node::Table(_)) || node.is_placeholder() {
            return text(node, path).map(Self::from);
        }
        let mut fields = Fields::open(node, path)?;
        let tag = Self {
            tag: fields.required("tag", text)?,
            moves: fields.optional("moves", value)?.unwrap_or_default(),
            major_zero: fields.optional("major-zero", value)?.unwrap_or_default(),
            affix: fields.optional("affix", flag)?.unwrap_or(true),
        };
        fields.close(tag)
    }

    /// Whether its form in a file is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.moves != Moves::Always || self.major_zero != MajorZero::default() || !self.affix
    }
}

impl<T: Into<String>> From<T> for TagDocument {
    fn from(tag: T) -> Self {
        Self::new(tag, Moves::Always)
    }
}

impl Moves {
    /// The word for it; none for the default.
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Always => None,
            Self::Highest => Some("highest"),
            Self::HighestInMajor => Some("highest-in-major"),
            Self::HighestInMinor => Some("highest-in-minor"),
        }
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
        if self.major_zero != MajorZero::default() {
            table.serialize_entry("major-zero", &self.major_zero)?;
        }
        if !self.affix {
            table.serialize_entry("affix", &self.affix)?;
        }
        table.end()
    }
}
