use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::arguments::{Arguments, Misuse};

/// How a program is called.
pub(crate) struct Usage {
    pub(crate) text: &'static str,
    pub(crate) options: &'static [&'static str],
    pub(crate) switches: &'static [&'static str],
    /// The values of `--format`, of which the first is the default.
    pub(crate) formats: &'static [&'static str],
}

/// Runs a program, which is called with its arguments and the format.
///
/// What it returns is written to standard output, with status 0. An error goes
/// to standard error, with status 1, or 2 if the program is called wrongly.
/// Everything is computed before anything is written, so that an error leaves
/// standard output empty.
pub(crate) fn run(
    usage: &Usage,
    program: impl FnOnce(&Arguments, &str) -> Result<String, Box<dyn Error>>,
) -> ExitCode {
    let Err(error) = text(usage, program).and_then(|text| write(&text)) else {
        return ExitCode::SUCCESS;
    };
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{NAME}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = writeln!(err, "  because {error}");
        cause = error.source();
    }
    if error.is::<Misuse>() {
        let _ = writeln!(err, "{NAME}: --help shows all options");
        return ExitCode::from(2);
    }
    ExitCode::FAILURE
}

const NAME: &str = env!("CARGO_BIN_NAME");

fn text(
    usage: &Usage,
    program: impl FnOnce(&Arguments, &str) -> Result<String, Box<dyn Error>>,
) -> Result<String, Box<dyn Error>> {
    match Arguments::read(env::args_os().skip(1), usage.options, usage.switches)? {
        Some(arguments) => program(&arguments, arguments.choice("--format", usage.formats)?),
        None => Ok(usage.text.to_owned()),
    }
}

fn write(text: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has read enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}
