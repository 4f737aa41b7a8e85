use std::path::Path;

use tagwright::{CiContext, Policy};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

/// Prints the differences, event by event.
pub(crate) fn run(before: &Path, after: &Path, format: Format) -> Result<(), Failure> {
    let (before, after) = (input::load(before)?, input::load(after)?);
    let events = events(&before, &after);
    let diff = before.diff(&after, &events);
    if let (Format::Text, true) = (format, diff.events.is_empty()) {
        return print(&format!("no difference in the plans of {} events\n", events.len()));
    }
    commands::show(&diff, format)
}

/// The example contexts of both tables, without duplicates.
fn events(before: &Policy, after: &Policy) -> Vec<CiContext> {
    let mut events: Vec<CiContext> = Vec::new();
    for row in [before.table(), after.table()].into_iter().flat_map(|table| table.rows) {
        if !events.contains(&row.context) {
            events.push(row.context);
        }
    }
    events
}
