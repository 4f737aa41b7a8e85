use core::fmt;

use super::error::{Flaw, NameError};

/// A fixed offset from UTC, such as `+09:00`: the option `timezone` of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UtcOffset {
    // INVARIANT: at most 14 hours, like the offset of every place.
    seconds: i32,
}

impl UtcOffset {
    pub(crate) fn parse(text: &str) -> Result<Self, NameError> {
        const FORM: &str = "expected a fixed offset from UTC such as \"+09:00\"";
        const NAMED: &str = "the offset of a named zone changes with daylight saving; expected a \
                             fixed offset from UTC such as \"+09:00\"";
        const FARTHEST: &str = "offsets from -12:00 to +14:00 are supported";
        let refuse = |remedy| {
            let flaw =
                if text.is_empty() { Flaw::empty(0, remedy) } else { Flaw::unsupported(0, remedy) };
            NameError::new("timezone", text, flaw)
        };
        let digits = |pair: [u8; 2]| {
            let [tens, ones] = pair.map(|byte| char::from(byte).to_digit(10));
            i32::try_from(tens? * 10 + ones?).ok()
        };
        let [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] = *text.as_bytes() else {
            let is_named = text.starts_with(|first: char| first.is_ascii_alphabetic());
            return Err(refuse(if is_named { NAMED } else { FORM }));
        };
        let (Some(hours), Some(minutes @ 0..60)) = (digits([h1, h2]), digits([m1, m2])) else {
            return Err(refuse(FORM));
        };
        let minutes = if sign == b'-' { -1 } else { 1 } * (hours * 60 + minutes);
        if !(-12 * 60..=14 * 60).contains(&minutes) {
            return Err(refuse(FARTHEST));
        }
        Ok(Self { seconds: minutes * 60 })
    }

    pub(crate) fn seconds(self) -> i32 {
        self.seconds
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.seconds < 0 { '-' } else { '+' };
        let minutes = self.seconds.unsigned_abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
