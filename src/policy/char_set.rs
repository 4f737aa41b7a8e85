/// A set of characters, exact for ASCII; all others are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CharSet {
    ascii: u128,
    other: bool,
}

impl CharSet {
    pub(crate) const NONE: Self = Self { ascii: 0, other: false };
    pub(crate) const EVERY: Self = Self { ascii: u128::MAX, other: true };
    pub(crate) const DIGITS: Self = Self::of(b"0123456789");
    pub(crate) const LOWER: Self = Self::of(b"abcdefghijklmnopqrstuvwxyz");
    pub(crate) const UPPER: Self = Self::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    pub(crate) const LOWER_HEX: Self = Self::DIGITS.or(Self::of(b"abcdef"));
    pub(crate) const LETTERS: Self = Self::LOWER.or(Self::UPPER);
    pub(crate) const ALPHANUMERIC: Self = Self::LETTERS.or(Self::DIGITS);
    pub(crate) const HYPHEN: Self = Self::of(b"-");
    /// What a tag begins with.
    pub(crate) const TAG_BEGIN: Self = Self::ALPHANUMERIC.or(Self::of(b"_"));
    /// What a tag holds behind its first character.
    pub(crate) const TAG: Self = Self::TAG_BEGIN.or(Self::of(b".-"));
    /// What a value of `build.env` holds.
    pub(crate) const ENV_VALUE: Self = Self::ALPHANUMERIC.or(Self::of(b"_@%+=:,./-"));

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

    pub(crate) fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        self.without(other) != self
    }

    pub(crate) fn contains(self, character: char) -> bool {
        u8::try_from(character).map_or(self.other, |byte| self.holds(byte))
    }

    /// Whether it has a byte: one beyond ASCII is of some other character.
    pub(crate) const fn holds(self, byte: u8) -> bool {
        if byte.is_ascii() { self.ascii >> byte & 1 == 1 } else { self.other }
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;
    use crate::name::{is_first_of_tag, is_inner_of_tag, is_of_env_value};

    #[test]
    fn sets_are_those_of_the_grammars_of_names() {
        for byte in 0..=u8::MAX {
            assert_eq!(CharSet::TAG_BEGIN.holds(byte), is_first_of_tag(byte), "{byte:#x}");
            assert_eq!(CharSet::TAG.holds(byte), is_inner_of_tag(byte), "{byte:#x}");
            assert_eq!(CharSet::ENV_VALUE.holds(byte), is_of_env_value(byte), "{byte:#x}");
        }
    }

    /// What is beyond ASCII is in a set or is not, all of it.
    #[test]
    fn sets_are_added_and_taken_away_beyond_ascii_too() {
        let (ascii, beyond) = (CharSet::of(b"a"), CharSet::of_char('é'));
        assert!(ascii.or(beyond).contains('日') && beyond.or(ascii).contains('a'));
        assert!(!ascii.or(ascii).contains('日'));
        assert!(CharSet::EVERY.without(ascii).contains('日'));
        assert!(!CharSet::EVERY.without(beyond).contains('日'));
        assert!(beyond.without(beyond).is_empty() && !beyond.without(ascii).is_empty());
        assert!(beyond.meets(CharSet::EVERY) && !beyond.meets(ascii));
    }
}
