use core::fmt::{self, Write};

/// Writes a string as a code span in a cell of a Markdown table.
///
/// A git ref may contain backticks and bars. In a cell, [GFM] reads `\|` as a bar even
/// in code.
///
/// [GFM]: https://github.github.com/gfm/#tables-extension-
pub(super) struct Code<'a>(pub(super) &'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        let longest = text.split(|character| character != '`').map(str::len).max();
        let fence = 1 + longest.unwrap_or_default();
        let padding = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        write!(f, "{:`<fence$}{padding}", "")?;
        for character in text.chars() {
            match character {
                '|' => f.write_str("\\|")?,
                // Git allows those beyond ASCII in the name of a ref, and terminals act on them.
                other if other.is_control() => write!(f, "{}", other.escape_debug())?,
                other => f.write_char(other)?,
            }
        }
        write!(f, "{padding}{:`<fence$}", "")
    }
}

/// Writes a string as literal text in a cell of a Markdown table.
pub(super) struct Plain<'a>(pub(super) &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            // GitHub and GitLab read `$` as the beginning of a formula.
            if "\\`*_~[]<>|&$".contains(character) {
                f.write_char('\\')?;
            }
            f.write_char(character)?;
        }
        Ok(())
    }
}
