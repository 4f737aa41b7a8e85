//! The key of a dotenv variable: `[A-Za-z_][A-Za-z0-9_]*`, at most 255 characters, and
//! not a reserved name. Two kinds of names are reserved:
//!
//! * Names that have a meaning for BusyBox ash, dash, bash, zsh or the dynamic loader:
//!   `. ./build.env` would change the shell's behaviour.
//! * Names that one of the fifteen providers predefines: in a GitLab job, dotenv
//!   variables override the predefined ones, so a wrong `CI_COMMIT_TAG` would mislead
//!   it; `$GITHUB_ENV` would ignore the name or change the job.

use super::error::{Flaw, NameError};
use super::reserved_env_key;

/// The most characters that GitLab keeps.
const MAX_LENGTH: usize = 255;

pub(crate) fn check(text: &str) -> Result<(), NameError> {
    flaw(text.as_bytes()).map_err(|flaw| NameError::new("dotenv key", text, flaw))
}

const fn flaw(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str = "a dotenv key holds letters, digits and '_'";
    let [first, ..] = bytes else {
        return Err(Flaw::empty(0, HOLDS));
    };
    if first.is_ascii_digit() {
        return Err(Flaw::character(0, "a dotenv key begins with a letter or '_'"));
    }
    let (mut rest, mut index) = (bytes, 0);
    while let [byte, tail @ ..] = rest {
        if !byte.is_ascii_alphanumeric() && *byte != b'_' {
            return Err(Flaw::character(index, HOLDS));
        }
        (rest, index) = (tail, index + 1);
    }
    if bytes.len() > MAX_LENGTH {
        return Err(Flaw::too_long(MAX_LENGTH, "a dotenv key has at most 255 characters"));
    }
    if let Some(remedy) = reserved_env_key::remedy(bytes) {
        return Err(Flaw::unsupported(0, remedy));
    }
    Ok(())
}
