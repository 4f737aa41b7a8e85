use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::interner::{Interner, StateId};
use super::search::Language;
use super::tag_machine::{Point, Step, TagMachine};

/// The tags of a [`TagMachine`] that come about in more than one way, as a
/// deterministic automaton over bytes: it counts the ways, up to two.
///
/// Its states are made when they are first reached.
#[derive(Debug)]
pub(crate) struct Ambiguous<'a> {
    machine: &'a mut TagMachine,
    states: Interner<Ways>,
}

/// The points that a machine may be at, each with in how many ways.
type Ways = Vec<(Point, u8)>;

/// One way, and another: more need not be told from two.
const MOST_WAYS: u8 = 2;

impl<'a> Ambiguous<'a> {
    pub(crate) fn new(machine: &'a mut TagMachine) -> Self {
        Self { machine, states: Interner::new() }
    }

    /// Follows the steps that write nothing.
    fn closure(&mut self, mut arrivals: Vec<Point>) -> Ways {
        let mut ways: BTreeMap<Point, u8> = BTreeMap::new();
        let mut steps: Vec<Step> = Vec::new();
        while let Some(point) = arrivals.pop() {
            let count = ways.entry(point).or_default();
            if *count == MOST_WAYS {
                continue;
            }
            *count += 1;
            steps.clear();
            self.machine.silent_steps(point, &mut steps);
            arrivals.extend(steps.iter().map(|step| step.to));
            if !self.machine.effort().spend(1 + steps.len()) {
                break;
            }
        }
        ways.into_iter().collect()
    }
}

impl Language for Ambiguous<'_> {
    fn start(&mut self) -> StateId {
        let first = self.machine.first();
        let ways = self.closure(Vec::from([first]));
        self.states.number(ways)
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        let Some(ways) = self.states.get(from).cloned() else { return };
        let mut arrivals = Vec::new();
        let mut steps = Vec::new();
        for (point, count) in ways {
            steps.clear();
            self.machine.writing_steps(point, byte, &mut steps);
            for _ in 0..count {
                arrivals.extend(steps.iter().map(|step| step.to));
            }
        }
        if !arrivals.is_empty() {
            let ways = self.closure(arrivals);
            to.push(self.states.number(ways));
        }
    }

    fn accepts(&self, state: StateId) -> bool {
        let ways = self.states.get(state).into_iter().flatten();
        let whole = ways.filter(|(point, _)| self.machine.is_end(*point));
        whole.fold(0, |sum: u8, (_, ways)| sum.saturating_add(*ways)) > 1
    }
}
