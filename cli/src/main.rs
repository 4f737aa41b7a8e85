//! The command-line tool: it reads files, the environment and the clock, calls the
//! library, and runs builders. Only the library decides about names and tags.

mod arguments;
mod commands;
mod failure;
mod input;
mod output;
mod summary;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::failure::Failure;

fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        Ok(arguments) => commands::run(arguments.command),
        // `--help` and `--version` are not failures.
        Err(answer) if !answer.use_stderr() => answer.exit(),
        Err(mistake) => Err(Failure::usage(&mistake)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
