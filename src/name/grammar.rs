//! The forward-only scanner for image names and references.
//!
//! It reports only whether the input is legal and where its parts end. If it is not,
//! the checks of the parts run afterwards and find the reason.

// https://github.com/distribution/reference/blob/v0.6.0/regexp.go, with `\w`
// spelled out:
//
// reference   ::= name [":" tag] ["@" digest]
// name        ::= [domain "/"] path
// domain      ::= (domain-name | "[" [a-fA-F0-9:]+ "]") [":" [0-9]+]
// domain-name ::= label ("." label)*
// label       ::= [a-zA-Z0-9] | [a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]
// path        ::= component ("/" component)*
// component   ::= [a-z0-9]+ (separator [a-z0-9]+)*
// separator   ::= "." | "_" | "__" | "-"+
// tag         ::= [0-9A-Za-z_][0-9A-Za-z_.-]{0,127}

use super::digest;
use super::repository;
use super::tag::{self, Tag};

/// Where the parts of a legal reference end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    /// The length of the registry; 0 if there is none.
    pub(crate) registry: usize,
    /// The end of the repository.
    pub(crate) name: usize,
    /// The end of the tag; without one, the end of the repository.
    pub(crate) tag: usize,
    pub(crate) head: Head,
}

/// How docker reads what precedes the first `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// There is no `/`.
    Alone,
    /// A namespace of Docker Hub, even if the pure grammar reads it as a registry.
    Namespace,
    /// A registry: it contains `.`, `:` or an upper-case letter, or is `localhost`.
    Registry {
        /// Whether all other tools read it as a registry too: it contains `.` or `:`
        /// and is not an address in brackets.
        is_seen_by_all: bool,
    },
}

impl Layout {
    /// Where the repository begins.
    pub(crate) const fn path(&self) -> usize {
        match self.registry {
            0 => 0,
            registry => registry + "/".len(),
        }
    }
}

/// Finds the parts of a reference by the pure grammar.
#[inline]
pub(crate) const fn strict(bytes: &[u8]) -> Option<Layout> {
    match scan(bytes) {
        Some(layout) if layout.name - layout.path() <= repository::MAX_LENGTH => Some(layout),
        _ => None,
    }
}

/// Finds the parts of a reference without checking the length of its repository.
#[inline]
pub(crate) const fn scan(bytes: &[u8]) -> Option<Layout> {
    let bracketed = matches!(bytes, [b'[', ..]);
    // Reads the first component as a registry and as a path at the same time: only what
    // follows decides which of them it is.
    let first = if bracketed { address(bytes) } else { component(bytes) };
    let Ok((seen, rest)) = first else { return None };
    let is_host = seen & UNDERSCORE == 0;
    let is_path = seen & UPPER == 0 && !bracketed;

    let behind_port = match port(rest) {
        Ok(after @ [b'/', ..]) => after,
        _ => rest,
    };
    let has_port = behind_port.len() < rest.len();
    let length = bytes.len() - behind_port.len();
    let [b'/', tail @ ..] = behind_port else {
        return if is_path { behind_name(bytes, rest, 0, Head::Alone) } else { None };
    };
    let registry = match (is_host, is_path) {
        (true, _) => length,
        (false, true) if !has_port => 0,
        _ => return None,
    };
    let head = if has_port || seen & (DOT | UPPER | COLON) != 0 || is_localhost(bytes) {
        let is_seen_by_all = !bracketed && (has_port || seen & DOT != 0);
        Head::Registry { is_seen_by_all }
    } else {
        Head::Namespace
    };
    match path(tail) {
        Ok(rest) => behind_name(bytes, rest, registry, head),
        Err(_) => None,
    }
}

#[inline]
const fn behind_name(bytes: &[u8], rest: &[u8], registry: usize, head: Head) -> Option<Layout> {
    let name = bytes.len() - rest.len();
    let rest = match rest {
        [b':', first, tail @ ..] if tag::is_first(*first) => {
            let after = skip_tag(tail);
            if tail.len() - after.len() >= Tag::MAX_LENGTH {
                return None;
            }
            after
        }
        rest => rest,
    };
    let is_whole = match rest {
        [] => true,
        [b'@', tail @ ..] => digest::is_digest(tail),
        _ => false,
    };
    let tag = bytes.len() - rest.len();
    if is_whole { Some(Layout { registry, name, tag, head }) } else { None }
}

/// Skips a registry. `Ok` is the rest after it, `Err` the rest from the first byte that
/// is not allowed.
pub(crate) const fn domain(bytes: &[u8]) -> Result<&[u8], &[u8]> {
    let host = match bytes {
        [b'[', ..] => address(bytes),
        _ => match skip(bytes, HOST | DOT | HYPHEN) {
            rest @ [b'_', ..] => return Err(rest),
            _ => component(bytes),
        },
    };
    match host {
        Ok((_, rest)) => port(rest),
        Err(rest) => Err(rest),
    }
}

/// Skips a repository; the result is like that of `domain`.
#[inline]
pub(crate) const fn path(bytes: &[u8]) -> Result<&[u8], &[u8]> {
    let mut rest = bytes;
    loop {
        let after = skip(rest, PATH);
        if after.len() == rest.len() {
            return Err(rest);
        }
        rest = match after {
            [b'_', b'_', tail @ ..] | [b'_' | b'.' | b'/', tail @ ..] => tail,
            [b'-', tail @ ..] => skip(tail, HYPHEN),
            after => return Ok(after),
        };
    }
}

/// Skips one component, with letters of both cases, and returns the character classes
/// it contains.
#[inline]
const fn component(bytes: &[u8]) -> Result<(u8, &[u8]), &[u8]> {
    let (mut rest, mut seen) = (bytes, 0);
    loop {
        let length = rest.len();
        while let [byte, tail @ ..] = rest {
            let class = class(*byte);
            if class & HOST == 0 {
                break;
            }
            (rest, seen) = (tail, seen | class);
        }
        if rest.len() == length {
            return Err(rest);
        }
        (rest, seen) = match rest {
            [b'.', tail @ ..] => (tail, seen | DOT),
            [b'_', b'_', tail @ ..] | [b'_', tail @ ..] => (tail, seen | UNDERSCORE),
            [b'-', tail @ ..] => (skip(tail, HYPHEN), seen),
            _ => return Ok((seen, rest)),
        };
    }
}

/// Skips an IPv6 address in brackets.
const fn address(bytes: &[u8]) -> Result<(u8, &[u8]), &[u8]> {
    let [b'[', inner @ ..] = bytes else { return Err(bytes) };
    let (mut rest, mut seen) = (inner, 0);
    while let [byte @ (b'0'..=b'9' | b'a'..=b'f' | b'A'..=b'F' | b':'), tail @ ..] = rest {
        (rest, seen) = (tail, seen | class(*byte));
    }
    match rest {
        [b']', tail @ ..] if rest.len() < inner.len() => Ok((seen, tail)),
        _ => Err(rest),
    }
}

/// Skips a port, if there is one.
#[inline]
const fn port(bytes: &[u8]) -> Result<&[u8], &[u8]> {
    let [b':', tail @ ..] = bytes else { return Ok(bytes) };
    let rest = skip(tail, DIGIT);
    if rest.len() < tail.len() { Ok(rest) } else { Err(rest) }
}

/// Skips the characters that a tag can contain after its first.
#[inline]
pub(crate) const fn skip_tag(bytes: &[u8]) -> &[u8] {
    skip(bytes, TAG)
}

/// Whether all are lower-case hexadecimal digits.
///
/// Every byte is tested, even after a mismatch: without an early exit, the compiler
/// tests sixteen at a time.
#[inline]
pub(crate) const fn is_hex(bytes: &[u8]) -> bool {
    let (mut index, mut is_legal) = (0, true);
    while index < bytes.len() {
        #[expect(clippy::indexing_slicing, reason = "the index is below the length")]
        let byte = bytes[index];
        is_legal &= is_hex_digit(byte);
        index += 1;
    }
    is_legal
}

/// How many lower-case hexadecimal digits the input begins with.
pub(crate) const fn hex_length(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        if !is_hex_digit(*byte) {
            break;
        }
        rest = tail;
    }
    bytes.len() - rest.len()
}

const fn is_hex_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

const fn is_localhost(bytes: &[u8]) -> bool {
    matches!(bytes, [b'l', b'o', b'c', b'a', b'l', b'h', b'o', b's', b't', b'/', ..])
}

#[inline]
const fn skip(bytes: &[u8], classes: u8) -> &[u8] {
    let mut rest = bytes;
    // Four at a time, because references consist mostly of long runs.
    while let [a, b, c, d, tail @ ..] = rest {
        let is_run = class(*a) & classes != 0
            && class(*b) & classes != 0
            && class(*c) & classes != 0
            && class(*d) & classes != 0;
        if !is_run {
            break;
        }
        rest = tail;
    }
    while let [byte, tail @ ..] = rest {
        if class(*byte) & classes == 0 {
            break;
        }
        rest = tail;
    }
    rest
}

const LOWER: u8 = 1;
const UPPER: u8 = 1 << 1;
const DIGIT: u8 = 1 << 2;
const DOT: u8 = 1 << 3;
const UNDERSCORE: u8 = 1 << 4;
const HYPHEN: u8 = 1 << 5;
const COLON: u8 = 1 << 6;

const PATH: u8 = LOWER | DIGIT;
const HOST: u8 = PATH | UPPER;
const TAG: u8 = HOST | DOT | UNDERSCORE | HYPHEN;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let (mut rest, mut byte): (&mut [u8], u8) = (&mut classes, 0);
    while let [class, tail @ ..] = rest {
        *class = match byte {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'.' => DOT,
            b'_' => UNDERSCORE,
            b'-' => HYPHEN,
            b':' => COLON,
            _ => 0,
        };
        (rest, byte) = (tail, byte.wrapping_add(1));
    }
    classes
};

#[inline]
const fn class(byte: u8) -> u8 {
    #[expect(clippy::indexing_slicing, reason = "a table of 256 entries has one for every byte")]
    CLASSES[byte as usize]
}
