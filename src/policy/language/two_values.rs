use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::interner::{Interner, StateId};
use super::lead::{Lead, Side};
use super::search::Language;
use super::tag_machine::{Point, Reads, Step, TagMachine};
use crate::policy::Fact;

/// The tags that two machines make of two different values of one fact, which a tag has as
/// it is: a number, a sha, a declared value.
///
/// It runs both at once, each through all points that it may be at: only the bytes that are of
/// the fact matter, and what one has read of it that the other has not.
#[derive(Debug)]
pub(crate) struct TwoValues<'a> {
    runs: [Run<'a>; 2],
    longest_lead: Option<usize>,
    states: Interner<(StateId, StateId, Lead)>,
    gave_up: bool,
}

/// A machine, and where it may be after the texts that were read.
#[derive(Debug)]
struct Run<'a> {
    machine: &'a mut TagMachine,
    fact: Fact,
    points: Interner<Points>,
    followed: BTreeMap<(StateId, u8), [Option<StateId>; 2]>,
}

type Points = Vec<Point>;

impl<'a> TwoValues<'a> {
    /// More than `longest_lead` bytes of one value are not read before the other begins.
    ///
    /// Without such a limit, a value in two places counts as two values. That takes far fewer
    /// states; and every tag of two values has them in two places, so that there is none where
    /// it finds none.
    pub(crate) fn new(
        machines: [&'a mut TagMachine; 2],
        fact: Fact,
        longest_lead: Option<usize>,
    ) -> Self {
        let runs = machines.map(|machine| {
            let (points, followed) = (Interner::new(), BTreeMap::new());
            Run { machine, fact, points, followed }
        });
        Self { runs, longest_lead, states: Interner::new(), gave_up: false }
    }

    /// Whether some tags were not looked at.
    pub(crate) fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// What is known after a byte that is of the fact in one of the two, or in both.
    fn read(&self, byte: u8, are_of_fact: [bool; 2], lead: Lead) -> Lead {
        if self.longest_lead.is_none() {
            let [ours, theirs] = are_of_fact;
            return if ours == theirs { lead } else { Lead::Apart };
        }
        let mut text = [0; 4];
        let text = char::from(byte).encode_utf8(&mut text);
        let sides = [Side::Left, Side::Right].into_iter().zip(are_of_fact);
        let reading = sides.filter(|(_, is_of_fact)| *is_of_fact);
        reading.fold(lead, |lead, (side, _)| lead.read(side, text)).settled()
    }
}

impl Run<'_> {
    fn start(&mut self) -> StateId {
        let first = self.machine.first();
        self.number(Vec::from([first]))
    }

    /// Where the machine may be after a byte that is of the fact, and after one that is not.
    fn follow(&mut self, from: StateId, byte: u8) -> [Option<StateId>; 2] {
        if let Some(known) = self.followed.get(&(from, byte)) {
            return *known;
        }
        let mut steps: Vec<Step> = Vec::new();
        for point in self.points.get(from).into_iter().flatten() {
            self.machine.writing_steps(*point, byte, &mut steps);
        }
        let fact = self.fact;
        let is_of_fact = |reads| matches!(reads, Reads::One(read, _) if read == fact);
        let found = [true, false].map(|wanted| {
            let steps = steps.iter().filter(|step| is_of_fact(step.reads) == wanted);
            let points: Points = steps.map(|step| step.to).collect();
            (!points.is_empty()).then(|| self.number(points))
        });
        self.followed.insert((from, byte), found);
        found
    }

    /// Numbers points and those that no byte more leads to.
    fn number(&mut self, mut points: Points) -> StateId {
        let mut steps: Vec<Step> = Vec::new();
        let mut next = 0;
        while let Some(point) = points.get(next).copied() {
            next += 1;
            steps.clear();
            self.machine.silent_steps(point, &mut steps);
            if !self.machine.effort().spend(1 + steps.len()) {
                break;
            }
            for step in &steps {
                if !points.contains(&step.to) {
                    points.push(step.to);
                }
            }
        }
        points.sort_unstable();
        points.dedup();
        self.points.number(points)
    }

    /// Whether the fact can follow.
    fn may_read(&self, at: StateId) -> bool {
        let parts = self.machine.parts();
        let follows = |point: &Point| {
            parts.iter().skip(point.part).any(|part| part.fact() == Some(self.fact))
        };
        self.points.get(at).into_iter().flatten().any(follows)
    }

    fn is_whole(&self, at: StateId) -> bool {
        self.points.get(at).into_iter().flatten().any(|point| self.machine.is_end(*point))
    }
}

impl Language for TwoValues<'_> {
    fn start(&mut self) -> StateId {
        let [left, right] = self.runs.each_mut().map(Run::start);
        self.states.number((left, right, Lead::NONE))
    }

    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
        let Some((left, right, lead)) = self.states.get(from).cloned() else { return };
        let [ours, theirs] = &mut self.runs;
        let (ours, theirs) = (ours.follow(left, byte), theirs.follow(right, byte));
        for (is_our_fact, our) in [true, false].into_iter().zip(ours) {
            for (is_their_fact, their) in [true, false].into_iter().zip(theirs) {
                let (Some(our), Some(their)) = (our, their) else { continue };
                let lead = self.read(byte, [is_our_fact, is_their_fact], lead.clone());
                let [left, right] = &self.runs;
                if self.longest_lead.is_some_and(|longest| lead.length() > longest) {
                    self.gave_up = true;
                } else if lead.are_two() || left.may_read(our) || right.may_read(their) {
                    to.push(self.states.number((our, their, lead)));
                }
            }
        }
    }

    fn accepts(&self, state: StateId) -> bool {
        let Some((left, right, lead)) = self.states.get(state) else { return false };
        let [ours, theirs] = &self.runs;
        lead.are_two() && ours.is_whole(*left) && theirs.is_whole(*right)
    }
}
