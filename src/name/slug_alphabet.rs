use alloc::string::String;

use super::error::{Flaw, NameError};
use super::slug_options::{SlugCase, SlugRuns};

/// How slug rules treat each single character: the options `case`, `keep`,
/// `replacement` and `runs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SlugAlphabet {
    pub(crate) case: SlugCase,
    pub(crate) kept: Kept,
    /// What replaces every other character; `None` removes it.
    pub(crate) replacement: Option<u8>,
    pub(crate) runs: SlugRuns,
}

/// The option `keep`, as a bit set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Kept(u8);

/// The result of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fate {
    /// The byte that replaces it; `None` if it is removed.
    pub(crate) byte: Option<u8>,
    /// Whether it belongs to a run, and is left out if the character before it does
    /// too.
    pub(crate) joins: bool,
}

/// The only character whose lower case is two characters: `i` and [`DOT_ABOVE`].
pub(crate) const DOTTED_I: char = '\u{130}';
pub(crate) const DOT_ABOVE: char = '\u{307}';
/// The only other character outside ASCII whose lower case is in ASCII: `k`.
pub(crate) const KELVIN: char = '\u{212A}';

impl Kept {
    pub(crate) const NOTHING: Self = Self(0);
    /// The characters of tags besides letters and digits.
    pub(crate) const OF_TAGS: Self = Self(bit(b'.') | bit(b'_') | bit(b'-'));

    pub(crate) fn new(keep: String) -> Result<Self, NameError> {
        const REMEDY: &str = "besides letters and digits, a slug can keep '.', '_' and '-', and \
                              '/' if only names of images use it";
        let bit_of = |character| u8::try_from(character).map_or(0, bit);
        match keep.find(|character| bit_of(character) == 0) {
            Some(index) => Err(NameError::new("keep", keep, Flaw::character(index, REMEDY))),
            None => Ok(Self(keep.bytes().fold(0, |bits, byte| bits | bit(byte)))),
        }
    }

    /// The characters in a canonical order.
    pub(crate) fn characters(self) -> impl Iterator<Item = char> {
        ['.', '_', '-', '/']
            .into_iter()
            .filter(move |one| u8::try_from(*one).is_ok_and(|byte| self.holds(byte)))
    }

    pub(crate) const fn holds(self, byte: u8) -> bool {
        self.0 & bit(byte) != 0
    }
}

const fn bit(byte: u8) -> u8 {
    match byte {
        b'.' => 1,
        b'_' => 2,
        b'-' => 4,
        b'/' => 8,
        _ => 0,
    }
}

impl SlugAlphabet {
    /// The character after applying `case`; for [`DOTTED_I`], the first of two.
    pub(crate) fn cased(self, character: char) -> char {
        match self.case {
            SlugCase::Keep => character,
            SlugCase::Lower if character.is_ascii() => character.to_ascii_lowercase(),
            SlugCase::Lower => character.to_lowercase().next().unwrap_or(character),
        }
    }

    /// Whether this character is treated as two.
    pub(crate) fn splits(self, character: char) -> bool {
        character == DOTTED_I && self.case == SlugCase::Lower
    }

    /// The result of a character; for [`DOTTED_I`], of the first of two.
    pub(crate) fn fate(self, character: char) -> Fate {
        let cased = self.cased(character);
        let own = u8::try_from(cased).ok().filter(|byte| self.survives(*byte));
        let byte = own.or(self.replacement);
        let joins = match self.runs {
            SlugRuns::Keep => false,
            SlugRuns::Collapse => byte.is_some() && byte == self.replacement,
            SlugRuns::Replaced => own.is_none() && byte.is_some(),
        };
        Fate { byte, joins }
    }

    /// The result of a character under rules that turn each into one byte, given the
    /// first byte of its UTF-8 form. Only ASCII letters have a lower case here.
    pub(crate) const fn map(self, byte: u8, replacement: u8) -> u8 {
        let cased = match self.case {
            SlugCase::Lower => byte.to_ascii_lowercase(),
            SlugCase::Keep => byte,
        };
        if cased.is_ascii_alphanumeric() || self.kept.holds(cased) { cased } else { replacement }
    }

    /// Whether no other character becomes this byte.
    pub(crate) fn is_only_of_itself(self, byte: u8) -> bool {
        match self.case {
            SlugCase::Lower if byte.is_ascii_lowercase() => false,
            SlugCase::Lower | SlugCase::Keep => Some(byte) != self.replacement,
        }
    }

    /// Whether a slug keeps this byte, after applying `case`.
    pub(crate) fn survives(self, byte: u8) -> bool {
        byte.is_ascii_alphanumeric() || self.kept.holds(byte) || Some(byte) == self.replacement
    }
}
