use core::ops::Range;

use crate::name::Tag;

/// A set of positions between the characters of a tag, including its two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    // INVARIANT: bit 128, the end of the longest tag, is `last`.
    low: u128,
    last: bool,
}

impl Positions {
    pub(crate) const NONE: Self = Self { low: 0, last: false };

    pub(crate) fn only(position: usize) -> Self {
        Self::from_iter([position])
    }

    /// Adds the positions from the first to the last. Positions after the end of the
    /// longest tag are ignored.
    pub(crate) fn insert(&mut self, first: usize, last: usize) {
        if first > last {
            return;
        }
        self.last |= last >= Tag::MAX_LENGTH;
        if first < Tag::MAX_LENGTH {
            let after = Tag::MAX_LENGTH - 1 - last.min(Tag::MAX_LENGTH - 1);
            self.low |= u128::MAX << first & u128::MAX >> after;
        }
    }

    pub(crate) fn contains(self, position: usize) -> bool {
        match position {
            Tag::MAX_LENGTH => self.last,
            position if position < Tag::MAX_LENGTH => self.low >> position & 1 == 1,
            _ => false,
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// Whether it is a single position.
    pub(crate) fn is_one(self) -> bool {
        self.range().len() == 1
    }

    pub(crate) fn or(self, more: Self) -> Self {
        Self { low: self.low | more.low, last: self.last || more.last }
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self { low: self.low & other.low, last: self.last && other.last }
    }

    pub(crate) fn without(self, fewer: Self) -> Self {
        Self { low: self.low & !fewer.low, last: self.last && !fewer.last }
    }

    /// The positions after this part, where the string has it at one of these
    /// positions.
    pub(crate) fn after(self, text: &[u8], part: &[u8]) -> Self {
        let is_there = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(part));
        self.iter().filter(is_there).map(|at| at + part.len()).collect()
    }

    /// The positions moved back by this many bytes. Positions before the start are
    /// dropped.
    pub(crate) fn before(self, length: usize) -> Self {
        let low = u32::try_from(length).ok().and_then(|length| self.low.checked_shr(length));
        let mut before = Self { low: low.unwrap_or(0), last: false };
        if let (true, Some(place)) = (self.last, Tag::MAX_LENGTH.checked_sub(length)) {
            before.insert(place, place);
        }
        before
    }

    /// In ascending order.
    pub(crate) fn iter(self) -> impl Iterator<Item = usize> {
        self.range().filter(move |position| self.contains(*position))
    }

    /// From the first position to the last.
    fn range(self) -> Range<usize> {
        let end = u128::BITS - self.low.leading_zeros();
        let end = if self.last { Tag::MAX_LENGTH + 1 } else { end as usize };
        self.low.trailing_zeros() as usize..end
    }
}

impl FromIterator<usize> for Positions {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        let mut positions = Self::NONE;
        places.into_iter().for_each(|place| positions.insert(place, place));
        positions
    }
}
