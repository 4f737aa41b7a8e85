use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::interner::StateId;
use super::search::Language;
use super::tag_machine::TagMachine;

impl TagMachine {
    /// The states that nothing more is written for to reach.
    pub(crate) fn closure(&mut self, mut open: Vec<StateId>) -> Vec<StateId> {
        let mut reached: BTreeSet<StateId> = BTreeSet::new();
        while let Some(state) = open.pop() {
            if reached.insert(state) && self.effort().spend(1) {
                self.silent(state, &mut open);
            }
        }
        reached.into_iter().collect()
    }

    /// The states that this byte leads to from any of some.
    pub(crate) fn follow_all(&mut self, from: &[StateId], byte: u8) -> Vec<StateId> {
        let mut to = Vec::new();
        for state in from {
            self.step(*state, byte, &mut to);
        }
        self.closure(to)
    }
}
