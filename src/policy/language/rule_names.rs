use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::interner::StateId;
use super::name_automaton::NameAutomaton;
use crate::name::{Fate, SlugRules};
use crate::policy::SlugId;

/// The names that a rule takes, and what slugs make of their separators.
///
/// The tags of a rule share them: what one has followed, no other follows anew.
#[derive(Debug)]
pub(crate) struct RuleNames {
    pub(crate) automaton: NameAutomaton,
    /// For each of the slugs that were asked for, what it makes of the names.
    slugs: BTreeMap<SlugId, Separators>,
}

/// What a slug makes of the separators in names.
#[derive(Debug)]
struct Separators {
    /// What the slug may drop, or write its replacement for, and what it makes of each.
    all: Vec<(char, Fate)>,
    /// Where the separators lead from a state of a name.
    steps: BTreeMap<StateId, Rc<[(char, StateId)]>>,
    /// The states of a name whose slug only gains by being far from the cut.
    elastic: Option<Vec<StateId>>,
}

impl RuleNames {
    pub(crate) fn new(automaton: NameAutomaton) -> Rc<RefCell<Self>> {
        Rc::new(RefCell::new(Self { automaton, slugs: BTreeMap::new() }))
    }

    fn separators(
        &mut self,
        (id, rules): (SlugId, &SlugRules),
    ) -> (&mut NameAutomaton, &mut Separators) {
        let Self { automaton, slugs } = self;
        let separators = slugs.entry(id).or_insert_with(|| {
            let twins = automaton.twins().iter().map(|(_, twin)| twin);
            let all = automaton.symbols().iter().chain(twins);
            let fates = all.map(|one| (*one, rules.alphabet().fate(*one)));
            let is_separator = |(_, fate): &(char, Fate)| {
                fate.byte.is_none_or(|byte| !byte.is_ascii_alphanumeric())
            };
            let all = fates.filter(is_separator).collect();
            Separators { all, steps: BTreeMap::new(), elastic: None }
        });
        (automaton, separators)
    }

    /// Where separators lead from a state of a name. A separator is left out if two
    /// others with the same fate dominate it.
    ///
    /// Whatever a name continues with after the separator that is left out, it can
    /// continue with after either of the two. So every slug is still found, and so is
    /// whether two names have it.
    pub(crate) fn separated(
        &mut self,
        slug: (SlugId, &SlugRules),
        from: StateId,
    ) -> Rc<[(char, StateId)]> {
        let (names, separators) = self.separators(slug);
        if let Some(known) = separators.steps.get(&from) {
            return Rc::clone(known);
        }
        let steps = separators.all.iter();
        let steps = steps.filter_map(|(one, fate)| Some((*one, *fate, names.step(from, *one)?)));
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
            separators.steps.insert(from, Rc::clone(&best));
        }
        best
    }

    /// Finds the elastic states, once.
    pub(crate) fn find_elastic(&mut self, slug: (SlugId, &SlugRules)) {
        let (automaton, separators) = self.separators(slug);
        let all: Vec<char> = separators.all.iter().map(|(one, _)| *one).collect();
        separators.elastic.get_or_insert_with(|| automaton.elastic(&all));
    }

    pub(crate) fn is_elastic(&self, id: SlugId, state: StateId) -> bool {
        let elastic = self.slugs.get(&id).and_then(|slug| slug.elastic.as_ref());
        elastic.is_some_and(|elastic| elastic.binary_search(&state).is_ok())
    }
}

/// A separator, what a slug makes of it, and where it leads.
type Separated = (char, Fate, StateId);

/// Whether one slug has two names is asked, and never whether it has more.
const MOST_ALIKE: usize = 2;

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeMap;

    use super::{NameAutomaton, RuleNames, StateId};
    use crate::data::Path;
    use crate::name::SlugOptions;
    use crate::policy::{SlugName, Slugs};

    /// What one question had no steps for, the next one finds.
    #[test]
    fn what_was_given_up_is_not_remembered() {
        let own = SlugOptions::default();
        let slugs = Slugs::new(&own, &BTreeMap::new(), &Path::Root).unwrap();
        let slug = (slugs.id(&SlugName::OWN), slugs.own());
        let separated = |steps| {
            let names = NameAutomaton::matching("*", steps);
            let names = RuleNames::new(names);
            let mut names = names.borrow_mut();
            let found = names.separated(slug, StateId::START).len();
            names.automaton.effort().grant(1_000);
            names.automaton.effort().begin();
            (found, names.separated(slug, StateId::START).len())
        };
        assert_eq!(separated(1_000), (2, 2));
        assert_eq!(separated(1), (0, 2));
    }
}
