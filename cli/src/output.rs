//! Only results are written to standard output; all other messages go to standard
//! error.

use std::io::{self, IsTerminal, Write};

use crate::failure::Failure;

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has closed the pipe, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::undone("standard output", error)),
    }
}

/// Prints a message for people to standard error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints an error message to standard error.
pub(crate) fn error(what: &str) {
    let is_plain = !io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    let (red, plain) = if is_plain { ("", "") } else { ("\u{1b}[1;31m", "\u{1b}[0m") };
    say(&format!("{red}tagwright:{plain} {what}"));
}
