use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// A state of an automaton, by the order in which it was first reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StateId(u32);

impl StateId {
    /// The first state that was reached.
    pub(crate) const START: Self = Self(0);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The states that an automaton has been at, each with a number.
///
/// They are made when they are first reached: most never are.
#[derive(Clone, Debug)]
pub(crate) struct Interner<T> {
    states: Vec<T>,
    numbers: BTreeMap<T, StateId>,
}

impl<T: Clone + Ord> Interner<T> {
    pub(crate) const fn new() -> Self {
        Self { states: Vec::new(), numbers: BTreeMap::new() }
    }

    /// The number of a state.
    pub(crate) fn number(&mut self, state: T) -> StateId {
        if let Some(known) = self.numbers.get(&state) {
            return *known;
        }
        let number = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        self.states.push(state.clone());
        self.numbers.insert(state, number);
        number
    }

    pub(crate) fn get(&self, number: StateId) -> Option<&T> {
        self.states.get(number.index())
    }

    /// How many states there are.
    pub(crate) fn len(&self) -> usize {
        self.states.len()
    }
}

#[cfg(test)]
impl From<u8> for StateId {
    fn from(number: u8) -> Self {
        Self(number.into())
    }
}
