use alloc::vec::Vec;
use core::borrow::Borrow;
use core::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::change::Change;
use super::changes::changes;
use crate::context::CiContext;
use crate::plan::PlanError;
use crate::policy::Policy;
use crate::report::explain::Failure;

/// What a change of a policy does, event by event.
///
/// # Examples
///
/// For the review of a change, with the events that the policy's table shows:
///
/// ```
/// use tagwright::{Policy, TableRow};
///
/// let before = Policy::cwiq();
/// let mut document = before.document().clone();
/// document.rules[1].tags[0].tag = "topic-{slug}-{short_sha}".into();
/// let after = Policy::new(document)?;
///
/// let table = before.table();
/// let diff = before.diff(&after, table.rows().iter().map(TableRow::context));
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
pub struct PolicyDiff {
    events: Vec<EventDiff>,
}

/// What a change of a policy does for one context.
///
/// Where one of the policies has no plan, all of the other's is added or
/// removed, and the error says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDiff {
    context: CiContext,
    errors: [Option<PlanError>; 2],
    changes: Vec<Change>,
}

impl Policy {
    /// Compares with the policy that comes after this one, for these contexts.
    ///
    /// Contexts for which nothing is different are left out.
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
            let errors = [before.err(), after.err()];
            let [error_before, error_after] = &errors;
            (!changes.is_empty() || error_before != error_after).then(|| EventDiff {
                context: context.clone(),
                errors,
                changes,
            })
        });
        PolicyDiff { events: events.collect() }
    }
}

impl PolicyDiff {
    /// Returns the contexts for which something is different, in the order in
    /// which they were given.
    #[must_use]
    pub fn events(&self) -> &[EventDiff] {
        &self.events
    }

    /// Returns whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

impl EventDiff {
    /// Returns the facts.
    #[must_use]
    pub fn context(&self) -> &CiContext {
        &self.context
    }

    /// Returns why there was no plan.
    #[must_use]
    pub fn error_before(&self) -> Option<&PlanError> {
        self.errors.first().and_then(Option::as_ref)
    }

    /// Returns why there is no plan.
    #[must_use]
    pub fn error_after(&self) -> Option<&PlanError> {
        self.errors.last().and_then(Option::as_ref)
    }

    /// Returns what is different in the plans, tags first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
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
        writeln!(f, "{} of project {project}", self.context.git_ref())?;
        if let Some(error) = self.error_before() {
            writeln!(f, "  - error: {error}")?;
        }
        if let Some(error) = self.error_after() {
            writeln!(f, "  + error: {error}")?;
        }
        self.changes.iter().try_for_each(|change| writeln!(f, "  {change}"))
    }
}

impl Serialize for EventDiff {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("EventDiff", 4)?;
        fields.serialize_field("context", &self.context)?;
        fields.serialize_field("error_before", &self.error_before().map(Failure))?;
        fields.serialize_field("error_after", &self.error_after().map(Failure))?;
        fields.serialize_field("changes", &self.changes)?;
        fields.end()
    }
}
