use core::fmt::{self, Write};

/// Foreign text as an error message shows it: quoted, escaped, and cut.
///
/// A branch name may hold terminal escapes or be 4 KiB long; neither may
/// reach the job log through us.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

/// Text from a policy as an error message shows it: cut, and on one line.
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
        // Without quotes around them these mean themselves.
        write_cut(f, self.0, &['\'', '"', '\\'])
    }
}

/// The most characters of one text that an error message repeats.
const SHOWN: usize = 64;

/// Writes a text as far as it is shown, and escapes all but what is plain here.
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
