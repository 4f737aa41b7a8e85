use alloc::string::String;
use alloc::vec::Vec;

use super::interner::{Interner, StateId};
use super::lead::{Lead, Side};
use super::search::Language;
use super::tag_machine::{Point, Reads, Step, TagMachine};
use crate::policy::Fact;

/// The tags that two machines make of two different names.
///
/// It runs both at once, and keeps what one has read of its name that the other has not:
/// where that differs from what the other reads, the names do.
#[derive(Debug)]
pub(crate) struct TwoNames<'a> {
    machines: [&'a mut TagMachine; 2],
    states: Interner<(Point, Point, Lead)>,
    /// Whether one has read so much more than the other that the two were given up.
    gave_up: bool,
}

/// More than the prefixes of versions and the texts of templates part two names.
const LONGEST_LEAD: usize = 16;

impl<'a> TwoNames<'a> {
    pub(crate) fn new(machines: [&'a mut TagMachine; 2]) -> Self {
        Self { machines, states: Interner::new(), gave_up: false }
    }

    /// Whether some tags were not looked at.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up
    }

    fn read(&self, side: Side, reads: Reads, lead: Lead) -> Lead {
        match reads {
            Reads::One(Fact::Name, character) => {
                lead.read(side, character.encode_utf8(&mut [0; 4]))
            }
            Reads::Rest { part, state, way } => {
                let machine = match side {
                    Side::Left => &self.machines[0],
                    Side::Right => &self.machines[1],
                };
                if machine.fact_of(part) != Fact::Name {
                    return lead;
                }
                let rests = machine.names_of(part).borrow_mut().automaton.completions(state);
                lead.read(side, rests.get(way).map_or("", String::as_str))
            }
            Reads::Nothing | Reads::One(..) => lead,
        }
    }

    fn number(&mut self, state: (Point, Point, Lead), to: &mut Vec<StateId>) {
        if state.2.length() > LONGEST_LEAD {
            self.gave_up = true;
        } else {
            to.push(self.states.number(state));
        }
    }
}

impl Language for TwoNames<'_> {
    fn start(&mut self) -> StateId {
        let [left, right] = self.machines.each_ref().map(|machine| machine.first());
        self.states.number((left, right, Lead::NONE))
    }

    fn silent(&mut self, from: StateId, to: &mut Vec<StateId>) {
        let Some((left, right, lead)) = self.states.get(from).cloned() else { return };
        let silent = |machine: &TagMachine, point| {
            let mut steps: Vec<Step> = Vec::new();
            machine.silent_steps(point, &mut steps);
            steps
        };
        for step in silent(self.machines[0], left) {
            let lead = self.read(Side::Left, step.reads, lead.clone()).settled();
            self.number((step.to, right, lead), to);
        }
        for step in silent(self.machines[1], right) {
            let lead = self.read(Side::Right, step.reads, lead.clone()).settled();
            self.number((left, step.to, lead), to);
        }
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        let Some((left, right, lead)) = self.states.get(from).cloned() else { return };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        self.machines[0].writing_steps(left, byte, &mut ours);
        self.machines[1].writing_steps(right, byte, &mut theirs);
        for our in &ours {
            let lead = self.read(Side::Left, our.reads, lead.clone());
            for their in &theirs {
                let lead = self.read(Side::Right, their.reads, lead.clone()).settled();
                self.number((our.to, their.to, lead), to);
            }
        }
    }

    fn accepts(&self, state: StateId) -> bool {
        let Some((left, right, lead)) = self.states.get(state) else { return false };
        let [ours, theirs] = &self.machines;
        lead.are_two() && ours.is_end(*left) && theirs.is_end(*right)
    }
}
