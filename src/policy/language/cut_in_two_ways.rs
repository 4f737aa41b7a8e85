use alloc::vec::Vec;

use super::interner::{Interner, StateId};
use super::search::Language;
use super::tag_machine::{Point, Reads, TagMachine};

/// The tags of a [`TagMachine`] in which a slug is cut where its name can go on in two
/// ways: two names have such a tag, whatever the slug makes of their characters.
#[derive(Debug)]
pub(crate) struct CutInTwoWays<'a> {
    machine: &'a mut TagMachine,
    /// The points that the machine may be at, and whether it has come there by the
    /// second way in which a name can continue after the cut.
    states: Interner<(Point, bool)>,
}

impl<'a> CutInTwoWays<'a> {
    pub(crate) fn new(machine: &'a mut TagMachine) -> Self {
        Self { machine, states: Interner::new() }
    }
}

impl Language for CutInTwoWays<'_> {
    fn start(&mut self) -> StateId {
        let first = self.machine.first();
        self.states.number((first, false))
    }

    fn silent(&mut self, from: StateId, to: &mut Vec<StateId>) {
        let Some((point, is_cut)) = self.states.get(from).copied() else { return };
        let mut steps = Vec::new();
        self.machine.silent_steps(point, &mut steps);
        to.extend(steps.iter().map(|step| {
            let is_second = matches!(step.reads, Reads::Rest { way: 1.., .. });
            self.states.number((step.to, is_cut || is_second))
        }));
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        let Some((point, is_cut)) = self.states.get(from).copied() else { return };
        let mut steps = Vec::new();
        self.machine.writing_steps(point, byte, &mut steps);
        to.extend(steps.iter().map(|step| self.states.number((step.to, is_cut))));
    }

    fn accepts(&self, state: StateId) -> bool {
        self.states.get(state).is_some_and(|(point, is_cut)| *is_cut && self.machine.is_end(*point))
    }
}
