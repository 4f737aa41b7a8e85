//! The side effects of a job.

use std::io::{self, Write};
use std::process::Command;

use crate::failure::Failure;

/// A command: its arguments for a process, and its text for a person or a shell.
pub(crate) struct Step {
    pub(crate) argv: Vec<String>,
    pub(crate) text: String,
}

/// Runs the steps one after the other until one fails, or prints them.
pub(crate) fn run(steps: &[Step], is_dry: bool) -> Result<(), Failure> {
    for step in steps {
        if is_dry {
            print(&format!("{}\n", step.text))?;
            continue;
        }
        let failed = || format!("failed: {}", step.text);
        let [program, arguments @ ..] = &*step.argv else { continue };
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
