use core::cmp::Ordering;

use super::digits;
use super::no_version::NoVersion;
use super::number::{Number, VersionNumber};

/// Two to five numbers with dots between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dotted<'a>(&'a str);

impl<'a> Dotted<'a> {
    /// The fewest and the most numbers.
    pub(crate) const LEAST: usize = 2;
    pub(crate) const MOST: usize = 5;
    /// The most digits of a number: proofs rest on a limit, and no calendar or counter has
    /// more.
    pub(crate) const MOST_DIGITS: usize = 20;

    pub(super) fn read(text: &'a str) -> Result<Self, NoVersion<'a>> {
        for number in text.split('.') {
            let (digits, rest) = digits::split(number);
            if digits.is_empty() || !rest.is_empty() {
                return Err(NoVersion::no_number(rest));
            }
            if digits.len() > Self::MOST_DIGITS {
                return Err(NoVersion::TooLong(digits, Self::MOST_DIGITS));
            }
        }
        match text.split('.').count() {
            count if count < Self::LEAST => Err(NoVersion::TooFew(count)),
            count if count > Self::MOST => Err(NoVersion::TooMany(Self::MOST)),
            _ => Ok(Self(text)),
        }
    }

    pub(super) fn number(self, number: VersionNumber) -> Option<Number<'a>> {
        let is_there = number.index() < Self::LEAST;
        is_there.then(|| Number::Written(self.digits(number.index())))
    }

    /// A number that is missing counts as 0.
    fn digits(self, index: usize) -> &'a str {
        self.0.split('.').nth(index).unwrap_or("0")
    }

    pub(super) fn compare(self, other: Self) -> Ordering {
        let numbers =
            (0..Self::MOST).map(|index| digits::compare(self.digits(index), other.digits(index)));
        numbers.fold(Ordering::Equal, Ordering::then)
    }
}
