//! Searches a set of names for two versions that give one tag: two of which one is older, or a final
//! one and a prerelease.
//!
//! The order of versions is total. Of two versions that are not equal one is older, so it is enough
//! to find two that differ. The search reads both versions at once, number by number. Where the tag
//! contains a number, both versions have the same value. Otherwise the values are free. Of all values
//! that lead to the same state of the names automaton, the search keeps two: whatever value the other
//! version has, at least one of the two differs from it.

use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;

use super::side::Side;
use crate::policy::language::{NameAutomaton, StateId};
use crate::policy::{Fact, VersionScheme};

/// Names that are versions of a scheme after one of several prefixes: one set for each of the two
/// versions.
pub(super) struct TwoVersions<'n> {
    pub(super) names: [NameAutomaton; 2],
    /// Whether the two are to differ, so that one is older, or are of two kinds anyway.
    pub(super) is_of_one_kind: bool,
    pub(super) scheme: VersionScheme,
    pub(super) prefixes: &'n [String],
}

/// What two versions have in common: what a tag names of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Common {
    numbers: [bool; 3],
    prerelease: bool,
}

/// A version that is read in part, or whole.
#[derive(Clone, Debug)]
struct Reading {
    /// Which of the two it is.
    side: usize,
    prefix: usize,
    /// The version without its prefix.
    text: String,
    /// `None` if the name is over.
    state: Option<StateId>,
}

type Two = [Reading; 2];

/// Numbers with more than these in front are versions of nobody.
const MOST_NUMBERS: usize = 6;
/// What follows the numbers of one version, as far as it may differ in the order.
const MOST_TAILS: usize = 4;

impl Common {
    pub(super) fn of(side: &Side<'_>) -> Self {
        Self {
            numbers: [Fact::Major, Fact::Minor, Fact::Patch].map(|fact| side.has(&[fact])),
            prerelease: side.has(&[Fact::Prerelease]),
        }
    }
}

impl TwoVersions<'_> {
    /// Two names, of one kind the newer first; `Err` if that takes too long.
    pub(super) fn find(&mut self, common: Common) -> Result<Option<[String; 2]>, ()> {
        let [lefts, rights] = [0, 1].map(|side| self.starts(side));
        let mut seen = BTreeSet::new();
        let mut open: VecDeque<(usize, Two)> = VecDeque::new();
        for left in &lefts {
            open.extend(rights.iter().map(|right| (0, [left.clone(), right.clone()])));
        }
        let mut is_open = false;
        while let Some((count, two)) = open.pop_front() {
            for two in self.with_numbers(&two, common.numbers.get(count) == Some(&true)) {
                if let Some(found) = self.ended(&two, count + 1, common, &mut is_open) {
                    return Ok(Some(found));
                }
                for next in self.going_on(&two, count + 1) {
                    let order = self.compare(&next).is_some_and(core::cmp::Ordering::is_ne);
                    let states = next.each_ref().map(|one| one.state);
                    if seen.insert((count, states, order)) {
                        open.push_back((count + 1, next));
                    }
                }
            }
        }
        let is_spent = self.names.iter().any(|names| names.effort().is_spent());
        if is_open || is_spent { Err(()) } else { Ok(None) }
    }

    /// What is read of the prefixes.
    fn starts(&mut self, side: usize) -> Vec<Reading> {
        let mut starts = Vec::new();
        for (prefix, text) in self.prefixes.iter().enumerate() {
            let begin = text.chars().try_fold(StateId::START, |at, one| self.step(side, at, one));
            let state = begin.map(Some);
            starts.extend(state.map(|state| Reading { side, prefix, text: String::new(), state }));
        }
        starts
    }

    fn step(&mut self, side: usize, from: StateId, character: char) -> Option<StateId> {
        self.names.get_mut(side)?.step(from, character)
    }

    fn accepts(&self, side: usize, state: StateId) -> bool {
        self.names.get(side).is_some_and(|names| names.accepts(state))
    }

    fn symbols(&self) -> Vec<char> {
        let mut all: Vec<char> = Vec::new();
        for symbol in self.names.iter().flat_map(NameAutomaton::symbols) {
            if !all.contains(symbol) {
                all.push(*symbol);
            }
        }
        all
    }

    /// The two with one more number each, which are the same if they have it in common.
    fn with_numbers(&mut self, two: &Two, is_common: bool) -> Vec<Two> {
        let [left, right] = two;
        let mut all = Vec::new();
        match (left.state, right.state) {
            (Some(ours), Some(theirs)) if is_common => {
                for (to, digits) in self.common_digits([ours, theirs]) {
                    all.push([left.then(&digits, to[0]), right.then(&digits, to[1])]);
                }
            }
            (Some(ours), Some(theirs)) => {
                let (ours, theirs) = (self.values(0, ours), self.values(1, theirs));
                for (our_end, our) in &ours {
                    for (their_end, their) in &theirs {
                        for ours in our {
                            let with = |theirs: &String| {
                                [left.then(ours, *our_end), right.then(theirs, *their_end)]
                            };
                            all.extend(their.iter().map(with));
                        }
                    }
                }
            }
            (Some(state), None) | (None, Some(state)) => {
                let side = usize::from(left.state.is_none());
                for (end, digits) in self.values(side, state) {
                    let of = |one: &Reading, digits: &str| match one.state {
                        Some(_) => one.then(digits, end),
                        None => one.clone(),
                    };
                    let is_taken = |digits: &&String| !is_common || is_zero(digits);
                    let digits = digits.iter().filter(is_taken);
                    all.extend(digits.map(|digits| [of(left, digits), of(right, digits)]));
                }
            }
            (None, None) => {}
        }
        all.sort_by_key(|two| two.each_ref().map(|one| one.text.len()).iter().sum::<usize>());
        all
    }

    /// Where a number leads, and the least two of its values there.
    fn values(&mut self, side: usize, from: StateId) -> BTreeMap<StateId, Vec<String>> {
        let mut found: BTreeMap<StateId, Vec<String>> = BTreeMap::new();
        let mut open = VecDeque::from([(from, String::new())]);
        while let Some((state, text)) = open.pop_front() {
            for digit in '0'..='9' {
                let Some(to) = self.step(side, state, digit) else { continue };
                let mut longer = text.clone();
                longer.push(digit);
                let values = found.entry(to).or_default();
                let is_known = values.iter().any(|one| value(one) == value(&longer));
                if values.len() < 2 && !is_known {
                    values.push(longer.clone());
                    open.push_back((to, longer));
                }
            }
        }
        found
    }

    /// Where one number leads from two states.
    fn common_digits(&mut self, from: [StateId; 2]) -> BTreeMap<[StateId; 2], String> {
        let mut found = BTreeMap::new();
        let mut open = VecDeque::from([(from, String::new())]);
        while let Some(([left, right], text)) = open.pop_front() {
            for digit in '0'..='9' {
                let both = (self.step(0, left, digit), self.step(1, right, digit));
                let (Some(left), Some(right)) = both else { continue };
                found.entry([left, right]).or_insert_with(|| {
                    let longer = alloc::format!("{text}{digit}");
                    open.push_back(([left, right], longer.clone()));
                    longer
                });
            }
        }
        found
    }

    /// Returns two complete versions that differ, if these may end after so many numbers.
    fn ended(
        &mut self,
        two: &Two,
        count: usize,
        common: Common,
        is_open: &mut bool,
    ) -> Option<[String; 2]> {
        if !self.may_end(count) {
            return None;
        }
        let [lefts, rights] = match two.each_ref().map(|one| one.state) {
            [Some(left), Some(right)] if common.prerelease => {
                let tail = self.common_tail([left, right])?;
                two.each_ref().map(|one| Vec::from([one.ended(&tail)]))
            }
            _ => two.each_ref().map(|one| self.endings(one)),
        };
        // After the numbers of a final SemVer version, only build metadata can follow.
        let is_cut = |all: &Vec<Reading>| {
            let is_final = |one: &Reading| !one.text.contains('-');
            let is_sem_ver = self.scheme == VersionScheme::SemVer;
            all.len() == MOST_TAILS && !(is_sem_ver && all.iter().all(is_final))
        };
        let may_be_more = is_cut(&lefts) || is_cut(&rights);
        for left in lefts {
            for right in &rights {
                let both = [left.clone(), right.clone()];
                let newer = match self.compare(&both) {
                    _ if !self.is_of_one_kind => [&left, right],
                    Some(core::cmp::Ordering::Greater) => [&left, right],
                    Some(core::cmp::Ordering::Less) => [right, &left],
                    _ => continue,
                };
                return Some(newer.map(|one| self.name(one)));
            }
        }
        *is_open |= may_be_more;
        None
    }

    /// Continues both after a dot, or one of them after the end of the other.
    fn going_on(&mut self, two: &Two, count: usize) -> Vec<Two> {
        if count == MOST_NUMBERS {
            return Vec::new();
        }
        let mut ways: [Vec<Reading>; 2] = [Vec::new(), Vec::new()];
        for (one, ways) in two.iter().zip(&mut ways) {
            let Some(state) = one.state else {
                ways.push(one.clone());
                continue;
            };
            ways.extend(self.step(one.side, state, '.').map(|to| one.then(".", to)));
            if self.may_end(count) {
                ways.extend(self.endings(one).into_iter().take(1));
            }
        }
        let [lefts, rights] = ways;
        let both = lefts.iter().flat_map(|left| rights.iter().map(move |right| (left, right)));
        let go_on = both.filter(|(left, right)| left.state.is_some() || right.state.is_some());
        go_on.map(|(left, right)| [left.clone(), right.clone()]).collect()
    }

    fn may_end(&self, count: usize) -> bool {
        match self.scheme {
            VersionScheme::SemVer => count == 3,
            VersionScheme::Dotted => count >= 2,
            VersionScheme::Pep440 => true,
        }
    }

    /// The ways in which a version can end after its numbers: those without build metadata,
    /// if there are any.
    fn endings(&mut self, one: &Reading) -> Vec<Reading> {
        let Some(state) = one.state else { return Vec::from([one.clone()]) };
        let plain = self.tails(one.side, state, false);
        let tails = if plain.is_empty() { self.tails(one.side, state, true) } else { plain };
        tails.iter().map(|tail| one.ended(tail)).collect()
    }

    fn tails(&mut self, side: usize, from: StateId, with_build: bool) -> Vec<String> {
        let symbols = self.symbols();
        let mut visits: BTreeMap<StateId, usize> = BTreeMap::new();
        let (mut found, mut open) = (Vec::new(), VecDeque::from([(from, String::new())]));
        while let Some((state, text)) = open.pop_front() {
            let visit = visits.entry(state).or_default();
            *visit += 1;
            if *visit > MOST_TAILS {
                continue;
            }
            if self.accepts(side, state) {
                found.push(text.clone());
                if found.len() == MOST_TAILS {
                    break;
                }
            }
            for symbol in symbols.iter().filter(|one| with_build || **one != '+') {
                if !continues_numbers(&text, *symbol) {
                    if let Some(to) = self.step(side, state, *symbol) {
                        let mut longer = text.clone();
                        longer.push(*symbol);
                        open.push_back((to, longer));
                    }
                }
            }
        }
        found
    }

    fn common_tail(&mut self, from: [StateId; 2]) -> Option<String> {
        let symbols = self.symbols();
        let mut seen = BTreeSet::from([from]);
        let mut open = VecDeque::from([(from, String::new())]);
        while let Some(([left, right], text)) = open.pop_front() {
            if self.accepts(0, left) && self.accepts(1, right) {
                return Some(text);
            }
            for symbol in symbols.iter().filter(|one| !continues_numbers(&text, **one)) {
                let both = (self.step(0, left, *symbol), self.step(1, right, *symbol));
                let (Some(left), Some(right)) = both else { continue };
                if seen.insert([left, right]) {
                    let mut longer = text.clone();
                    longer.push(*symbol);
                    open.push_back(([left, right], longer));
                }
            }
        }
        None
    }

    /// The order of two versions, or of their numbers.
    fn compare(&self, two: &Two) -> Option<core::cmp::Ordering> {
        let [left, right] = two.each_ref().map(|one| one.text.trim_end_matches('.'));
        // Numbers alone are ordered as dotted ones are, of which two are the fewest.
        let numbers = |text: &str| alloc::format!("{text}.0");
        match (self.scheme.read(left), self.scheme.read(right)) {
            (Ok(left), Ok(right)) => Some(left.cmp(&right)),
            _ => {
                let (left, right) = (numbers(left), numbers(right));
                let scheme = VersionScheme::Dotted;
                Some(scheme.read(&left).ok()?.cmp(&scheme.read(&right).ok()?))
            }
        }
    }

    fn name(&self, one: &Reading) -> String {
        let prefix = self.prefixes.get(one.prefix).map_or("", |prefix| prefix);
        [prefix, &one.text].concat()
    }
}

impl Reading {
    fn then(&self, more: &str, state: StateId) -> Self {
        Self { text: [&self.text, more].concat(), state: Some(state), ..self.clone() }
    }

    fn ended(&self, tail: &str) -> Self {
        Self { text: [&self.text, tail].concat(), state: None, ..self.clone() }
    }
}

/// Whether a character after the numbers of a version belongs to them.
fn continues_numbers(tail: &str, next: char) -> bool {
    next.is_ascii_digit() && (tail.is_empty() || tail == ".")
}

fn value(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

fn is_zero(digits: &str) -> bool {
    value(digits).is_empty()
}
