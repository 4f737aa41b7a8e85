//! Policies as plain data, as a file has them: for tools that write policies or
//! make them in code.
//!
//! Start at [`PolicyDocument`];
//! [`Policy::new`](crate::Policy::new) checks one.

mod accept;
mod assignments;
mod conditions;
mod empty_labels;
mod events;
mod finding_code;
mod image;
mod names;
mod one_or_many;
pub(crate) mod policy;
mod release;
mod rule;
mod slug;
mod tag;
mod tag_constraint;
mod value;
mod variant;
mod version_scheme;

pub use accept::AcceptDocument;
pub use assignments::Assignments;
pub use conditions::{ConditionsDocument, PullRequestDocument};
pub use empty_labels::EmptyLabels;
pub use events::EventsDocument;
pub use finding_code::FindingCode;
pub use image::{ImageDocument, NameCase};
pub use names::NamesDocument;
pub use policy::BuilderDocument;
pub use release::{BuildMetadata, PrereleaseFilter, ReleaseCondition, ReleaseDocument};
pub use rule::RuleDocument;
pub use slug::SlugDocument;
pub use tag::{Moves, TagDocument};
pub use tag_constraint::TagConstraint;
pub use value::ValueDocument;
pub use variant::VariantDocument;
pub use version_scheme::VersionScheme;

pub use super::error::PolicyErrorKind;
pub use super::proof::Counterexample;

pub(crate) use policy::PolicyDocument;
