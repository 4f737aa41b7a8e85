use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::interner::StateId;
use super::name_automaton::NameAutomaton;
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

    /// Where separators lead from a state of a name: not those for which two
    /// others with the same hyphen do as well.
    ///
    /// What a name goes on with behind one that is left out, it goes on with behind
    /// the two: each slug is there, and so is whether it is one of two names.
    pub(crate) fn separated(&mut self, from: StateId) -> Rc<[(char, StateId)]> {
        if let Some(known) = self.separated.get(&from) {
            return Rc::clone(known);
        }
        let names = &mut self.automaton;
        let steps = self.separators.iter();
        let steps = steps.filter_map(|(one, byte)| Some((*one, *byte, names.step(from, *one)?)));
        let steps: Vec<Separated> = steps.collect();
        let outdoes =
            |one: &Separated, other: &Separated| one.1 == other.1 && names.outdoes(one.2, other.2);
        let is_outdone = |step: &&Separated| steps.iter().any(|other| outdoes(other, step));
        let (outdone, others): (Vec<_>, Vec<_>) = steps.iter().partition(is_outdone);
        let mut best: Vec<Separated> = Vec::new();
        for step in others.into_iter().chain(outdone) {
            let does_as_well =
                |kept: &&Separated| outdoes(kept, step) || (kept.1, kept.2) == (step.1, step.2);
            if best.iter().filter(does_as_well).count() < MOST_ALIKE {
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

/// A separator, what a slug makes of it, and where it leads.
type Separated = (char, u8, StateId);

/// More names of one slug need not be told from two.
const MOST_ALIKE: usize = 2;

/// What becomes of a character in a slug.
pub(crate) fn mapped(slug: &SlugRules, character: char) -> u8 {
    let mut buffer = [0; 4];
    let first = character.encode_utf8(&mut buffer).bytes().next();
    slug.alphabet().map(first.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::{NameAutomaton, RuleNames, SlugRules, StateId};
    use crate::name::SlugOptions;

    /// What one question had no steps for, the next one finds.
    #[test]
    fn what_was_given_up_is_not_remembered() {
        let slug = SlugRules::new(SlugOptions::default()).unwrap();
        let separated = |steps| {
            let names = NameAutomaton::matching("*", steps);
            let names = RuleNames::new(names, &slug);
            let mut names = names.borrow_mut();
            let found = names.separated(StateId::START).len();
            names.automaton.effort().grant(1_000);
            names.automaton.effort().begin();
            (found, names.separated(StateId::START).len())
        };
        assert_eq!(separated(1_000), (2, 2));
        assert_eq!(separated(1), (0, 2));
    }
}
