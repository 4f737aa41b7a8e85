use alloc::vec::Vec;
use core::fmt;

use super::changes::changes;
use super::plan_change::{PlanChange, PlanPart};
use crate::plan::Plan;

/// The differences between two plans.
///
/// # Examples
///
/// A change of the policy that removes `latest`:
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let mut document = Policy::cwiq().document().clone();
/// document.rules[0].tags.pop();
/// let after = Policy::new(document)?.plan(&context)?;
///
/// let diff = Policy::cwiq().plan(&context)?.diff(&after);
/// assert_eq!(diff.to_string(), "- tag latest: floating\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct PlanDiff {
    /// The differences, tags first; empty if the plans are equal.
    pub changes: Vec<PlanChange>,
}

/// # Comparison
impl Plan {
    /// Compares this plan with a later one.
    ///
    /// The result is empty if and only if the two are equal. In the other direction,
    /// additions become removals.
    #[must_use]
    pub fn diff(&self, after: &Self) -> PlanDiff {
        PlanDiff { changes: changes(Some(self), Some(after)) }
    }
}

impl PlanDiff {
    /// Returns the differences in one part.
    pub fn of(&self, part: PlanPart) -> impl Iterator<Item = &PlanChange> {
        self.changes.iter().filter(move |change| change.part == part)
    }
}

impl fmt::Display for PlanDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.changes.iter().try_for_each(|change| writeln!(f, "{change}"))
    }
}
