use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

/// Ends a program: 0 with its text on standard output, 1 with the error on
/// standard error and nothing on standard output.
pub(crate) fn finish(program: &str, text: Result<String, Box<dyn Error>>) -> ExitCode {
    let Err(error) = text.and_then(|text| write(&text)) else { return ExitCode::SUCCESS };
    let _ = writeln!(io::stderr(), "{program}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let _ = writeln!(io::stderr(), "  because {error}");
        cause = error.source();
    }
    ExitCode::FAILURE
}

/// Ends a program that was called wrongly: 2, and how it is called.
pub(crate) fn misused(program: &str, mistake: &str, usage: &str) -> ExitCode {
    let _ = write!(io::stderr(), "{program}: {mistake}\n\n{usage}");
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
