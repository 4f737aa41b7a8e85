//! What a change does.

mod change;
mod changes;
mod plan_diff;
mod policy_diff;

pub use change::{Change, ChangedPart};
pub use plan_diff::PlanDiff;
pub use policy_diff::{EventDiff, PolicyDiff};
