use super::variables::Variables;
use crate::context::{CiContext, ContextError, Event};

/// The description of a provider.
pub(super) struct ProviderRow {
    /// The variable by which it is detected.
    pub(super) sign: &'static str,
    /// The variables of which one contains the commit in every run.
    pub(super) commits: &'static [&'static str],
    /// What it sets for a missing value, besides an empty string.
    pub(super) nothing: &'static str,
    /// Whether the variables are this provider's. Some providers set the variables of
    /// others, which must be ruled out here.
    pub(super) is_running: fn(&Variables<'_>) -> bool,
    /// Its names of events; the first row that matches decides.
    pub(super) events: &'static [EventName],
    /// Reads the facts. A malformed variable is an error, even if the fact is optional:
    /// the policy may use it in a name or an argument, which would change silently
    /// without it.
    pub(super) read: fn(&Variables<'_>) -> Result<CiContext, ContextError>,
}

/// A variable, its values that mean an event, and that event. A value that ends in `*`
/// matches every string with that prefix.
pub(super) type EventName = (&'static str, &'static [&'static str], Event);
