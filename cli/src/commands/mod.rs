//! The commands: one file for each, or for several that belong together.

mod check;
mod diff;
mod explain;
mod init;
mod jobs;
mod plan;
mod recognize;
mod table;

use std::fmt::Display;

use clap::CommandFactory;
use serde::Serialize;
use tagwright::{CiContext, Plan, Policy};

use crate::arguments::{Arguments, Command, Format};
use crate::failure::Failure;
use crate::output::print;

pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Build(arguments) => jobs::build(&arguments),
        Command::Promote(arguments) => jobs::promote(&arguments),
        Command::Verify { input, env } => jobs::verify(&input, &env),
        Command::Check { policy, deny, format } => check::run(&policy, deny, format),
        Command::Explain { input, format } => explain::run(&input, format),
        Command::Table { policy, format } => table::run(&policy, format),
        Command::Diff { before, after, format } => diff::run(&before, &after, format),
        Command::Recognize { tags, policy, format } => recognize::tags(&tags, &policy, format),
        Command::Patterns { policy, dialect } => recognize::patterns(&policy, dialect),
        Command::Init { registry, ci, output } => init::run(&registry, &ci, &output),
        Command::Schema { what } => print(match &*what {
            "policy" => Policy::json_schema(),
            "context" => CiContext::json_schema(),
            _ => Plan::json_schema(),
        }),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "tagwright", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(Arguments::command()).render(&mut page);
            rendered.map_err(|error| Failure::undone("the manual page", error))?;
            print(&String::from_utf8_lossy(&page))
        }
    }
}

/// Prints a result for people or for other programs.
fn show(result: &(impl Serialize + Display), format: Format) -> Result<(), Failure> {
    print(&match format {
        Format::Text => result.to_string(),
        Format::Json => json(result)?,
    })
}

/// JSON for other programs, on several lines.
fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| Failure::undone("no JSON", error))
}
