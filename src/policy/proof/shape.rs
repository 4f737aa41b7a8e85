use crate::name::{TimeFormat, TimePart};
use crate::policy::char_set::CharSet;

/// What is known of a text before there is one: the characters that it may
/// begin with, hold and end with, and how long it may be.
///
/// INVARIANT: a shape is never narrower than the texts it stands for, so
/// what is proved of the shape holds for every one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) first: CharSet,
    pub(crate) any: CharSet,
    pub(crate) last: CharSet,
    /// In characters.
    pub(crate) least: usize,
    /// In characters; `usize::MAX` is without bound.
    pub(crate) most: usize,
}

impl Shape {
    pub(crate) const EMPTY: Self =
        Self { first: CharSet::NONE, any: CharSet::NONE, last: CharSet::NONE, least: 0, most: 0 };

    /// Any text of these characters, of these lengths.
    pub(crate) const fn run(of: CharSet, least: usize, most: usize) -> Self {
        Self { first: of, any: of, last: of, least, most }
    }

    /// Exactly this text.
    pub(crate) fn exactly(text: &str) -> Self {
        text.chars()
            .map(|character| Self::run(CharSet::of_char(character), 1, 1))
            .fold(Self::EMPTY, Self::then)
    }

    pub(crate) fn of_time(format: &TimeFormat) -> Self {
        format.parts().map(Self::of_time_part).fold(Self::EMPTY, Self::then)
    }

    pub(crate) fn of_time_part(part: TimePart) -> Self {
        match part {
            TimePart::Literal(character) => Self::run(CharSet::of_char(character), 1, 1),
            TimePart::Digits { least, most } => Self::run(CharSet::DIGITS, least, most),
        }
    }

    /// One text behind another.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            first: if self.least == 0 { self.first.or(next.first) } else { self.first },
            any: self.any.or(next.any),
            last: if next.least == 0 { next.last.or(self.last) } else { next.last },
            least: self.least.saturating_add(next.least),
            most: self.most.saturating_add(next.most),
        }
    }

    /// One text or another.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            first: self.first.or(other.first),
            any: self.any.or(other.any),
            last: self.last.or(other.last),
            least: self.least.min(other.least),
            most: self.most.max(other.most),
        }
    }
}
