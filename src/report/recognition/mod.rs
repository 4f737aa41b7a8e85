//! A policy read backwards: what a tag in a registry says of its build.

mod bracket_expression;
mod candidate;
mod dialect;
mod expression;
mod pattern;
mod positions;
mod reading;
mod recognizer;
mod spelled_tag;
mod spelling;
mod trie;

pub use candidate::{Candidate, Field, FieldValue};
pub use dialect::Dialect;
pub use pattern::{RulePattern, TagPattern};
pub use recognizer::Recognizer;
