//! Shows what a change of a policy does, as a reviewer does:
//! `cargo run --example diff -- --help`.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/file.rs"]
mod file;
#[path = "../shared/policy.rs"]
mod policy;
#[path = "../shared/process.rs"]
mod process;

use std::error::Error;
use std::process::ExitCode;

use tagwright::{CiContext, Policy};

use crate::arguments::Arguments;
use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Shows what a change of a policy does: event by event, what is added to, removed
from and changed in the plan.

usage: diff --before FILE --after FILE [--format FORMAT]

  --before FILE    read the old policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required
  --after FILE     the new policy, likewise; required
  --format FORMAT  text    for people (default)
                   json    for other programs

The events are those in the tables of both policies. If nothing differs,
nothing is printed.

exit status: 0 success, 1 no policy, 2 wrong usage
",
    options: &["--before", "--after", "--format"],
    switches: &[],
    formats: &["text", "json"],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let before = policy::policy(arguments, "--before")?;
    let after = policy::policy(arguments, "--after")?;
    let diff = before.diff(&after, events(&before, &after));
    Ok(match format {
        "json" => serde_json::to_string_pretty(&diff)? + "\n",
        _ => diff.to_string(),
    })
}

/// The example contexts of both tables, without duplicates.
fn events(before: &Policy, after: &Policy) -> Vec<CiContext> {
    let mut events: Vec<CiContext> = Vec::new();
    for table in [before.table(), after.table()] {
        for row in table.rows {
            if !events.contains(&row.context) {
                events.push(row.context.clone());
            }
        }
    }
    events
}
