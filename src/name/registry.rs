//! A registry: the host and optional port in front of a repository.
//!
//! A domain name, an IPv4 address, or an IPv6 address in brackets, optionally followed
//! by `:` and a port. This is the `domain` of the [reference grammar], which limits
//! neither the length of a host nor the value of a port.
//!
//! [reference grammar]: https://github.com/distribution/reference/blob/v0.6.0/reference.go

use super::error::{Flaw, NameError};
use super::grammar;

pub(crate) fn check_text(text: &str) -> Result<(), NameError> {
    check(text.as_bytes()).map_err(|flaw| NameError::new("registry", text, flaw))
}

/// The host of a registry; an IPv6 address includes its brackets.
pub(crate) fn host(registry: &str) -> &str {
    match registry.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => host,
        _ => registry,
    }
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match grammar::domain(bytes) {
        Ok([]) => Ok(()),
        Ok(rest) | Err(rest) => Err(flaw(bytes, rest)),
    }
}

#[cold]
const fn flaw(bytes: &[u8], rest: &[u8]) -> Flaw {
    const HOLDS: &str = "a registry is a host such as ghcr.io or localhost:5000";
    if bytes.is_empty() {
        return Flaw::empty(0, HOLDS);
    }
    let index = bytes.len() - rest.len();
    let (before, is_bracketed, has_port) = look_back(bytes, index);
    let remedy = match (before, rest) {
        (_, [b':', b'/', b'/', ..]) | (b':', [b'/', b'/', ..]) => {
            "a registry has no scheme such as https://"
        }
        _ if is_bracketed && rest.is_empty() => "an IPv6 address ends with ']'",
        _ if is_bracketed => "an IPv6 address between brackets holds 0-9, a-f, A-F and ':'",
        (b']', _) => "only ':' and a port can follow the brackets of an IPv6 address",
        (b':', []) => "a port follows ':'",
        (_, [b'/', ..]) if before != b':' => "a registry has no path",
        _ if has_port => "a port consists of digits, and an IPv6 address is written in brackets",
        (b'.' | b'-', _) | (_, [b'.' | b'-', ..]) => {
            "the parts of a host between '.' begin and end with a letter or a digit"
        }
        _ => "a host holds letters, digits, '.' and '-'",
    };
    match rest {
        [] => Flaw::end(index, remedy),
        _ => Flaw::character(index, remedy),
    }
}

/// The byte before an index, whether the index is within brackets, and whether
/// it is in a port.
const fn look_back(bytes: &[u8], index: usize) -> (u8, bool, bool) {
    let mut rest = match bytes.split_at_checked(index) {
        Some((head, _)) => head,
        None => bytes,
    };
    let (mut before, mut is_bracketed, mut has_port) = (b'.', false, false);
    while let [byte, tail @ ..] = rest {
        match byte {
            b'[' => is_bracketed = true,
            b']' => is_bracketed = false,
            b':' => has_port = !is_bracketed,
            _ => {}
        }
        (before, rest) = (*byte, tail);
    }
    (before, is_bracketed, has_port)
}
