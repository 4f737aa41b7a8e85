//! Why a text is not a SemVer version: what the error of the `semver` crate is too short to say.

use super::digits;
use super::no_version::NoVersion;

const NUMBERS: usize = 3;

/// What is wrong with a text that `semver` does not read.
pub(super) fn flaw(text: &str) -> NoVersion<'_> {
    let (text, build) = split(text, '+');
    let (numbers, prerelease) = split(text, '-');
    of_numbers(numbers)
        .or_else(|| prerelease.and_then(|text| of_identifiers(text, true)))
        .or_else(|| build.and_then(|text| of_identifiers(text, false)))
        // What is longer than the crate reads.
        .unwrap_or(NoVersion::TooLarge(text))
}

fn split(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn of_numbers(numbers: &str) -> Option<NoVersion<'_>> {
    for number in numbers.split('.') {
        let (digits, rest) = digits::split(number);
        if digits.is_empty() || !rest.is_empty() {
            return Some(NoVersion::no_number(rest));
        }
        if digits.len() > 1 && digits.starts_with('0') {
            return Some(NoVersion::LeadingZero(digits));
        }
        if let Err(flaw) = digits::value(digits) {
            return Some(flaw);
        }
    }
    match numbers.split('.').count() {
        NUMBERS => None,
        count if count < NUMBERS => Some(NoVersion::TooFew(count)),
        _ => Some(NoVersion::TooMany(NUMBERS)),
    }
}

fn of_identifiers(text: &str, is_prerelease: bool) -> Option<NoVersion<'_>> {
    text.split('.').find_map(|identifier| {
        let is_legal = |one: char| one.is_ascii_alphanumeric() || one == '-';
        let is_number = identifier.bytes().all(|byte| byte.is_ascii_digit());
        match identifier.chars().find(|one| !is_legal(*one)) {
            Some(found) => Some(NoVersion::Unexpected(found)),
            None if identifier.is_empty() => Some(NoVersion::MissingIdentifier),
            None if is_prerelease
                && is_number
                && digits::without_zeros(identifier) != identifier =>
            {
                Some(NoVersion::LeadingZero(identifier))
            }
            None => None,
        }
    })
}
