use alloc::string::String;

use super::error::{Flaw, NameError};
use super::slug_options::SlugCase;

/// What becomes of each single character: the options `case` and `keep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SlugAlphabet {
    pub(crate) case: SlugCase,
    pub(crate) dot: bool,
    pub(crate) underscore: bool,
}

impl SlugAlphabet {
    pub(crate) fn new(case: SlugCase, keep: String) -> Result<Self, NameError> {
        const REMEDY: &str = "a slug can keep '.', '_' and '-' beside letters and digits";
        match keep.find(|character| !matches!(character, '.' | '_' | '-')) {
            Some(index) => Err(NameError::new("keep", keep, Flaw::character(index, REMEDY))),
            None => Ok(Self { case, dot: keep.contains('.'), underscore: keep.contains('_') }),
        }
    }

    /// The option `keep` in its one spelling, without `-`.
    pub(crate) fn keep(self) -> impl Iterator<Item = char> {
        let dot = self.dot.then_some('.');
        dot.into_iter().chain(self.underscore.then_some('_'))
    }

    /// What becomes of a character, given the first byte of its UTF-8 form.
    pub(crate) const fn map(self, byte: u8) -> u8 {
        match self.case {
            SlugCase::Lower => self.or_hyphen(byte.to_ascii_lowercase()),
            SlugCase::Keep => self.or_hyphen(byte),
        }
    }

    /// Whether only this byte's own character becomes it.
    pub(crate) const fn is_only_of_itself(self, byte: u8) -> bool {
        match self.case {
            SlugCase::Lower if byte.is_ascii_lowercase() => false,
            SlugCase::Lower | SlugCase::Keep => byte != b'-',
        }
    }

    const fn or_hyphen(self, byte: u8) -> u8 {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => byte,
            b'.' if self.dot => byte,
            b'_' if self.underscore => byte,
            _ => b'-',
        }
    }
}
