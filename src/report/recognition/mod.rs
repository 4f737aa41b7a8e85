//! A policy read backwards: what a tag in a registry says of its build.

mod bracket_expression;
mod candidate;
mod dialect;
mod expression;
mod parts;
mod pattern;
mod positions;
mod recognize;
mod slug_spelling;
mod spelling;

pub use candidate::{Candidate, Field, FieldValue};
pub use dialect::Dialect;
pub use pattern::{RulePattern, TagPattern};
