use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use super::interner::StateId;
use super::name_automaton::NameAutomaton;

/// Whether there are two is asked, and never whether there are more.
const MOST: usize = 2;

impl NameAutomaton {
    /// The shortest of the names, or another where that one takes too long;
    /// `None` where none was found.
    pub(crate) fn shortest(&mut self) -> Option<String> {
        self.examples().into_iter().next()
    }

    /// The two shortest of the names, or others where those take too long; fewer
    /// where fewer were found.
    pub(crate) fn examples(&mut self) -> Vec<String> {
        let found = self.completions(StateId::START);
        if !found.is_empty() || !self.effort().is_spent() {
            return found.to_vec();
        }
        self.effort().begin();
        self.deep(MOST)
    }

    /// Whether there is no name; `None` where that takes too long.
    pub(crate) fn is_empty(&mut self) -> Option<bool> {
        match self.deep(1).is_empty() {
            true if self.effort().is_spent() => None,
            is_empty => Some(is_empty),
        }
    }

    /// The two shortest texts that complete a name from here; fewer if there are fewer.
    pub(crate) fn completions(&mut self, from: StateId) -> Rc<[String]> {
        if let Some(known) = self.completions.get(&from) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let mut visits: BTreeMap<StateId, usize> = BTreeMap::new();
        let mut open = VecDeque::from([(from, String::new())]);
        while let Some((state, text)) = open.pop_front() {
            let visit = visits.entry(state).or_default();
            *visit += 1;
            if *visit > MOST {
                continue;
            }
            if self.accepts(state) {
                found.push(text.clone());
                if found.len() == MOST {
                    break;
                }
            }
            for (symbol, to) in self.steps(state) {
                if visits.get(&to).is_none_or(|visits| *visits < MOST) {
                    open.push_back((to, longer(&text, symbol)));
                }
            }
        }
        if let [one] = &*found {
            found.extend(self.twin(from, one));
        }
        let found: Rc<[String]> = found.into();
        if !self.effort().is_spent() {
            self.completions.insert(from, Rc::clone(&found));
        }
        found
    }

    /// The shortest of the names that hold a character for which `holds` is
    /// true, or `None` where none was found.
    pub(crate) fn shortest_with(&mut self, holds: impl Fn(char) -> bool) -> Option<String> {
        let start = (StateId::START, false);
        let mut seen = BTreeSet::from([start]);
        let mut open = VecDeque::from([(start, String::new())]);
        while let Some(((state, has), text)) = open.pop_front() {
            if has && self.accepts(state) {
                return Some(text);
            }
            for (symbol, to) in self.steps(state) {
                let to = (to, has || holds(symbol));
                if seen.insert(to) {
                    open.push_back((to, longer(&text, symbol)));
                }
            }
        }
        None
    }

    /// Some names, found into the depth: where a pattern counts, there are more
    /// short texts than are worth it.
    fn deep(&mut self, most: usize) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = Vec::from([(StateId::START, String::new())]);
        let mut seen = BTreeSet::from([StateId::START]);
        while let Some((state, text)) = open.pop() {
            if self.accepts(state) {
                found.push(text.clone());
                if found.len() == most {
                    break;
                }
            }
            for (symbol, to) in self.steps(state) {
                if seen.insert(to) {
                    open.push((to, longer(&text, symbol)));
                }
            }
        }
        found
    }

    /// Where each character to try leads from a state.
    fn steps(&mut self, from: StateId) -> Vec<(char, StateId)> {
        let symbols = self.symbols().to_vec();
        symbols.into_iter().filter_map(|one| Some((one, self.step(from, one)?))).collect()
    }

    /// Another text that completes a name from here: as long as this one, with one
    /// character replaced by another of its class.
    fn twin(&mut self, from: StateId, text: &str) -> Option<String> {
        let twins = self.twins().to_vec();
        let others = text.char_indices().flat_map(|(index, found)| {
            let of = twins.iter().filter(move |(one, _)| *one == found);
            of.filter_map(move |(_, other)| {
                let (before, after) = text.split_at_checked(index)?;
                let rest = after.get(found.len_utf8()..)?;
                Some(longer(before, *other) + rest)
            })
        });
        for other in others {
            let end = other.chars().try_fold(from, |state, one| self.step(state, one));
            if end.is_some_and(|state| self.accepts(state)) {
                return Some(other);
            }
        }
        None
    }
}

fn longer(text: &str, by: char) -> String {
    let mut longer = String::with_capacity(text.len() + by.len_utf8());
    longer.push_str(text);
    longer.push(by);
    longer
}

#[cfg(test)]
mod tests {
    use super::{NameAutomaton, StateId};

    #[test]
    fn a_name_after_very_many_texts_is_found() {
        let mut far = NameAutomaton::matching("/[ab]*a[ab]{14}/", 400_000);
        assert_eq!(far.examples(), ["aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaab"]);
        assert_eq!(far.is_empty(), Some(false));
    }

    /// What is given up takes no steps of what is asked next.
    #[test]
    fn what_is_not_found_is_given_up() {
        let mut hard = NameAutomaton::matching("/[ab]*a[ab]{14}[^a]{3}/", 200_000);
        assert_eq!(hard.completions(StateId::START).len(), 0);
        assert!(hard.effort().is_spent());
        let mut none = NameAutomaton::matching("/[ab]*a[ab]{14}~/", 200_000);
        assert_eq!(none.is_empty(), None);
        let mut few = NameAutomaton::matching("/a[~]|b/", 200_000);
        assert_eq!(few.examples(), ["b"]);
        assert!(!few.effort().is_spent());
    }

    /// What one question had no steps for, the next one finds.
    #[test]
    fn what_was_given_up_is_not_remembered() {
        let mut hard = NameAutomaton::matching("/[ab]*a[ab]{7}/", 100);
        assert_eq!(hard.completions(StateId::START).len(), 0);
        hard.effort().grant(200_000);
        hard.effort().begin();
        assert_eq!(hard.completions(StateId::START).len(), 2);
    }

    /// A short name is returned, however long the search for the second takes.
    #[test]
    fn the_name_that_was_found_is_returned() {
        let mut names = NameAutomaton::matching("/a|[ab]*a[ab]{14}[^a]{3}/", 400_000);
        assert_eq!(names.examples(), ["a"]);
    }

    #[test]
    fn the_shortest_name_with_a_character_is_found() {
        let mut names = NameAutomaton::matching("/[ab]b?c*/", 200_000);
        assert_eq!(names.shortest_with(|one| one == 'c').as_deref(), Some("ac"));
        assert_eq!(names.shortest_with(|one| one == 'b').as_deref(), Some("b"));
        assert_eq!(names.shortest_with(|one| one == 'd'), None);
        let mut before = NameAutomaton::matching("ab", 200_000);
        assert_eq!(before.shortest_with(|one| one == 'a').as_deref(), Some("ab"));
    }
}
