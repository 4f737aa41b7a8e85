//! Policies as plain data, as a file has them: for tools that write policies or
//! make them in code.
//!
//! Start at [`PolicyDocument`];
//! [`Policy::new`](crate::Policy::new) checks one.

mod assignments;
mod empty_labels;
mod image;
mod names;
pub(crate) mod policy;
mod rule;
mod slug;
mod tag;
mod tag_constraint;
mod trigger;
mod value;

pub use assignments::Assignments;
pub use empty_labels::EmptyLabels;
pub use image::{ImageDocument, NameCase};
pub use names::NamesDocument;
pub use policy::BuilderDocument;
pub use rule::RuleDocument;
pub use tag::{MajorZero, Moves, TagDocument};
pub use tag_constraint::TagConstraint;
pub use trigger::{PrereleaseFilter, TriggerDocument};
pub use value::ValueDocument;

pub use super::error::PolicyErrorKind;
pub use super::proof::Counterexample;

pub(crate) use policy::PolicyDocument;
