use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// Which characters something tells from others.
///
/// Of characters that nothing tells apart, one is tried for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Distinctions {
    /// Those that have a meaning of their own.
    named: BTreeSet<char>,
    /// Bytes where a range of a `/regex/` begins, or goes on behind one.
    borders: BTreeSet<u8>,
    has_regex: bool,
}

/// What digits, shas, slugs and git treat alike; within each the character that
/// reads best first.
const CLASSES: [&str; 8] = [
    "abcdef",
    "ghijkmnpqrstuvwxyzlo",
    "1234567",
    "0",
    "89",
    "ABCDEF",
    "GHIJKMNPQRSTUVWXYZLO",
    "#!%&()$'\"`;<>|}],=",
];

/// What git's and SemVer's grammars name.
const GRAMMARS: &str = "-/_.+@{lock";

impl Distinctions {
    pub(crate) fn name(&mut self, characters: impl IntoIterator<Item = char>) {
        self.named.extend(characters);
    }

    /// Tells the bytes of a range from those beside it.
    pub(crate) fn split(&mut self, first: u8, last: u8) {
        self.has_regex = true;
        self.borders.insert(first);
        self.borders.extend(last.checked_add(1));
    }

    /// Tells lower-case letters apart as upper-case ones are.
    pub(crate) fn lower(&mut self) {
        let named: Vec<char> = self.named.iter().map(char::to_ascii_lowercase).collect();
        self.named.extend(named);
        // The border behind `Z` is one behind `z` too.
        let is_of_upper = |border: &&u8| matches!(border, b'A'..=b'[');
        let borders: Vec<u8> =
            self.borders.iter().filter(is_of_upper).map(|border| border + (b'a' - b'A')).collect();
        self.borders.extend(borders);
    }

    /// The characters to try, those that read best first.
    pub(crate) fn characters(&self) -> Vec<char> {
        let named = || GRAMMARS.chars().chain(self.named.iter().copied());
        let is_named = |character: &char| named().any(|one| one == *character);
        // A `.` of a regex is one byte: characters of two, three and four.
        let foreign: &[char] = if self.has_regex { &['é', '日', '🦀'] } else { &['é'] };
        let mut chosen: BTreeMap<(usize, usize), char> = BTreeMap::new();
        for (number, class) in CLASSES.iter().enumerate() {
            for character in class.chars().filter(|character| !is_named(character)) {
                let is_before = |border: &&u8| char::from(**border) <= character;
                let segment = self.borders.iter().filter(is_before).count();
                chosen.entry((number, segment)).or_insert(character);
            }
        }
        let (mut all, rest): (Vec<char>, Vec<char>) =
            chosen.into_values().partition(char::is_ascii_alphanumeric);
        for character in named().chain(rest).chain(foreign.iter().copied()) {
            if !all.contains(&character) {
                all.push(character);
            }
        }
        all
    }

    /// The bytes of tags to try.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let bytes =
            self.characters().into_iter().filter_map(|character| u8::try_from(character).ok());
        bytes.filter(|byte| crate::name::is_inner_of_tag(*byte)).collect()
    }
}
