use alloc::string::String;

use super::slug_alphabet::{DOT_ABOVE, SlugAlphabet};
use super::slug_options::SlugEdges;
use super::slug_step::SlugStep;

/// Writes the characters of a slug up to `max-length` into a buffer.
pub(crate) struct SlugWriter<'b> {
    alphabet: SlugAlphabet,
    slots: &'b mut [u8],
    length: usize,
    /// Whether the last character belongs to a run.
    is_run: bool,
}

impl<'b> SlugWriter<'b> {
    pub(crate) fn new(alphabet: SlugAlphabet, slots: &'b mut [u8]) -> Self {
        Self { alphabet, slots, length: 0, is_run: false }
    }

    /// Writes a string, up to the first character for which there is no slot.
    pub(crate) fn write(mut self, text: &str, observe: &mut impl FnMut(SlugStep)) -> &'b mut [u8] {
        for character in text.chars() {
            let is_split = self.alphabet.splits(character);
            let has_room =
                self.push(character, observe) && (!is_split || self.push(DOT_ABOVE, observe));
            if !has_room {
                observe(SlugStep::Cut);
                break;
            }
        }
        self.slots.get_mut(..self.length).unwrap_or_default()
    }

    /// Returns whether there was a slot for the character, or it needed none.
    fn push(&mut self, character: char, observe: &mut impl FnMut(SlugStep)) -> bool {
        let fate = self.alphabet.fate(character);
        let is_joined = self.is_run && fate.joins;
        if let (Some(byte), false) = (fate.byte, is_joined) {
            let Some(slot) = self.slots.get_mut(self.length) else { return false };
            *slot = byte;
            self.length += 1;
            self.is_run = fate.joins;
        }
        match fate.byte {
            None => observe(SlugStep::Removed),
            Some(byte) if char::from(byte) == character => {}
            Some(byte) if char::from(byte) == self.alphabet.cased(character) => {
                observe(SlugStep::Lowered);
            }
            Some(_) => observe(SlugStep::Replaced),
        }
        if is_joined {
            observe(SlugStep::Collapsed);
        }
        true
    }
}

impl SlugEdges {
    /// Whether this byte can be the first of a slug, or of a part of a path.
    pub(crate) const fn begin_with(self, byte: u8) -> bool {
        match self {
            Self::Keep => true,
            Self::Trim => byte.is_ascii_alphanumeric(),
            Self::Legal => !matches!(byte, b'-' | b'.'),
        }
    }

    /// The string without the characters that are removed at its ends.
    pub(crate) fn within(self, text: &str) -> &str {
        match self {
            Self::Keep => text,
            Self::Trim => text.trim_matches(|edge: char| !edge.is_ascii_alphanumeric()),
            Self::Legal => text.trim_start_matches(['-', '.']),
        }
    }

    /// The path with each part trimmed like that.
    pub(crate) fn within_parts(self, path: &str) -> String {
        let mut left = String::with_capacity(path.len());
        for part in path.split('/').map(|part| self.within(part)).filter(|part| !part.is_empty()) {
            if !left.is_empty() {
                left.push('/');
            }
            left.push_str(part);
        }
        left
    }
}
