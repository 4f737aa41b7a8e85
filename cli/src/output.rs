//! Standard output is for the result alone; everything else that is said goes to
//! standard error.

use std::io::{self, IsTerminal, Write};

use crate::failure::Failure;

/// Writes a result to standard output.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // The reader has read enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| Failure::undone("standard output", error)),
    }
}

/// Says something on standard error that no other program reads.
pub(crate) fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Says what failed.
pub(crate) fn error(what: &str) {
    let is_plain = !io::stderr().is_terminal() || std::env::var_os("NO_COLOR").is_some();
    let (red, plain) = if is_plain { ("", "") } else { ("\u{1b}[1;31m", "\u{1b}[0m") };
    say(&format!("{red}tagwright:{plain} {what}"));
}
