//! The `sh` of this machine, one process for all inputs.
//!
//! It takes fifty times as long as a reader that is written here, so it is asked
//! about one text in 32 alone: always the same ones, so that a crash can be seen
//! again.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{LazyLock, Mutex};

struct Shell {
    script: ChildStdin,
    output: BufReader<ChildStdout>,
    _process: Child,
}

static SHELL: LazyLock<Option<Mutex<Shell>>> = LazyLock::new(|| {
    // In `/` a pattern that is not quoted finds files.
    let mut command = Command::new("sh");
    command.current_dir("/").env("LC_ALL", "C");
    match command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() {
        Ok(mut process) => {
            let (script, output) = (process.stdin.take()?, process.stdout.take()?);
            let output = BufReader::new(output);
            Some(Mutex::new(Shell { script, output, _process: process }))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("there is no sh, and nothing is read back by one");
            None
        }
        Err(error) => panic!("sh does not start: {error}"),
    }
});

/// The words of a command as `sh` finds them; nothing where it is not asked.
///
/// # Panics
///
/// * The text ends the shell.
#[must_use]
pub fn words(command: &str) -> Option<Vec<String>> {
    asked(&format!("set -- {command}\nprintf '%s\\0' \"$#\" \"$@\"\n"))
}

/// What the variables hold when `sh` has read a file; nothing where it is not
/// asked.
///
/// # Panics
///
/// * The text ends the shell.
#[must_use]
pub fn values(file: &str, names: &[&str]) -> Option<Vec<String>> {
    let values: Vec<_> = names.iter().map(|name| format!(" \"${{{name}-unset}}\"")).collect();
    let (count, values, names) = (names.len(), values.concat(), names.join(" "));
    asked(&format!("{file}\nprintf '%s\\0' {count}{values}\nunset {names}\n"))
}

/// Runs a script that prints how many texts it prints, and those.
fn asked(script: &str) -> Option<Vec<String>> {
    let sum = script.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(33) ^ u32::from(byte));
    if sum % 32 != 0 {
        return None;
    }
    let mut shell = SHELL.as_ref()?.lock().expect("no law was broken before");
    shell.script.write_all(script.as_bytes()).expect("sh reads");
    let mut text = || {
        let mut bytes = Vec::new();
        shell.output.read_until(0, &mut bytes).expect("sh writes");
        assert_eq!(bytes.pop(), Some(0), "sh has ended: {script}");
        String::from_utf8(bytes).expect("sh writes what it read")
    };
    let count: usize = text().parse().expect("a number");
    Some((0..count).map(|_| text()).collect())
}
