use alloc::borrow::Cow;
use core::{fmt, iter};

use crate::name::is_of_env_value;

/// Quotes a word, where it must be, so that a POSIX shell reads it back.
///
/// No word has a NUL, which no command line can have either: contexts and
/// policies refuse it, and it ends what a caller gives.
pub(super) fn quoted(word: &str) -> Result<Cow<'_, str>, fmt::Error> {
    if is_plain(word, iter::once(word)) {
        return Ok(Cow::Borrowed(word));
    }
    shlex::Quoter::new().allow_nul(true).quote(word).map_err(|_| fmt::Error)
}

/// Whether a shell reads these words, joined by spaces, as they are.
pub(super) fn is_plain<'w>(text: &str, mut words: impl ExactSizeIterator<Item = &'w str>) -> bool {
    // In a word, after its first character, no shell gives a meaning to what a line
    // of `build.env` can hold. Looking at every byte is quicker than stopping at the
    // first that is not plain: few lines have one.
    let is_plain = |byte| byte == b' ' || is_of_env_value(byte);
    let all_plain = text.bytes().fold(true, |all, byte| all & is_plain(byte));
    // An empty word needs quotes, and `=ls` is the path of `ls` to zsh.
    let begins_plain = |word: &str| !word.is_empty() && !word.starts_with('=');
    all_plain && spaces(text) + 1 == words.len() && words.all(begins_plain)
}

/// Counts in bytes, which the processor adds many at once.
fn spaces(text: &str) -> usize {
    let count =
        |part: &[u8]| part.iter().fold(0, |count: u8, byte| count + u8::from(*byte == b' '));
    text.as_bytes().chunks(u8::MAX.into()).map(|part| usize::from(count(part))).sum()
}
