use super::variables::Variables;
use crate::context::{CiContext, ContextError, Event};

/// What is known of a provider.
pub(super) struct ProviderRow {
    pub(super) name: &'static str,
    /// The variable that shows it.
    pub(super) sign: &'static str,
    /// The variables of which one holds the commit in every run.
    pub(super) commits: &'static [&'static str],
    /// What it writes for a variable without a value, beside the empty text.
    pub(super) nothing: &'static str,
    /// Whether the variables are this provider's. Some providers imitate
    /// others: a row must not take an imitation for its own.
    pub(super) is_running: fn(&Variables<'_>) -> bool,
    /// What it calls the events; the first row that applies decides.
    pub(super) events: &'static [EventName],
    /// Reads the facts. A malformed variable is an error that names it, even
    /// where the fact is optional: the policy may build a name or an argument
    /// on it, and leaving it out would change that in silence.
    pub(super) read: fn(&Variables<'_>) -> Result<CiContext, ContextError>,
}

/// A variable, those of its values that mean an event, and that event. A value
/// that ends in `*` matches every text with that prefix.
pub(super) type EventName = (&'static str, &'static [&'static str], Event);
