use std::path::Path;

use tagwright::{CiContext, Policy};

use crate::arguments::Format;
use crate::failure::Failure;
use crate::{commands, input};

/// Prints the differences, event by event; nothing if there are none.
pub(crate) fn run(before: &Path, after: &Path, format: Format) -> Result<(), Failure> {
    let (before, after) = (input::load(before)?, input::load(after)?);
    commands::show(&before.diff(&after, events(&before, &after)), format)
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
