/// A set of bytes, and so of characters: a character beyond ASCII is in it if all
/// bytes of its UTF-8 form are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CharSet {
    ascii: u128,
    beyond: u128,
}

impl CharSet {
    pub(crate) const NONE: Self = Self { ascii: 0, beyond: 0 };
    pub(crate) const EVERY: Self = Self { ascii: u128::MAX, beyond: u128::MAX };
    pub(crate) const BEYOND_ASCII: Self = Self { ascii: 0, beyond: u128::MAX };
    pub(crate) const DIGITS: Self = Self::of(b"0123456789");
    pub(crate) const NONZERO: Self = Self::of(b"123456789");
    pub(crate) const LOWER: Self = Self::of(b"abcdefghijklmnopqrstuvwxyz");
    pub(crate) const UPPER: Self = Self::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    pub(crate) const LOWER_HEX: Self = Self::DIGITS.or(Self::of(b"abcdef"));
    pub(crate) const LETTERS: Self = Self::LOWER.or(Self::UPPER);
    pub(crate) const ALPHANUMERIC: Self = Self::LETTERS.or(Self::DIGITS);
    pub(crate) const HYPHEN: Self = Self::of(b"-");
    /// What a tag begins with.
    pub(crate) const TAG_BEGIN: Self = Self::ALPHANUMERIC.or(Self::of(b"_"));
    /// What a tag holds after its first character.
    pub(crate) const TAG: Self = Self::TAG_BEGIN.or(Self::of(b".-"));
    /// What a value of `build.env` holds.
    pub(crate) const ENV_VALUE: Self = Self::ALPHANUMERIC.or(Self::of(b"_@%+=:,./-"));

    pub(crate) const fn of(bytes: &[u8]) -> Self {
        let mut set = Self::NONE;
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            let bit = 1 << (*byte & 0x7f);
            if byte.is_ascii() {
                set.ascii |= bit;
            } else {
                set.beyond |= bit;
            }
            rest = tail;
        }
        set
    }

    pub(crate) fn of_char(character: char) -> Self {
        Self::of(character.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// These bytes, and all between them.
    pub(crate) const fn range(first: u8, last: u8) -> Self {
        Self::up_to(last).without(Self::up_to(first)).or(Self::of(&[first]))
    }

    /// This byte, and all before it.
    const fn up_to(last: u8) -> Self {
        let half = u128::MAX >> (0x7f - (last & 0x7f));
        if last.is_ascii() {
            Self { ascii: half, beyond: 0 }
        } else {
            Self { ascii: u128::MAX, beyond: half }
        }
    }

    pub(crate) const fn or(self, more: Self) -> Self {
        Self { ascii: self.ascii | more.ascii, beyond: self.beyond | more.beyond }
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self { ascii: self.ascii & other.ascii, beyond: self.beyond & other.beyond }
    }

    pub(crate) const fn without(self, fewer: Self) -> Self {
        Self { ascii: self.ascii & !fewer.ascii, beyond: self.beyond & !fewer.beyond }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    pub(crate) fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    pub(crate) fn meets(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    pub(crate) fn contains(self, character: char) -> bool {
        character.encode_utf8(&mut [0; 4]).bytes().all(|byte| self.holds(byte))
    }

    pub(crate) const fn holds(self, byte: u8) -> bool {
        let set = if byte.is_ascii() { self.ascii } else { self.beyond };
        set >> (byte & 0x7f) & 1 == 1
    }

    /// The first and the last byte of each run of bytes, ascending.
    pub(crate) fn runs(self) -> impl Iterator<Item = (u8, u8)> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let first = rest.first()?;
            let after = Self::EVERY.without(rest.or(Self::up_to(first)));
            let last = after.first().map_or(u8::MAX, |end| end - 1);
            rest = rest.without(Self::up_to(last));
            Some((first, last))
        })
    }

    /// Its byte, if it is one alone.
    pub(crate) fn only(self) -> Option<u8> {
        self.first().filter(|first| self == Self::of(&[*first]))
    }

    fn first(self) -> Option<u8> {
        let (half, offset) = if self.ascii == 0 { (self.beyond, 128) } else { (self.ascii, 0) };
        u8::try_from(half.trailing_zeros() + offset).ok()
    }

    /// How many of its bytes are not greater than this one.
    pub(crate) const fn count_up_to(self, last: u8) -> u32 {
        let Self { ascii, beyond } = self.and(Self::up_to(last));
        ascii.count_ones() + beyond.count_ones()
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

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

    #[test]
    fn sets_are_added_and_taken_away_beyond_ascii_too() {
        let (ascii, beyond) = (CharSet::of(b"a"), CharSet::of_char('é'));
        assert!(ascii.or(beyond).contains('é') && beyond.or(ascii).contains('a'));
        assert!(!beyond.contains('日') && !ascii.contains('é'));
        assert!(CharSet::EVERY.without(ascii).contains('日'));
        assert!(!CharSet::EVERY.without(beyond).contains('é'));
        assert!(beyond.without(beyond).is_empty() && !beyond.without(ascii).is_empty());
        assert!(beyond.meets(CharSet::EVERY) && !beyond.meets(ascii));
        assert_eq!(beyond.and(CharSet::EVERY), beyond);
    }

    #[test]
    fn runs_are_the_bytes_of_a_set() {
        let runs = |set: CharSet| set.runs().collect::<Vec<_>>();
        assert_eq!(runs(CharSet::NONE), []);
        assert_eq!(runs(CharSet::EVERY), [(0, 0xff)]);
        assert_eq!(runs(CharSet::LOWER_HEX), [(b'0', b'9'), (b'a', b'f')]);
        assert_eq!(runs(CharSet::range(0x7f, 0x81)), [(0x7f, 0x81)]);
        assert_eq!(runs(CharSet::of(b"\0\xff")), [(0, 0), (0xff, 0xff)]);
    }
}
