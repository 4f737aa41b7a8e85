use alloc::string::String;

use crate::policy::CharSet;

impl CharSet {
    /// Writes its ASCII characters as a bracket expression that is the same in all
    /// dialects: without escapes, and with the hyphen at the end.
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
            // This is the first character of a run but not the last: those in between
            // are left out.
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
    use alloc::string::String;

    use crate::policy::CharSet;

    #[test]
    fn a_class_is_written_in_ranges() {
        for (class, expected) in [
            (CharSet::DIGITS, "[0-9]"),
            (CharSet::DIGITS.without(CharSet::of(b"0")), "[1-9]"),
            (CharSet::LOWER_HEX, "[0-9a-f]"),
            (CharSet::of(b"aceg"), "[aceg]"),
            (CharSet::of(b"axyz02"), "[02ax-z]"),
            (CharSet::of(b"./:9"), "[./9:]"),
            (CharSet::TAG, "[.0-9A-Z_a-z-]"),
            (CharSet::ALPHANUMERIC.or(CharSet::HYPHEN), "[0-9A-Za-z-]"),
        ] {
            let mut text = String::new();
            class.write(&mut text);
            assert_eq!(text, expected);
        }
    }
}
