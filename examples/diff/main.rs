//! Shows what a change of a policy does, as its reviewer runs it:
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

const USAGE: &str = "\
Shows what a change of a policy does: event by event, what is added, removed
and changed in the plan.

usage: diff [--before FILE] [--after FILE] [--format FORMAT]

  --before FILE    the policy as it was (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --after FILE     the policy as it is;
                   without it, the built-in one
  --format FORMAT  text    for people (default)
                   json    for other programs

The events are those of the two policies' tables. Nothing is printed where
nothing is different.

exit status: 0 success, 1 no policy, 2 usage
";

fn main() -> ExitCode {
    let known = ["--before", "--after", "--format"];
    process::run(USAGE, &known, &["text", "json"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let before = policy::policy(arguments.path("--before"))?;
    let after = policy::policy(arguments.path("--after"))?;
    let diff = before.diff(&after, events(&before, &after));
    Ok(match format {
        "json" => serde_json::to_string_pretty(&diff)? + "\n",
        _ => diff.to_string(),
    })
}

/// The examples of both tables, each once.
fn events(before: &Policy, after: &Policy) -> Vec<CiContext> {
    let mut events: Vec<CiContext> = Vec::new();
    for table in [before.table(), after.table()] {
        for row in table.rows() {
            if !events.contains(row.context()) {
                events.push(row.context().clone());
            }
        }
    }
    events
}
