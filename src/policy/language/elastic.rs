use alloc::vec::Vec;

use super::interner::StateId;
use super::name_automaton::NameAutomaton;

/// More states than everyday patterns have. Of the states of a larger automaton, none
/// is known to be elastic.
const MOST_STATES: usize = 400;

/// A state, and where each character to try leads, separators first.
struct KnownState {
    accepts: bool,
    after_separators: Vec<usize>,
    after_others: Vec<usize>,
}

impl NameAutomaton {
    /// The states from which on a name may be made longer by separators wherever
    /// it has come to, unless it may end there; ascending.
    ///
    /// Where a slug is trimmed, a name that is further from the cut has all slugs
    /// there that one nearer to it has.
    pub(crate) fn elastic(&mut self, separators: &[char]) -> Vec<StateId> {
        let Some((ids, states)) = self.known(separators) else { return Vec::new() };
        let any =
            |holds: &[bool], of: &[usize]| of.iter().any(|one| holds.get(*one) == Some(&true));
        let after = |known: &KnownState| {
            let all = known.after_separators.iter().chain(&known.after_others);
            all.copied().collect::<Vec<_>>()
        };
        // The states from which some name can come to its end.
        let live = least(&states, |holds, _, known| known.accepts || any(holds, &after(known)));
        // The states from which separators neither go on without end nor lead to the
        // end of a name.
        let stiff = least(&states, |holds, _, known| {
            let goes_on =
                |to: &usize| live.get(*to) == Some(&true) && holds.get(*to) != Some(&true);
            !known.accepts && !known.after_separators.iter().any(goes_on)
        });
        let bad: Vec<bool> = live.iter().zip(&stiff).map(|(live, stiff)| *live && *stiff).collect();
        let reaches_bad = least(&states, |holds, index, known| {
            bad.get(index) == Some(&true) || any(holds, &after(known))
        });
        let known = ids.iter().zip(live.iter().zip(reaches_bad));
        let mut elastic: Vec<StateId> =
            known.filter(|(_, (live, bad))| **live && !bad).map(|(id, _)| *id).collect();
        elastic.sort_unstable();
        elastic
    }

    /// Whether patterns take so few names that they could be listed: nothing in
    /// them is repeated.
    pub(crate) fn is_finite(&mut self) -> bool {
        let Some((_, states)) = self.known(&[]) else { return false };
        let live = least(&states, |holds, _, known| {
            known.accepts || known.after_others.iter().any(|one| holds.get(*one) == Some(&true))
        });
        let ends = least(&states, |holds, _, known| {
            let mut after = known.after_others.iter();
            after.all(|one| live.get(*one) != Some(&true) || holds.get(*one) == Some(&true))
        });
        ends.first() == Some(&true)
    }

    /// All states, and their steps among them.
    fn known(&mut self, separators: &[char]) -> Option<(Vec<StateId>, Vec<KnownState>)> {
        let symbols = self.symbols().to_vec();
        let mut ids = Vec::from([StateId::START]);
        let mut states = Vec::new();
        while let Some(id) = ids.get(states.len()).copied() {
            let mut known = KnownState {
                accepts: self.accepts(id),
                after_separators: Vec::new(),
                after_others: Vec::new(),
            };
            for symbol in &symbols {
                let Some(to) = self.step(id, *symbol) else { continue };
                let index = ids.iter().position(|known| *known == to).unwrap_or_else(|| {
                    ids.push(to);
                    ids.len() - 1
                });
                let after = if separators.contains(symbol) {
                    &mut known.after_separators
                } else {
                    &mut known.after_others
                };
                if !after.contains(&index) {
                    after.push(index);
                }
            }
            states.push(known);
            if ids.len() > MOST_STATES || self.effort().is_spent() {
                return None;
            }
        }
        Some((ids, states))
    }
}

/// The least set of states for which a rule holds. Most rules depend on the states
/// after a state, so the last states are visited first.
fn least(states: &[KnownState], rule: impl Fn(&[bool], usize, &KnownState) -> bool) -> Vec<bool> {
    let mut holds: Vec<bool> = states.iter().map(|_| false).collect();
    loop {
        let mut changes = false;
        for (index, known) in states.iter().enumerate().rev() {
            if holds.get(index) == Some(&false) && rule(&holds, index, known) {
                changes = true;
                if let Some(held) = holds.get_mut(index) {
                    *held = true;
                }
            }
        }
        if !changes {
            return holds;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_STATES, NameAutomaton};

    /// A literal has a state for each of its characters, and one before them.
    #[test]
    fn patterns_of_many_states_are_not_looked_at() {
        let literal = |states: usize| NameAutomaton::matching(&"a".repeat(states - 1), 200_000);
        assert!(literal(2).is_finite());
        assert!(literal(MOST_STATES).is_finite());
        assert!(!literal(MOST_STATES + 1).is_finite());
    }

    #[test]
    fn names_that_anything_repeats_are_not_few() {
        assert!(NameAutomaton::matching("/a?[bc]/", 200_000).is_finite());
        assert!(!NameAutomaton::matching("/ab*/", 200_000).is_finite());
        assert!(!NameAutomaton::matching("ab*", 200_000).is_finite());
    }
}
