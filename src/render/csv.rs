//! Values of options that are lists of fields.

use alloc::string::String;

/// Joins fields by commas so that Go's `encoding/csv` reads them back, which is
/// what docker and buildctl read such values with.
///
/// <https://pkg.go.dev/encoding/csv>: a field that holds a comma, a quote or a
/// line break stands in quotes, and a quote within them is doubled.
pub(super) fn record<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut record = String::new();
    for (index, field) in fields.into_iter().enumerate() {
        if index > 0 {
            record.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            record.push('"');
            for piece in field.split_inclusive('"') {
                record.push_str(piece);
                record.extend(piece.ends_with('"').then_some('"'));
            }
            record.push('"');
        } else {
            record.push_str(field);
        }
    }
    record
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
