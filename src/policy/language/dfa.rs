use alloc::rc::Rc;
use alloc::vec::Vec;

use super::distinctions::Distinctions;
use super::expression::Expression;
use super::interner::{Interner, StateId};
use super::nfa::{Nfa, SeenNodes};
use super::search::Language;

/// The texts of some expressions, or all others, as a deterministic automaton over
/// bytes.
#[derive(Clone, Debug)]
pub(crate) struct Dfa {
    nfa: Rc<Nfa>,
    seen: SeenNodes,
    sets: Interner<Vec<usize>>,
    /// Whether a text of the expressions may end at each state.
    ends: Vec<bool>,
    /// Where each byte that was read at a state leads, ascending.
    steps: Vec<Vec<(u8, StateId)>>,
    /// Whether its texts are those that are of no expression.
    is_complement: bool,
    distinctions: Distinctions,
}

impl Dfa {
    pub(crate) fn new(nfa: impl Into<Rc<Nfa>>) -> Self {
        let nfa = nfa.into();
        let start = nfa.start();
        let mut dfa = Self {
            nfa,
            seen: SeenNodes::default(),
            sets: Interner::new(),
            ends: Vec::new(),
            steps: Vec::new(),
            is_complement: false,
            distinctions: Distinctions::default(),
        };
        dfa.number(start);
        dfa
    }

    /// The same texts, nothing of which has been read.
    pub(crate) fn anew(&self) -> Self {
        let distinctions = self.distinctions.clone();
        Self { is_complement: self.is_complement, distinctions, ..Self::new(Rc::clone(&self.nfa)) }
    }

    /// How many nodes its expressions were written out as.
    pub(crate) fn size(&self) -> usize {
        self.nfa.size()
    }

    /// The texts of an expression; `None` where it is too large.
    pub(crate) fn of(expression: &Expression) -> Option<Self> {
        let mut nfa = Nfa::new();
        nfa.add(expression)?;
        let mut dfa = Self::new(nfa);
        expression.distinguish(&mut dfa.distinctions);
        Some(dfa)
    }

    /// The texts of a regex of this crate's own.
    pub(crate) fn of_regex(regex: &str) -> Option<Self> {
        Self::of(&Expression::of_regex(regex)?)
    }

    /// All texts but its own.
    pub(crate) fn complement(self) -> Self {
        Self { is_complement: !self.is_complement, ..self }
    }

    /// The characters to try: two of each class that nothing distinguishes, without
    /// control characters.
    pub(crate) fn symbols(&self) -> Vec<char> {
        let twins = self.distinctions.twins().into_iter().map(|(_, twin)| twin);
        let all = self.distinctions.characters().into_iter().chain(twins);
        all.filter(|one| !one.is_control()).collect()
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        distinctions.add(&self.distinctions);
    }

    /// Where a byte leads; `None` where none of its texts goes on with it.
    pub(crate) fn next(&mut self, from: StateId, byte: u8, looks: &mut usize) -> Option<StateId> {
        let known = self.steps.get(from.index())?;
        let place = known.partition_point(|(read, _)| *read < byte);
        let to = match known.get(place) {
            Some((read, to)) if *read == byte => *to,
            _ => {
                let next = self.nfa.step(self.sets.get(from)?, byte, &mut self.seen, looks);
                let to = self.number(next);
                self.steps.get_mut(from.index())?.insert(place, (byte, to));
                to
            }
        };
        (self.is_complement || !self.positions(to).is_empty()).then_some(to)
    }

    /// Where the bytes of a character lead.
    pub(crate) fn read(
        &mut self,
        from: StateId,
        character: char,
        looks: &mut usize,
    ) -> Option<StateId> {
        let mut buffer = [0; 4];
        let mut bytes = character.encode_utf8(&mut buffer).bytes();
        bytes.try_fold(from, |from, byte| self.next(from, byte, looks))
    }

    /// Whether a text is one of its own.
    pub(crate) fn has(&mut self, text: &str) -> bool {
        let mut bytes = text.bytes();
        let end = bytes.try_fold(StateId::START, |from, byte| self.next(from, byte, &mut 0));
        end.is_some_and(|end| self.is_end(end))
    }

    /// How many positions a state represents.
    pub(crate) fn weight(&self, state: StateId) -> usize {
        self.positions(state).len()
    }

    /// Whether every name that goes on from here is a text of its own.
    pub(crate) fn takes_all(&self, state: StateId) -> bool {
        !self.is_complement && self.nfa.takes_all(self.positions(state))
    }

    /// Whether no text goes on from here.
    pub(crate) fn is_over(&self, state: StateId) -> bool {
        !self.is_complement && self.nfa.is_over(self.positions(state))
    }

    pub(crate) fn is_end(&self, state: StateId) -> bool {
        (self.ends.get(state.index()) == Some(&true)) != self.is_complement
    }

    fn number(&mut self, positions: Vec<usize>) -> StateId {
        let number = self.sets.number(positions);
        if number.index() == self.ends.len() {
            let is_end = self.nfa.accepts(self.positions(number));
            self.ends.push(is_end);
            self.steps.push(Vec::new());
        }
        number
    }

    fn positions(&self, state: StateId) -> &[usize] {
        self.sets.get(state).map_or(&[], |positions| positions)
    }
}

impl Language for Dfa {
    fn start(&mut self) -> StateId {
        StateId::START
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        to.extend(self.next(from, byte, &mut 0));
    }

    fn accepts(&self, state: StateId) -> bool {
        self.is_end(state)
    }
}
