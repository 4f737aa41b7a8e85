//! Recognition of tags: which rule a tag in a registry comes from, and which branch,
//! commit or version it contains.
//!
//! Start at [`Policy::recognize`](crate::Policy::recognize), or at
//! [`Policy::recognizer`](crate::Policy::recognizer) for all tags of a registry.
//! [`Policy::patterns`](crate::Policy::patterns) writes the rules as regexes for
//! other tools.

mod bracket_expression;

mod dialect;
mod expression;
mod pattern;
mod positions;
mod reading;
mod recognized;
mod recognizer;
mod spelled_tag;
mod spelling;
mod trie;

pub use dialect::Dialect;
pub use pattern::{RulePattern, TagPattern};
pub use recognized::{Recognized, TagField, TagFieldValue};
pub use recognizer::Recognizer;
