use alloc::string::String;
use alloc::vec::Vec;

use super::interner::{Interner, StateId};
use super::search::Language;
use super::tag_machine::{Point, Reads, Step, TagMachine};
use crate::policy::Fact;

/// The tags that two machines make of two different texts of one fact: of two names, of two
/// values.
///
/// It runs both at once, and keeps what one has read of the fact that the other has not:
/// where that differs from what the other reads, the texts do.
#[derive(Debug)]
pub(crate) struct TwoFacts<'a> {
    machines: [&'a mut TagMachine; 2],
    fact: Fact,
    states: Interner<(Point, Point, Lead)>,
    /// Whether one has read so much more than the other that the two were given up.
    gave_up: bool,
}

/// What one of two machines has read of the fact, and the other has not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    Of(Side, String),
    /// The texts differ already.
    Apart,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// More than the prefixes of versions and the texts of templates part two texts.
const LONGEST_LEAD: usize = 16;

impl<'a> TwoFacts<'a> {
    pub(crate) fn new(machines: [&'a mut TagMachine; 2], fact: Fact) -> Self {
        Self { machines, fact, states: Interner::new(), gave_up: false }
    }

    /// Whether some tags were not looked at.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up
    }

    fn read(&self, side: Side, reads: Reads, lead: Lead) -> Lead {
        match reads {
            Reads::One(fact, character) if fact == self.fact => {
                lead.read(side, character.encode_utf8(&mut [0; 4]))
            }
            Reads::Rest { part, state, way } => {
                let machine = match side {
                    Side::Left => &self.machines[0],
                    Side::Right => &self.machines[1],
                };
                if machine.fact_of(part) != self.fact {
                    return lead;
                }
                let rests = machine.names_of(part).borrow_mut().automaton.completions(state);
                lead.read(side, rests.get(way).map_or("", String::as_str))
            }
            Reads::Nothing | Reads::One(..) => lead,
        }
    }

    fn number(&mut self, state: (Point, Point, Lead), to: &mut Vec<StateId>) {
        match &state.2 {
            Lead::Of(_, text) if text.len() > LONGEST_LEAD => self.gave_up = true,
            _ => to.push(self.states.number(state)),
        }
    }
}

impl Lead {
    fn read(self, side: Side, text: &str) -> Self {
        let Self::Of(leader, mut lead) = self else { return self };
        if leader == side || lead.is_empty() {
            lead.push_str(text);
            return Self::Of(side, lead);
        }
        if let Some(rest) = lead.strip_prefix(text) {
            return Self::Of(leader, rest.into());
        }
        text.strip_prefix(&*lead).map_or(Self::Apart, |rest| Self::Of(side, rest.into()))
    }

    /// The same for each side that leads by nothing.
    fn settled(self) -> Self {
        match self {
            Self::Of(_, lead) if lead.is_empty() => Self::Of(Side::Left, lead),
            other => other,
        }
    }
}

impl Language for TwoFacts<'_> {
    fn start(&mut self) -> StateId {
        let [left, right] = self.machines.each_ref().map(|machine| machine.first());
        self.states.number((left, right, Lead::Of(Side::Left, String::new())))
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
        let are_two = match lead {
            Lead::Of(_, lead) => !lead.is_empty(),
            Lead::Apart => true,
        };
        are_two && ours.is_end(*left) && theirs.is_end(*right)
    }
}
