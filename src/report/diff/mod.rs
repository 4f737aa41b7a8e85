//! Differences: the effect of a policy change on tags, images and the rest of a plan.
//!
//! Start at [`Policy::diff`](crate::Policy::diff), for each event, or at
//! [`Plan::diff`](crate::Plan::diff), for one context.

mod changes;
mod plan_change;
mod plan_diff;
mod policy_diff;

pub use plan_change::{PlanChange, PlanPart};
pub use plan_diff::PlanDiff;
pub use policy_diff::{EventDiff, PolicyDiff};
