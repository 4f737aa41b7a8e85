use alloc::string::String;
use core::fmt;

use crate::name::is_of_env_value;

/// An argument in the pieces that it is made of, so that only who wants it whole
/// has to join them.
pub(crate) type Word<'a> = [&'a str; 4];

/// An argument of one piece.
pub(crate) fn one(text: &str) -> Word<'_> {
    [text, "", "", ""]
}

/// A command as text that a POSIX shell reads back to its arguments, each quoted
/// where it must be.
///
/// Arguments hold no NUL, which no command line can hold either: contexts and
/// policies refuse it, and it ends what a caller gives.
pub(crate) struct ShellLine {
    text: String,
}

impl ShellLine {
    pub(crate) fn new() -> Self {
        /// Room for nearly every command.
        const LINE: usize = 1024;
        Self { text: String::with_capacity(LINE) }
    }

    pub(crate) fn push(&mut self, word: Word<'_>) -> fmt::Result {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        push_word(&mut self.text, word)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// Appends an argument.
pub(crate) fn push_word(text: &mut String, word: Word<'_>) -> fmt::Result {
    let start = text.len();
    for piece in word {
        text.push_str(piece);
    }
    let whole = text.get(start..).unwrap_or_default();
    if is_plain(whole) {
        return Ok(());
    }
    let shell = shlex::Quoter::new().allow_nul(true);
    let quoted = shell.quote(whole).map_err(|_| fmt::Error)?.into_owned();
    text.truncate(start);
    text.push_str(&quoted);
    Ok(())
}

fn is_plain(word: &str) -> bool {
    match word.as_bytes() {
        // `''` must be said, and `=ls` is the path of `ls` to zsh.
        [] | [b'=', ..] => false,
        // Behind the first place of a word no shell gives a meaning to what a
        // line of `build.env` can hold. To look at every byte is quicker than to
        // stop at the first that is not plain: few words have one.
        bytes => bytes.iter().fold(true, |plain, byte| plain & is_of_env_value(*byte)),
    }
}
