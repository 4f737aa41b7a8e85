//! What a change does.

mod changes;
mod plan_change;
mod plan_diff;
mod policy_diff;

pub use plan_change::{PlanChange, PlanPart};
pub use plan_diff::PlanDiff;
pub use policy_diff::{EventDiff, PolicyDiff};
