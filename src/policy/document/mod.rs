//! A policy as its file says it: plain data, a file per part.

mod assignments;
mod fit;
mod image;
mod names;
mod policy;
mod rule;
mod tag;
mod trigger;

pub use assignments::Assignments;
pub use fit::Fit;
pub use image::{ImageDocument, NameCase};
pub use names::NamesDocument;
pub use policy::{BuilderDocument, PolicyDocument};
pub use rule::RuleDocument;
pub use tag::{MajorZero, Moves, TagDocument};
pub use trigger::{PrereleaseFilter, TriggerDocument};
