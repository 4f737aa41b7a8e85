use crate::name::{TimeFormat, TimePart};

/// A set of characters, exact for ASCII; all others are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CharSet {
    ascii: u128,
    other: bool,
}

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

/// The ASCII characters for which a grammar's own predicate holds.
macro_rules! char_set {
    ($holds:path) => {
        const {
            let mut set = CharSet::NONE;
            let mut byte = 0_u8;
            while byte.is_ascii() {
                if $holds(byte) {
                    set = set.or(CharSet::of(&[byte]));
                }
                byte += 1;
            }
            set
        }
    };
}

pub(super) use char_set;

impl CharSet {
    pub(crate) const NONE: Self = Self { ascii: 0, other: false };
    pub(crate) const EVERY: Self = Self { ascii: u128::MAX, other: true };
    pub(crate) const DIGITS: Self = Self::of(b"0123456789");
    pub(crate) const LOWER: Self = Self::of(b"abcdefghijklmnopqrstuvwxyz");
    pub(crate) const UPPER: Self = Self::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    pub(crate) const LETTERS: Self = Self::LOWER.or(Self::UPPER);
    pub(crate) const ALPHANUMERIC: Self = Self::LETTERS.or(Self::DIGITS);
    pub(crate) const LOWER_HEX: Self = Self::of(b"0123456789abcdef");

    pub(crate) const fn of(characters: &[u8]) -> Self {
        let mut set = Self::NONE;
        let mut rest = characters;
        while let [byte, tail @ ..] = rest {
            set.ascii |= 1 << (*byte & 0x7f);
            rest = tail;
        }
        set
    }

    pub(crate) fn of_char(character: char) -> Self {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => Self { ascii: 1 << byte, other: false },
            _ => Self { ascii: 0, other: true },
        }
    }

    pub(crate) const fn or(self, more: Self) -> Self {
        Self { ascii: self.ascii | more.ascii, other: self.other || more.other }
    }

    pub(crate) const fn without(self, fewer: Self) -> Self {
        Self { ascii: self.ascii & !fewer.ascii, other: self.other && !fewer.other }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.without(other) != self
    }

    pub(crate) fn contains(self, character: char) -> bool {
        Self::of_char(character).without(self).is_empty()
    }
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
