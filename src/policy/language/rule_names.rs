use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::name_automaton::{NameAutomaton, StateId};
use crate::name::SlugRules;

/// The names that a rule takes, and what slugs make of their separators.
///
/// The tags of a rule share them: what one has followed, no other follows anew.
#[derive(Debug)]
pub(crate) struct RuleNames {
    pub(crate) automaton: NameAutomaton,
    /// What a slug may drop, or write `-` for, and what it makes of each.
    separators: Vec<(char, u8)>,
    /// Where the separators lead from a state of a name.
    separated: BTreeMap<StateId, Rc<[(char, StateId)]>>,
    /// The states of a name whose slug only gains by being far from the cut.
    elastic: Option<Vec<StateId>>,
}

impl RuleNames {
    pub(crate) fn new(automaton: NameAutomaton, slug: &SlugRules) -> Rc<RefCell<Self>> {
        let twins = automaton.twins().iter().map(|(_, twin)| twin);
        let all = automaton.symbols().iter().chain(twins);
        let mapped = all.map(|one| (*one, mapped(slug, *one)));
        let separators = mapped.filter(|(_, byte)| !byte.is_ascii_alphanumeric()).collect();
        let separated = BTreeMap::new();
        Rc::new(RefCell::new(Self { automaton, separators, separated, elastic: None }))
    }

    /// Where separators lead from a state of a name: those alone that no other
    /// of the same hyphen outdoes, and two at most where they lead to one state.
    pub(crate) fn separated(&mut self, from: StateId) -> Rc<[(char, StateId)]> {
        if let Some(known) = self.separated.get(&from) {
            return Rc::clone(known);
        }
        let names = &mut self.automaton;
        let steps = self.separators.iter();
        let steps = steps.filter_map(|(one, byte)| Some((*one, *byte, names.step(from, *one)?)));
        let steps: Vec<(char, u8, StateId)> = steps.collect();
        let is_outdone = |(_, byte, state): &&(char, u8, StateId)| {
            steps.iter().any(|(_, other, to)| other == byte && names.outdoes(*to, *state))
        };
        let mut best: Vec<(char, u8, StateId)> = Vec::new();
        for step in steps.iter().filter(|step| !is_outdone(step)) {
            let (_, byte, to) = step;
            let alike = best.iter().filter(|(_, other, state)| (other, state) == (byte, to));
            if alike.count() < MOST_ALIKE {
                best.push(*step);
            }
        }
        let best: Rc<[(char, StateId)]> = best.into_iter().map(|(one, _, to)| (one, to)).collect();
        if !names.effort().is_spent() {
            self.separated.insert(from, Rc::clone(&best));
        }
        best
    }

    /// Finds the elastic states, once.
    pub(crate) fn find_elastic(&mut self) {
        let separators: Vec<char> = self.separators.iter().map(|(one, _)| *one).collect();
        let automaton = &mut self.automaton;
        self.elastic.get_or_insert_with(|| automaton.elastic(&separators));
    }

    pub(crate) fn is_elastic(&self, state: StateId) -> bool {
        self.elastic.as_ref().is_some_and(|elastic| elastic.binary_search(&state).is_ok())
    }
}

/// Of separators that lead to one state, names with each have one slug: more of
/// them need not be told from two.
const MOST_ALIKE: usize = 2;

/// What becomes of a character in a slug.
pub(crate) fn mapped(slug: &SlugRules, character: char) -> u8 {
    let mut buffer = [0; 4];
    let first = character.encode_utf8(&mut buffer).bytes().next();
    slug.alphabet().map(first.unwrap_or_default())
}
