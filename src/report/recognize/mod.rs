//! A policy read backwards: what a tag in a registry says of its build.

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
