use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// Which characters something tells from others.
///
/// Of characters that nothing tells apart, one is tried for all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Distinctions {
    /// Those of ASCII that have a meaning of their own, a bit for each.
    named: u128,
    foreign: BTreeSet<char>,
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
        for character in characters {
            match bit(character) {
                0 => drop(self.foreign.insert(character)),
                bit => self.named |= bit,
            }
        }
    }

    /// Tells the bytes of a range from those beside it.
    pub(crate) fn split(&mut self, first: u8, last: u8) {
        self.has_regex = true;
        self.borders.insert(first);
        self.borders.extend(last.checked_add(1));
    }

    /// Tells from others what the letters become in lower case.
    pub(crate) fn fold_case(&mut self) {
        let named: Vec<char> = ('A'..='Z').filter(|one| self.named & bit(*one) != 0).collect();
        self.name(named.into_iter().map(|letter| letter.to_ascii_lowercase()));
        // Behind `Z` begins what is behind `z`.
        let letters = self.borders.range(b'A'..=b'[');
        let lower: Vec<u8> = letters.map(|border| border + (b'a' - b'A')).collect();
        self.borders.extend(lower);
    }

    /// The characters to try, those that read best first.
    pub(crate) fn characters(&self) -> Vec<char> {
        let grammars = GRAMMARS.chars().fold(0, |bits, one| bits | bit(one));
        let is_named = |character: &char| (self.named | grammars) & bit(*character) != 0;
        let all = ('\0'..='\x7F').filter(|one| self.named & !grammars & bit(*one) != 0);
        let named = GRAMMARS.chars().chain(all).chain(self.foreign.iter().copied());
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
        for character in named.chain(rest).chain(foreign.iter().copied()) {
            if !all.contains(&character) {
                all.push(character);
            }
        }
        all
    }

    /// Characters that nothing tells from these, one each: names that differ in
    /// them alone are two.
    pub(crate) fn twins(&self, characters: &[char]) -> Vec<(char, char)> {
        let segment =
            |one: char| self.borders.iter().filter(move |border| char::from(**border) <= one);
        let twin = |one: &char| {
            let mut class = CLASSES.iter().find(|class| class.contains(*one))?.chars();
            let is_twin = |other: &char| {
                other != one
                    && self.named & bit(*other) == 0
                    && !GRAMMARS.contains(*other)
                    && segment(*other).count() == segment(*one).count()
            };
            let is_told = self.named & bit(*one) != 0 || GRAMMARS.contains(*one);
            class.find(is_twin).filter(|_| !is_told).map(|other| (*one, other))
        };
        characters.iter().filter_map(twin).collect()
    }

    /// The bytes of tags to try.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let bytes =
            self.characters().into_iter().filter_map(|character| u8::try_from(character).ok());
        bytes.filter(|byte| crate::name::is_inner_of_tag(*byte)).collect()
    }
}

/// The bit of a character of ASCII; none for others.
fn bit(character: char) -> u128 {
    1_u128.checked_shl(character.into()).unwrap_or(0)
}
