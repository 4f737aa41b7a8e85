use core::fmt::{self, Write};

/// The most characters of one text that an error message repeats.
const SHOWN: usize = 64;

/// Foreign text as an error message shows it: quoted, escaped, and cut.
///
/// A branch name may hold terminal escapes or be 4 KiB long; neither may
/// reach the job log through us.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

/// Text from a policy as an error message shows it: cut, and on one line.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.chars();
        for character in rest.by_ref().take(SHOWN) {
            match character {
                // Without quotes around them these mean themselves.
                '\'' | '"' | '\\' => f.write_char(character)?,
                other => write!(f, "{}", other.escape_debug())?,
            }
        }
        if rest.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.chars();
        f.write_char('"')?;
        for character in rest.by_ref().take(SHOWN) {
            match character {
                // `escape_debug` would also escape `'`, which needs none here.
                '\'' => f.write_char('\'')?,
                other => write!(f, "{}", other.escape_debug())?,
            }
        }
        if rest.next().is_some() {
            f.write_char('…')?;
        }
        f.write_char('"')
    }
}
