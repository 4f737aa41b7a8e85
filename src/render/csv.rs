//! Values of options that are lists of fields.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Joins fields by commas so that Go's `encoding/csv` reads them back, which is
/// what docker and buildctl read such values with.
///
/// <https://pkg.go.dev/encoding/csv>: a field that holds a comma, a quote or a
/// line break stands in quotes, and a quote within them is doubled.
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

    /// No label of a plan has lines, so that none can be shown from outside.
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
