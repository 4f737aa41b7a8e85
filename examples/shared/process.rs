use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::arguments::Arguments;

/// Runs a program: its text on standard output and 0; without one, the error on
/// standard error and 1; and if it was called wrongly, how it is called and 2.
///
/// Everything is computed before anything is written: an error leaves standard
/// output empty.
pub(crate) fn run(
    usage: &str,
    known: &[&str],
    formats: &[&'static str],
    program: impl FnOnce(&Arguments, &str) -> Result<String, Box<dyn Error>>,
) -> ExitCode {
    let arguments = match Arguments::read(env::args_os().skip(1), known, &[]) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return finish(Ok(usage.to_owned())),
        Err(mistake) => return misused(&mistake, usage),
    };
    match arguments.choice("--format", formats) {
        Ok(format) => finish(program(&arguments, format)),
        Err(mistake) => misused(&mistake, usage),
    }
}

const NAME: &str = env!("CARGO_BIN_NAME");

fn finish(text: Result<String, Box<dyn Error>>) -> ExitCode {
    let Err(error) = text.and_then(|text| write(&text)) else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "{NAME}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = writeln!(io::stderr(), "  because {error}");
        cause = error.source();
    }
    ExitCode::FAILURE
}

fn misused(mistake: &str, usage: &str) -> ExitCode {
    let _ = write!(io::stderr(), "{NAME}: {mistake}\n\n{usage}");
    ExitCode::from(2)
}

fn write(text: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // Whoever reads has read enough, as `head` has.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}
