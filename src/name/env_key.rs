//! The key of a dotenv variable: `[A-Za-z_][A-Za-z0-9_]*`, at most 255
//! characters, and not a name that somebody else sets or acts on.
//!
//! * A name that BusyBox ash, dash, bash, zsh or the dynamic loader acts on:
//!   `. ./build.env` would change the shell instead of setting a variable.
//! * A name that one of the fifteen providers predefines: a GitLab job reads its
//!   dotenv variables over its own, so that `CI_COMMIT_TAG` would lie to it, and
//!   `$GITHUB_ENV` would drop the name or change the job.

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
