use alloc::format;
use alloc::string::String;

use super::builder::Builder;
use super::unicode_13;
use crate::name::Quoted;
use crate::render::error::{RenderError, RenderErrorKind};

/// Checks a label that buildah or podman sets with `--label`.
///
/// They append a line `LABEL "key"="value"` to the Dockerfile, quoted with Go's `%q`,
/// and then parse it like every other line.
///
/// <https://github.com/containers/buildah/blob/v1.44.0/imagebuildah/executor.go#L589-L598>,
/// <https://github.com/openshift/imagebuilder/blob/v1.2.19/shell_parser.go>
pub(super) fn check(builder: Builder, key: &str, value: &str) -> Result<(), RenderError> {
    for (part, text) in [("key", key), ("value", value)] {
        let Some((index, found, how)) = change(text) else { continue };
        let label = Quoted(key);
        let message = format!(
            "{builder} would change label {label}: {how} {found:?} at byte {index} of its {part}; \
             remove the label from the policy, or build without labels and set it in the Dockerfile \
             or as an annotation"
        );
        let error = RenderError::new(RenderErrorKind::UnsupportedLabel, message);
        return Err(error.at("labels", Some(index)));
    }
    Ok(())
}

/// The first character that would be changed, and how.
fn change(text: &str) -> Option<(usize, char, &'static str)> {
    let mut rest = text.char_indices().peekable();
    while let Some((index, found)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let how = match found {
            '$' if next.is_some_and(starts_variable) => "it expands the variable after",
            _ if !is_printable(found) => "it writes an escape sequence for",
            _ => continue,
        };
        return Some((index, found, how));
    }
    None
}

/// Rust has no exact counterpart of Go's letters and digits. This accepts more
/// characters, so that Roman numerals and fractions are rejected too.
fn starts_variable(character: char) -> bool {
    matches!(character, '{' | '_') || character.is_alphanumeric()
}

/// Whether Go's `%q` does not change a character. It escapes `"` and `\`, but those are
/// read back.
///
/// <https://pkg.go.dev/strconv#IsPrint>: letters, marks, numbers, punctuation, symbols,
/// and the ASCII space. `Debug` of a string has the same rule, with two exceptions: it
/// escapes a mark at the start, and it has a newer version of Unicode. Before Go 1.21,
/// Go had Unicode 13.
fn is_printable(character: char) -> bool {
    match character {
        ' '..='~' => true,
        '\0'..='\u{7f}' => false,
        _ => {
            let shown = String::from_iter(['a', character]);
            shown.escape_debug().nth(1) == Some(character) && unicode_13::has(character)
        }
    }
}
