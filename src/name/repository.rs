//! A repository: the part of a reference between the registry and the tag.
//!
//! One or more components between `/`, as in the [reference grammar]: lower-case
//! letters and digits, with one `.`, one or two `_`, or any number of `-` between them;
//! at most 255 characters, not counting the registry.
//!
//! [reference grammar]: https://github.com/distribution/reference/blob/v0.6.0/reference.go

use super::error::{Flaw, NameError};
use super::grammar;

pub(crate) const MAX_LENGTH: usize = 255;
pub(crate) const LIMIT: &str = "a repository has at most 255 characters";

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match grammar::path(bytes) {
        Ok([]) if bytes.len() > MAX_LENGTH => Err(Flaw::too_long(MAX_LENGTH, LIMIT)),
        Ok([]) => Ok(()),
        Ok(rest) | Err(rest) => Err(flaw(bytes, rest)),
    }
}

pub(crate) fn check_text(text: &str) -> Result<(), NameError> {
    check(text.as_bytes()).map_err(|flaw| NameError::new("repository", text, flaw))
}

/// Whether a string is a legal repository.
pub(crate) const fn is_legal(text: &str) -> bool {
    check(text.as_bytes()).is_ok()
}

#[cold]
const fn flaw(bytes: &[u8], rest: &[u8]) -> Flaw {
    const HOLDS: &str = "a repository holds lower-case letters, digits, '.', '_', '-' and '/'";
    if bytes.is_empty() {
        return Flaw::empty(0, HOLDS);
    }
    let index = bytes.len() - rest.len();
    let before = match bytes.split_at_checked(index) {
        Some(([.., before], _)) => *before,
        _ => b'/',
    };
    let remedy = match (before, rest) {
        (_, [b'A'..=b'Z', ..]) => "a repository is lower-case",
        (b'/', [] | [b'/', ..]) => "the parts of a repository between '/' are not empty",
        (b'/', [b'.' | b'_' | b'-', ..]) => {
            "the parts of a repository begin with a lower-case letter or a digit"
        }
        (b'.' | b'_' | b'-', [] | [b'/', ..]) => {
            "the parts of a repository end with a lower-case letter or a digit"
        }
        (b'.' | b'_' | b'-', [b'.' | b'_' | b'-', ..]) => {
            "separate letters and digits with one '.', one or two '_', or any number of '-'"
        }
        _ => HOLDS,
    };
    match rest {
        [] => Flaw::end(index, remedy),
        _ => Flaw::character(index, remedy),
    }
}
