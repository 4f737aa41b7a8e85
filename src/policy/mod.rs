//! Policies as data: read, checked, proved.

mod assignment;
mod char_set;
mod cwiq;
pub mod document;
mod error;
pub(crate) mod everyday;
mod example_ref;
mod fact;
mod foreign_pattern;
mod host_path;
mod image;
mod image_set;
pub(crate) mod language;
mod limit;
mod names;
mod oci_label;
mod one_or_more;
mod pattern;
mod place;
mod placeholder;
#[expect(clippy::module_inception, reason = "the noun of the layer is its name")]
mod policy;
mod proof;
mod release;
mod rendered;
mod rule;
mod tag_grammar;
mod template;
mod trigger;
mod values;

pub use error::PolicyError;
pub use policy::Policy;
pub use rule::TagKind;

pub(crate) use assignment::{Assignment, Sink};
pub(crate) use char_set::CharSet;
pub(crate) use document::{Moves, NameCase, PrereleaseFilter, TagConstraint};
pub(crate) use error::PolicyErrorKind;
pub(crate) use example_ref::{Looks, example_refs};
pub(crate) use fact::Fact;
pub(crate) use host_path::{Needs, canonical};
pub(crate) use image::Image;
pub(crate) use image_set::ImageSet;
pub(crate) use limit::{DOTENV_BYTES, PLAN_BYTES, PLAN_REFERENCES};
pub(crate) use names::Names;
pub(crate) use one_or_more::OneOrMore;
pub(crate) use pattern::Pattern;
pub(crate) use place::Place;
pub(crate) use placeholder::{Kind, Placeholder};
pub(crate) use release::{NoRelease, Release, ReleaseFilter};
pub(crate) use rendered::{Culprit, Rendered};
pub(crate) use rule::{Ground, Rule, RuleTag};
pub(crate) use tag_grammar::TagGrammar;
pub(crate) use template::{Content, Part, Template};
pub(crate) use trigger::Trigger;
pub(crate) use values::{About, Absent, Outcome, Values};
