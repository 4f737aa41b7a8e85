//! Option values that are lists of fields.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Joins fields with commas, in the format of Go's `encoding/csv`, because docker and
/// buildctl read such values with it.
///
/// <https://pkg.go.dev/encoding/csv>: a field that contains a comma, a quote or a line
/// break is quoted, and a quote within it is doubled.
pub(super) fn record<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let written = |field: &str| {
        if field.contains([',', '"', '\n', '\r']) { quoted(field) } else { field.into() }
    };
    fields.into_iter().map(written).collect::<Vec<_>>().join(",")
}

pub(super) fn quoted(field: &str) -> String {
    format!("\"{}\"", field.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tested here because no label of a plan contains line breaks.
    #[test]
    fn a_field_with_lines_is_quoted() {
        for (fields, expected, why) in [
            (&["a", "b"][..], "a,b", "plain"),
            (&["a\nb", "c"], "\"a\nb\",c", "a line"),
            (&["a\rb"], "\"a\rb\"", "a carriage return"),
            (&["a\"\"b\""], "\"a\"\"\"\"b\"\"\"", "quotes"),
            (&["", "é"], ",é", "nothing"),
        ] {
            assert_eq!(record(fields.iter().copied()), expected, "{why}");
        }
    }
}
