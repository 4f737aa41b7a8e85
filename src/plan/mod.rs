//! The parts of a [`Plan`]: images, tags, promotions and lists of
//! `KEY=value`.

pub(crate) mod error;
mod firing;
mod key_values;
mod missing_fact;
mod movement;
#[expect(clippy::module_inception, reason = "the noun of the layer is its name")]
pub(crate) mod plan;
mod planned_image;
mod planner;
mod promotion;
mod skip_reason;
mod subject;
mod supplied;
mod tag_set;
mod trail;
mod variant;

pub use error::PlanErrorKind;
pub use key_values::{KeyValues, KeyValuesIter};
pub use planned_image::PlannedImage;
pub use promotion::Promotion;
pub use tag_set::{PlannedTag, TagSet, TagSetIter};

pub(crate) use error::PlanError;
pub(crate) use firing::Firing;
pub(crate) use movement::{Existing, Movement, Stay};
pub(crate) use plan::Plan;
pub(crate) use skip_reason::NotRelease;
pub(crate) use subject::Subject;
pub(crate) use trail::Trail;
