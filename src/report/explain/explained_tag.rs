use alloc::string::String;
use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::explained_text::ExplainedText;
use crate::policy::{Moves, TagKind};

/// A tag of a rule that fired: what it was made of, its kind, and whether it
/// moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedTag {
    pub(super) text: ExplainedText,
    pub(super) kind: TagKind,
    pub(super) kind_reason: String,
    pub(super) moves: Moves,
    pub(super) movement: TagMovement,
    pub(super) movement_reason: String,
    pub(super) same_as: Option<String>,
}

/// Whether a tag moves to the image that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "it does, or it does not, or nobody knows")]
pub enum TagMovement {
    /// It is in the plan.
    Moves,
    /// It is left where it is.
    Stays,
    /// The context does not say which versions exist; the plan has it under
    /// [`undecided`](crate::Plan::undecided).
    Unknown,
}

impl ExplainedTag {
    /// Returns its template, with the values and what was made of them.
    ///
    /// A tag that stays is not written: it has no values and no result.
    #[must_use]
    pub fn text(&self) -> &ExplainedText {
        &self.text
    }

    /// Returns the kind that it has in the plan.
    #[must_use]
    pub fn kind(&self) -> TagKind {
        self.kind
    }

    /// Returns what the kind rests on.
    #[must_use]
    pub fn kind_reason(&self) -> &str {
        &self.kind_reason
    }

    /// Returns when the policy lets it move.
    #[must_use]
    pub fn moves(&self) -> Moves {
        self.moves
    }

    /// Returns whether it moves.
    #[must_use]
    pub fn movement(&self) -> TagMovement {
        self.movement
    }

    /// Returns because of what it moves or does not, such as the higher version
    /// that exists.
    #[must_use]
    pub fn movement_reason(&self) -> &str {
        &self.movement_reason
    }

    /// Returns where else the same tag is said, such as `rules[0].tags[1]`, and
    /// counts: a plan has it once.
    #[must_use]
    pub fn same_as(&self) -> Option<&str> {
        self.same_as.as_deref()
    }
}

impl TagMovement {
    /// Returns the decision as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Stays => "stays",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for TagMovement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ExplainedTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ExplainedTag", 10)?;
        fields.serialize_field("path", self.text.path())?;
        fields.serialize_field("template", self.text.template())?;
        fields.serialize_field("values", self.text.values())?;
        fields.serialize_field("result", &self.text.result())?;
        fields.serialize_field("kind", &self.kind)?;
        fields.serialize_field("kind_reason", &self.kind_reason)?;
        fields.serialize_field("moves", &self.moves)?;
        fields.serialize_field("movement", &self.movement)?;
        fields.serialize_field("movement_reason", &self.movement_reason)?;
        fields.serialize_field("same_as", &self.same_as)?;
        fields.end()
    }
}
