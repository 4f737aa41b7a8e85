use alloc::borrow::Cow;
use core::{fmt, iter};

use crate::name::is_of_env_value;

/// Quotes a word if necessary, so that a POSIX shell reads it back.
///
/// No word contains a NUL, which a command line cannot contain: contexts, policies and
/// options reject it.
pub(super) fn quoted(word: &str) -> Result<Cow<'_, str>, fmt::Error> {
    if is_plain(word, iter::once(word)) {
        return Ok(Cow::Borrowed(word));
    }
    shlex::Quoter::new().allow_nul(true).quote(word).map_err(|_| fmt::Error)
}

/// Whether a shell reads these words, joined with spaces, without quotes.
pub(super) fn is_plain<'w>(text: &str, mut words: impl ExactSizeIterator<Item = &'w str>) -> bool {
    // After the first character of a word, no character of a `build.env` value has a
    // meaning for a shell. Testing every byte is quicker than stopping at the first
    // that needs quotes, because few lines have one.
    let is_plain = |byte| byte == b' ' || is_of_env_value(byte);
    let all_plain = text.bytes().fold(true, |all, byte| all & is_plain(byte));
    // An empty word needs quotes, and zsh expands `=ls` to the path of `ls`.
    let begins_plain = |word: &str| !word.is_empty() && !word.starts_with('=');
    all_plain && spaces(text) + 1 == words.len() && words.all(begins_plain)
}

/// Counts in bytes, so that many are added at once.
fn spaces(text: &str) -> usize {
    let count =
        |part: &[u8]| part.iter().fold(0, |count: u8, byte| count + u8::from(*byte == b' '));
    text.as_bytes().chunks(u8::MAX.into()).map(|part| usize::from(count(part))).sum()
}
