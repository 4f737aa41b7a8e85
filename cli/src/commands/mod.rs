//! One file for each command, or for those that belong together.

mod check;
mod diff;
mod explain;
mod init;
mod jobs;
mod plan;
mod recognize;
mod table;

use clap::CommandFactory;
use tagwright::{CiContext, Plan, Policy};

use crate::arguments::{Arguments, Command, Described};
use crate::failure::Failure;
use crate::output::print;

pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Build(arguments) => jobs::build(&arguments),
        Command::Promote(arguments) => jobs::promote(&arguments),
        Command::Verify(arguments) => jobs::verify(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Table(arguments) => table::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Recognize(arguments) => recognize::tags(&arguments),
        Command::Patterns(arguments) => recognize::patterns(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Schema(arguments) => print(match arguments.what {
            Described::Policy => Policy::json_schema(),
            Described::Context => CiContext::json_schema(),
            Described::Plan => Plan::json_schema(),
        }),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "tagwright", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command())
                .render(&mut page)
                .map_err(|error| Failure::undone("the manual page", error))?;
            print(&String::from_utf8_lossy(&page))
        }
    }
}

/// What another program reads, in lines.
fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| Failure::undone("no JSON", error))
}
