use tagwright::{CiContext, Policy};

use crate::arguments::{Diff, Format};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

/// Prints what differs, event by event; nothing if nothing does.
pub(crate) fn run(arguments: &Diff) -> Result<(), Failure> {
    let (before, after) = (input::load(&arguments.before)?, input::load(&arguments.after)?);
    let diff = before.diff(&after, events(&before, &after));
    print(&match arguments.format {
        Format::Text => diff.to_string(),
        Format::Json => commands::json(&diff)?,
    })
}

/// The example contexts of both tables, each once.
fn events(before: &Policy, after: &Policy) -> Vec<CiContext> {
    let mut events: Vec<CiContext> = Vec::new();
    for row in [before.table(), after.table()].into_iter().flat_map(|table| table.rows) {
        if !events.contains(&row.context) {
            events.push(row.context);
        }
    }
    events
}
