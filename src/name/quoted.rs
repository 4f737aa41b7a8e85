use core::fmt::{self, Write};

/// Displays a string from outside in an error message: quoted, escaped and cut.
///
/// A branch name may contain terminal escapes or be 4 KiB long; neither may reach the
/// job log.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

/// Displays a string from a policy in an error message: cut, and on one line.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        write_cut(f, self.0, &['\''])?;
        f.write_char('"')
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("\"\"");
        }
        // Without surrounding quotes, these need no escape.
        write_cut(f, self.0, &['\'', '"', '\\'])
    }
}

/// The greatest number of characters of one string in an error message.
const SHOWN: usize = 64;

/// Writes a string, cut to the limit, and escapes all characters but those in `plain`.
fn write_cut(f: &mut fmt::Formatter<'_>, text: &str, plain: &[char]) -> fmt::Result {
    let mut rest = text.chars();
    for character in rest.by_ref().take(SHOWN) {
        if plain.contains(&character) {
            f.write_char(character)?;
        } else {
            write!(f, "{}", character.escape_debug())?;
        }
    }
    if rest.next().is_some() { f.write_char('…') } else { Ok(()) }
}
