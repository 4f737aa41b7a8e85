//! Policy × context → plan.

mod error;
mod firing;
mod movement;
mod pairs;
#[expect(clippy::module_inception, reason = "the noun of the layer is its name")]
mod plan;
mod planned_image;
mod planner;
mod promotion;
mod subject;
mod tag_set;
mod trail;

pub use error::{PlanError, PlanErrorKind};
pub use pairs::Pairs;
pub use plan::Plan;
pub use planned_image::PlannedImage;
pub use promotion::Promotion;
pub use tag_set::{PlannedTag, TagSet};

pub(crate) use firing::Firing;
pub(crate) use movement::{Movement, Stay, higher};
pub(crate) use subject::Subject;
pub(crate) use trail::Trail;
