//! The value of a dotenv variable: `[A-Za-z0-9_@%+=:,./-]*` without `%NAME%`, `:=` or a
//! `=` at the beginning. GitLab's dotenv parser, GitLab's variable expansion, and
//! `. ./build.env` in BusyBox ash, dash, bash and zsh all read such a value literally.
//! It may be empty.

use super::error::{Flaw, NameError};
use super::grammar;

pub(crate) fn check(text: &str) -> Result<(), NameError> {
    flaw(text.as_bytes()).map_err(|flaw| NameError::new("dotenv value", text, flaw))
}

/// Whether a value can contain this byte.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches, many bytes are tested at once")]
pub(crate) const fn is_legal(byte: u8) -> bool {
    byte.is_ascii_lowercase()
        | matches!(byte, b'@'..=b'Z')
        // + , - . / and the digits
        | matches!(byte, b'+'..=b':')
        | (byte == b'_')
        | (byte == b'=')
        | (byte == b'%')
}

const fn flaw(bytes: &[u8]) -> Result<(), Flaw> {
    // Most values are tags or hashes. Every character of a tag is legal in a value.
    let mut rest = grammar::skip_tag(bytes);
    let mut index = bytes.len() - rest.len();
    while let [byte, tail @ ..] = rest {
        let remedy = match byte {
            b'%' if is_variable(tail) => "GitLab would put a variable's value for %NAME%",
            b'=' if begins_word(bytes, index) => {
                "zsh would put the path of a command for = at the beginning or after ':'"
            }
            byte if is_legal(*byte) => {
                (rest, index) = (tail, index + 1);
                continue;
            }
            _ => "a dotenv value holds letters, digits and _ @ % + = : , . / -",
        };
        return Err(Flaw::character(index, remedy));
    }
    Ok(())
}

/// Whether zsh would expand a `=` at this index to the path of a command.
const fn begins_word(bytes: &[u8], index: usize) -> bool {
    match bytes.split_at_checked(index) {
        Some(([.., before], _)) => *before == b':',
        _ => true,
    }
}

/// Whether the bytes begin with a variable's name and `%`.
const fn is_variable(bytes: &[u8]) -> bool {
    let [b'A'..=b'Z' | b'a'..=b'z' | b'_', tail @ ..] = bytes else { return false };
    let mut rest = tail;
    while let [b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_', tail @ ..] = rest {
        rest = tail;
    }
    matches!(rest, [b'%', ..])
}
