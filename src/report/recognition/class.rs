use alloc::string::String;

/// A set of ASCII characters that a tag can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class(u128);

impl Class {
    pub(crate) const DIGITS: Self = Self::of(b"0123456789");
    pub(crate) const NONZERO: Self = Self::of(b"123456789");
    pub(crate) const HEX: Self = Self::DIGITS.or(Self::of(b"abcdef"));
    pub(crate) const LOWER: Self = Self::of(b"abcdefghijklmnopqrstuvwxyz");
    pub(crate) const UPPER: Self = Self::of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    pub(crate) const LETTERS: Self = Self::LOWER.or(Self::UPPER);
    pub(crate) const ALPHANUMERIC: Self = Self::LETTERS.or(Self::DIGITS);
    pub(crate) const HYPHEN: Self = Self::of(b"-");
    /// What a tag holds behind its first character.
    pub(crate) const TAG: Self = Self::ALPHANUMERIC.or(Self::of(b"._-"));

    pub(crate) const fn of(characters: &[u8]) -> Self {
        let mut set = 0;
        let mut rest = characters;
        while let [byte, tail @ ..] = rest {
            set |= 1 << (*byte & 0x7f);
            rest = tail;
        }
        Self(set)
    }

    pub(crate) const fn or(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    pub(crate) const fn without(self, fewer: Self) -> Self {
        Self(self.0 & !fewer.0)
    }

    pub(crate) const fn holds(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> byte & 1 == 1
    }

    /// Writes the class as a bracket expression, which all dialects have alike:
    /// no escapes in it, and the hyphen at its end.
    pub(crate) fn write(self, out: &mut String) {
        out.push('[');
        let mut before = None;
        let mut bytes = (0..128).filter(|byte| self.without(Self::HYPHEN).holds(*byte)).peekable();
        while let Some(byte) = bytes.next() {
            let is_run = |before: u8| byte.is_ascii_alphanumeric() && before + 1 == byte;
            let goes_on = bytes.peek().is_some_and(|next| {
                byte.is_ascii_alphanumeric() && next.is_ascii_alphanumeric() && byte + 1 == *next
            });
            if !(before.is_some_and(is_run) && goes_on) {
                out.push(char::from(byte));
            }
            // The first of a run and not its last: what lies between is left out.
            if !before.is_some_and(is_run) && goes_on {
                out.push('-');
            }
            before = Some(byte);
        }
        if self.holds(b'-') {
            out.push('-');
        }
        out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_written_in_ranges() {
        for (class, expected) in [
            (Class::DIGITS, "[0-9]"),
            (Class::NONZERO, "[1-9]"),
            (Class::HEX, "[0-9a-f]"),
            (Class::TAG, "[.0-9A-Z_a-z-]"),
            (Class::ALPHANUMERIC.or(Class::HYPHEN), "[0-9A-Za-z-]"),
        ] {
            let mut text = String::new();
            class.write(&mut text);
            assert_eq!(text, expected);
        }
    }
}
