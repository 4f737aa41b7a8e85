use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::distinctions::Distinctions;
use super::regex_nfa::RegexNfa;
use super::search::Language;

/// The texts of a regex of this crate's own.
#[derive(Debug)]
pub(crate) struct RegexLanguage {
    nfa: RegexNfa,
    states: Vec<Vec<usize>>,
    numbers: BTreeMap<Vec<usize>, usize>,
}

impl RegexLanguage {
    pub(crate) fn new(expression: &str) -> Option<Self> {
        let nfa = RegexNfa::new(expression)?;
        let mut start = Vec::new();
        nfa.start(&mut start);
        let numbers = BTreeMap::from([(start.clone(), 0)]);
        Some(Self { nfa, states: Vec::from([start]), numbers })
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        self.nfa.distinguish(distinctions);
    }
}

impl Language for RegexLanguage {
    type State = usize;

    fn start(&mut self) -> usize {
        0
    }

    fn step(&mut self, from: usize, byte: u8, to: &mut Vec<usize>) {
        let mut next = Vec::new();
        let positions = self.states.get(from).into_iter().flatten();
        self.nfa.step(positions.copied(), char::from(byte), &mut next);
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return;
        }
        if let Some(known) = self.numbers.get(&next) {
            return to.push(*known);
        }
        to.push(self.states.len());
        self.numbers.insert(next.clone(), self.states.len());
        self.states.push(next);
    }

    fn accepts(&self, state: usize) -> bool {
        let positions = self.states.get(state).into_iter().flatten();
        self.nfa.accepts(positions.copied())
    }
}
