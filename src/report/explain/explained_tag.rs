use alloc::string::String;
use core::fmt;

use serde::Serialize;

use super::explained_text::ExplainedText;
use crate::policy::{Moves, TagKind};

/// A tag of a rule that applies: how it was made, its kind, and whether it moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedTag {
    /// Its template, with the values and the result.
    ///
    /// A tag that stays where it is has no values and no result.
    #[serde(flatten)]
    pub text: ExplainedText,
    /// The affixes of the variant, which are part of the result; `None` if there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affixes: Option<TagAffixes>,
    /// The kind that it has in the plan.
    pub kind: TagKind,
    /// Why it has that kind.
    pub kind_reason: String,
    /// When the policy lets it move.
    pub moves: Moves,
    /// Whether it moves.
    pub movement: TagMovement,
    /// Why it moves or does not, such as the higher version that exists.
    pub movement_reason: String,
    /// The path of another template that gives the same tag and whose tag is in the
    /// plan, such as `rules[0].tags[1]`. A plan contains each tag only once.
    pub same_as: Option<String>,
}

/// The affixes that a variant adds to a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TagAffixes {
    /// The variant.
    pub variant: String,
    /// The prefix; often empty.
    pub prefix: String,
    /// The suffix; often empty.
    pub suffix: String,
}

/// Whether a tag moves to the image that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "there is no fourth case")]
pub enum TagMovement {
    /// It moves and is in the plan.
    Moves,
    /// It stays where it is.
    Stays,
    /// The context does not have the fact that decides, such as the existing versions.
    /// The plan lists the tag under [`undecided`](crate::Plan::undecided).
    Unknown,
}

/// Writes the decision as in the serde form.
impl fmt::Display for TagMovement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
