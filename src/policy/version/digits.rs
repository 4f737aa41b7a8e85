//! Runs of digits, which may be longer than any integer type holds.

use core::cmp::Ordering;

use super::no_version::NoVersion;

/// Splits off the digits that a text begins with.
pub(super) fn split(text: &str) -> (&str, &str) {
    let end = text.find(|one: char| !one.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The digits without leading zeros; `0` for zeros alone.
pub(super) fn without_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" if !digits.is_empty() => "0",
        trimmed => trimmed,
    }
}

/// Compares by value.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let [left, right] = [left, right].map(without_zeros);
    left.len().cmp(&right.len()).then_with(|| left.cmp(right))
}

/// The value, unless it is too large.
pub(super) fn value(digits: &str) -> Result<u64, NoVersion<'_>> {
    digits.parse().map_err(|_| NoVersion::TooLarge(digits))
}
