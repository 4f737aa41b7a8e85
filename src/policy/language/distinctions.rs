use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::policy::CharSet;

/// The characters that something distinguishes from others.
///
/// Of characters that nothing distinguishes from each other, only one is tried.
#[derive(Clone, Debug, Default)]
pub(crate) struct Distinctions {
    /// Those of ASCII that have a meaning of their own, a bit for each.
    named: u128,
    foreign: BTreeSet<char>,
    /// The bytes at which a run of a class begins, and those that follow the end of a
    /// run.
    borders: CharSet,
    has_class: bool,
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

/// The characters beyond ASCII of two, three and four bytes: the first, the one
/// that reads best, and the last.
const FOREIGN: [[char; 3]; 3] =
    [['\u{80}', 'é', '\u{7FF}'], ['\u{800}', '日', '\u{FFFF}'], ['\u{10000}', '🦀', char::MAX]];

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

    /// Distinguishes the bytes of a class from all others.
    pub(crate) fn split(&mut self, class: CharSet) {
        if class == CharSet::EVERY {
            return;
        }
        self.has_class = true;
        for (first, last) in class.runs() {
            let after = last.checked_add(1).unwrap_or(first);
            self.borders = self.borders.or(CharSet::of(&[first, after]));
        }
    }

    /// Adds the distinctions of another.
    pub(crate) fn add(&mut self, other: &Self) {
        self.named |= other.named;
        self.foreign.extend(&other.foreign);
        self.borders = self.borders.or(other.borders);
        self.has_class |= other.has_class;
    }

    /// Distinguishes from others what the letters become in lower case.
    pub(crate) fn fold_case(&mut self) {
        let named: Vec<char> = ('A'..='Z').filter(|one| self.named & bit(*one) != 0).collect();
        self.name(named.into_iter().map(|letter| letter.to_ascii_lowercase()));
        // The borders among upper-case letters become borders among lower-case ones;
        // the last is `[`, after `Z`.
        let upper = (b'A'..=b'[').filter(|border| self.borders.holds(*border));
        let lower = upper.map(|border| CharSet::of(&[border + (b'a' - b'A')]));
        self.borders = lower.fold(self.borders, CharSet::or);
    }

    /// The characters to try, those that read best first.
    pub(crate) fn characters(&self) -> Vec<char> {
        let all = ('\0'..='\x7F').filter(|one| self.named & bit(*one) != 0);
        let named = GRAMMARS.chars().chain(all).chain(self.foreign.iter().copied());
        let representatives = self.classes().into_iter().map(|(one, _)| one);
        let (mut all, rest): (Vec<char>, Vec<char>) =
            representatives.partition(char::is_ascii_alphanumeric);
        for character in named.chain(rest) {
            if !all.contains(&character) {
                all.push(character);
            }
        }
        all
    }

    /// Pairs of a character to try and another that nothing distinguishes from it, if
    /// there is one. Two names that differ only in these characters are still two
    /// names.
    pub(crate) fn twins(&self) -> Vec<(char, char)> {
        self.classes().into_iter().filter_map(|(one, twin)| Some((one, twin?))).collect()
    }

    /// For each class of characters that nothing distinguishes from each other, the one
    /// to try, and another.
    fn classes(&self) -> Vec<(char, Option<char>)> {
        let mut all: Vec<(char, Option<char>)> = Vec::new();
        for class in CLASSES {
            // By how many borders are before it.
            let mut chosen: Vec<(u32, char, Option<char>)> = Vec::new();
            for byte in class.bytes().filter(|byte| !self.is_named(char::from(*byte))) {
                let (segment, character) = (self.borders.count_up_to(byte), char::from(byte));
                match chosen.iter_mut().find(|(known, ..)| *known == segment) {
                    None => chosen.push((segment, character, None)),
                    Some((_, _, twin)) => drop(twin.get_or_insert(character)),
                }
            }
            chosen.sort_unstable_by_key(|(segment, ..)| *segment);
            all.extend(chosen.into_iter().map(|(_, one, twin)| (one, twin)));
        }
        // A class is of one byte: characters of two, three and four.
        let lengths = if self.has_class { FOREIGN.len() } else { 1 };
        let foreign = FOREIGN.iter().take(lengths).filter_map(|[first, best, last]| {
            let mut all = (*best..=*last).chain(*first..*best).filter(|one| !self.is_named(*one));
            Some((all.next()?, all.next()))
        });
        all.extend(foreign);
        all
    }

    fn is_named(&self, character: char) -> bool {
        match bit(character) {
            0 => self.foreign.contains(&character),
            bit => self.named & bit != 0 || GRAMMARS.contains(character),
        }
    }

    /// The bytes of tags to try.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let bytes =
            self.characters().into_iter().filter_map(|character| u8::try_from(character).ok());
        bytes.filter(|byte| crate::name::is_inner_of_tag(*byte)).collect()
    }

    /// The bytes of whole references to try.
    pub(crate) fn bytes_of_references(&self) -> Vec<u8> {
        let bytes =
            self.characters().into_iter().filter_map(|character| u8::try_from(character).ok());
        bytes.filter(|byte| crate::name::is_inner_of_tag(*byte) || b"/:".contains(byte)).collect()
    }
}

/// The bit of a character of ASCII; none for others.
fn bit(character: char) -> u128 {
    1_u128.checked_shl(character.into()).unwrap_or(0)
}
