use alloc::string::String;
use core::fmt;

use serde::Serialize;

use super::explained_text::ExplainedText;
use crate::policy::{Moves, TagKind};

/// A tag of a rule that fired: what it was made of, its kind, and whether it
/// moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedTag {
    /// Its template, with the values and what was made of them.
    ///
    /// A tag that stays is not written: it has no values and no result.
    #[serde(flatten)]
    pub text: ExplainedText,
    /// The affixes of the variant, which are part of the result; `None` if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affixes: Option<TagAffixes>,
    /// The kind that it has in the plan.
    pub kind: TagKind,
    /// What the kind rests on.
    pub kind_reason: String,
    /// When the policy lets it move.
    pub moves: Moves,
    /// Whether it moves.
    pub movement: TagMovement,
    /// Why it moves or does not, such as the higher version that exists.
    pub movement_reason: String,
    /// Which other place gives the same tag, such as `rules[0].tags[1]`, if that
    /// one counts: a plan has each tag once.
    pub same_as: Option<String>,
}

/// What a variant adds to a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TagAffixes {
    /// The variant.
    pub variant: String,
    /// What is before what the template gave; often empty.
    pub prefix: String,
    /// What is after it; often empty.
    pub suffix: String,
}

/// Whether a tag moves to the image that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
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

/// The decision as its serde form writes it.
impl fmt::Display for TagMovement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
