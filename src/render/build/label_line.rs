use alloc::format;
use alloc::string::String;

use super::builder::Builder;
use super::unicode_13;
use crate::name::Quoted;
use crate::render::error::{RenderError, RenderErrorKind};

/// Checks a label that buildah or podman is to set with `--label`.
///
/// They append `LABEL "key"="value"` to the Dockerfile, each quoted by Go's
/// `%q`, and read that line as they read every other.
///
/// <https://github.com/containers/buildah/blob/v1.44.0/imagebuildah/executor.go#L589-L598>,
/// <https://github.com/openshift/imagebuilder/blob/v1.2.19/shell_parser.go>
pub(super) fn check(builder: Builder, key: &str, value: &str) -> Result<(), RenderError> {
    for (part, text) in [("key", key), ("value", value)] {
        let Some((index, found, how)) = change(text) else { continue };
        let label = Quoted(key);
        let message = format!(
            "{builder} would change label {label}: {how} {found:?} at byte {index} of its {part}; \
             remove the label from the policy, or call without_labels() and set it in the \
             Dockerfile or with with_annotations()"
        );
        let error = RenderError::new(RenderErrorKind::UnsupportedLabel, message);
        return Err(error.at("labels", Some(index)));
    }
    Ok(())
}

/// The first character that does not stay as it is, and what becomes of it.
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

/// More than Go's letters and digits, for which Rust has no names: Roman
/// numerals and fractions are refused too.
fn starts_variable(character: char) -> bool {
    matches!(character, '{' | '_') || character.is_alphanumeric()
}

/// Whether Go's `%q` leaves a character as it is; `"` and `\` are read back.
///
/// <https://pkg.go.dev/strconv#IsPrint>: letters, marks, numbers, punctuation,
/// symbols, and of all spaces the ASCII one. `Debug` of a string has the same
/// rule, except that it escapes a mark at the start, and knows more characters:
/// before Go 1.21 they were those of Unicode 13.
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
