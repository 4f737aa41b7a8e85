use core::fmt;

use crate::name::is_of_env_value;

/// An argument in the pieces that it is made of, so that only who wants it whole
/// has to join them.
pub(crate) type Word<'a> = [&'a str; 4];

/// An argument as a POSIX shell reads it back: quoted where it must be.
///
/// Arguments hold no NUL, which no command line can hold either: contexts and
/// policies refuse it, and it ends what a caller gives.
pub(crate) struct ShellWord<'a>(pub(crate) Word<'a>);

impl fmt::Display for ShellWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_plain() {
            let mut pieces = self.0.into_iter().filter(|piece| !piece.is_empty());
            return pieces.try_for_each(|piece| f.write_str(piece));
        }
        let whole = self.0.concat();
        let word = shlex::Quoter::new().allow_nul(true).quote(&whole).map_err(|_| fmt::Error)?;
        f.write_str(&word)
    }
}

impl ShellWord<'_> {
    fn is_plain(&self) -> bool {
        match self.0.into_iter().flat_map(str::bytes).next() {
            // `''` must be said, and `=ls` is the path of `ls` to zsh.
            None | Some(b'=') => false,
            // Behind the first place of a word no shell gives a meaning to what
            // a line of `build.env` can hold. To look at every byte is quicker
            // than to stop at the first that is not plain: few words have one.
            Some(_) => self
                .0
                .into_iter()
                .all(|piece| piece.bytes().fold(true, |plain, byte| plain & is_of_env_value(byte))),
        }
    }
}
