//! The side effects of a job.

use std::io::{self, Write};
use std::process::Command;

use tagwright::build::CommandLine;

use crate::failure::Failure;

/// Runs the commands one after the other until one fails, or prints them.
pub(crate) fn run(
    commands: impl IntoIterator<Item = CommandLine>,
    is_dry: bool,
) -> Result<(), Failure> {
    for command in commands {
        if is_dry {
            print(&format!("{command}\n"))?;
            continue;
        }
        let failed = || format!("failed: {command}");
        let mut arguments = command.argv();
        let Some(program) = arguments.next() else { continue };
        let status = Command::new(program).args(arguments).status();
        let status = status.map_err(|error| Failure::undone(failed(), error))?;
        if !status.success() {
            return Err(Failure::undone(failed(), format!("{program} ended with {status}")));
        }
    }
    Ok(())
}

pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has read enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::undone("standard output", error)),
    }
}
