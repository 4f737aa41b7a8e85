use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;

use super::changes::changes;
use super::plan_change::PlanChange;
use crate::context::{CiContext, Event};
use crate::plan::PlanError;
use crate::policy::Policy;

/// The effect of a policy change, event by event.
///
/// # Examples
///
/// Reviewing a change, with the events of the policy's table:
///
/// ```
/// use tagwright::Policy;
///
/// let before = Policy::cwiq();
/// let mut document = before.document().clone();
/// document.rules[1].tags[0].tag = "topic-{slug}-{short_sha}".into();
/// let after = Policy::new(document)?;
///
/// let table = before.table();
/// let diff = before.diff(&after, table.rows.iter().map(|row| &row.context));
/// assert_eq!(diff.to_string(), "\
/// branch \"feature/search\" of project \"server\"
///   ~ primary: branch-feature-search-a1b2c3d8 -> topic-feature-search-a1b2c3d8
///   - tag branch-feature-search-a1b2c3d8: immutable
///   + tag topic-feature-search-a1b2c3d8: immutable
///   ~ env IMAGE_TAG: branch-feature-search-a1b2c3d8 -> topic-feature-search-a1b2c3d8
/// ");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
#[non_exhaustive]
pub struct PolicyDiff {
    /// The contexts whose plans differ, in the given order.
    pub events: Vec<EventDiff>,
}

/// The effect of a policy change on one context.
///
/// If one of the policies has no plan, all of the other plan is added or removed, and
/// the error gives the reason.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct EventDiff {
    /// The context.
    pub context: CiContext,
    /// The error of the policy before the change, if it has no plan.
    pub error_before: Option<PlanError>,
    /// The error of the policy after the change, if it has no plan.
    pub error_after: Option<PlanError>,
    /// The differences between the plans, tags first.
    pub changes: Vec<PlanChange>,
}

/// # Comparison
impl Policy {
    /// Compares this policy with a later version of it, for these contexts.
    ///
    /// Contexts without differences are omitted.
    #[must_use]
    pub fn diff(
        &self,
        after: &Self,
        contexts: impl IntoIterator<Item = impl Borrow<CiContext>>,
    ) -> PolicyDiff {
        let events = contexts.into_iter().filter_map(|context| {
            let context = context.borrow();
            let (before, after) = (self.plan(context), after.plan(context));
            let changes = changes(before.as_ref().ok(), after.as_ref().ok());
            let (error_before, error_after) = (before.err(), after.err());
            let is_different = !changes.is_empty() || error_before != error_after;
            is_different.then(|| EventDiff {
                context: context.clone(),
                error_before,
                error_after,
                changes,
            })
        });
        PolicyDiff { events: events.collect() }
    }
}

impl fmt::Display for PolicyDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.events.iter().try_for_each(|event| write!(f, "{event}"))
    }
}

impl fmt::Display for EventDiff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let project = crate::name::Quoted(self.context.project());
        write!(f, "{} of project {project}", self.context.git_ref())?;
        if let Some(event) = self.context.event().filter(|one| !is_usual(*one)) {
            write!(f, ", event {event}")?;
        }
        match self.context.variant() {
            Some(variant) => writeln!(f, ", variant {}", crate::name::Quoted(variant))?,
            None => writeln!(f)?,
        }
        if let Some(error) = &self.error_before {
            writeln!(f, "  - error: {error}")?;
        }
        if let Some(error) = &self.error_after {
            writeln!(f, "  + error: {error}")?;
        }
        self.changes.iter().try_for_each(|change| writeln!(f, "  {change}"))
    }
}

/// Whether a ref of its kind implies the event.
fn is_usual(event: Event) -> bool {
    matches!(event, Event::Push | Event::PullRequest)
}
