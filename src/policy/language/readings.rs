use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::facts::Facts;
use super::tag_machine::{Point, Reads, Step, TagMachine};

/// A point after so many bytes of a tag, whether a name has been cut before it, and how
/// it was reached.
struct ReadingNode {
    at: At,
    before: usize,
    reads: Reads,
}

/// The bytes written, the point, and whether a name has continued in its second way
/// after a cut.
type At = (usize, Point, bool);

impl TagMachine {
    /// The facts that give a tag, those that take the fewest reads first; at most
    /// `most` of them.
    pub(crate) fn readings(&mut self, tag: &[u8], most: usize) -> Vec<Facts> {
        let mut found: Vec<Facts> = Vec::new();
        self.follow_paths(tag, most, false, &mut |machine, path| {
            let facts = machine.facts(path);
            if !found.contains(&facts) {
                found.push(facts);
            }
            found.len() == most
        });
        found
    }

    /// Of a tag in which a slug is cut where its name can go on in two ways, the facts of
    /// both; no more than so many.
    pub(crate) fn cut_readings(&mut self, tag: &[u8], most: usize) -> Vec<[Facts; 2]> {
        let mut found: Vec<[Facts; 2]> = Vec::new();
        self.follow_paths(tag, most, true, &mut |machine, path| {
            let other: Vec<Reads> = path
                .iter()
                .map(|reads| match *reads {
                    Reads::Rest { part, state, .. } => Reads::Rest { part, state, way: 0 },
                    reads => reads,
                })
                .collect();
            found.push([machine.facts(&other), machine.facts(path)]);
            found.len() == most
        });
        found
    }

    /// Calls back with what is read on each way to a tag, until that returns true.
    fn follow_paths(
        &mut self,
        tag: &[u8],
        most: usize,
        is_cut: bool,
        found: &mut dyn FnMut(&mut Self, &[Reads]) -> bool,
    ) {
        let start = ReadingNode { at: (0, self.first(), false), before: 0, reads: Reads::Nothing };
        let mut nodes = Vec::from([start]);
        let mut open: BinaryHeap<Reverse<(usize, usize)>> = BinaryHeap::from([Reverse((0, 0))]);
        let mut visits: BTreeMap<At, usize> = BTreeMap::new();
        let mut steps: Vec<Step> = Vec::new();
        self.effort().begin();
        while let Some(Reverse((cost, index))) = open.pop() {
            let Some(&ReadingNode { at, .. }) = nodes.get(index) else { break };
            let (written, point, has_cut) = at;
            let visit = visits.entry(at).or_default();
            *visit += 1;
            if *visit > most {
                continue;
            }
            let is_whole = written == tag.len() && self.is_end(point);
            if is_whole && has_cut >= is_cut && found(self, &path(&nodes, index)) {
                break;
            }
            steps.clear();
            self.silent_steps(point, &mut steps);
            let silent = steps.len();
            if let Some(byte) = tag.get(written) {
                self.writing_steps(point, *byte, &mut steps);
            }
            if !self.effort().spend(1 + steps.len()) {
                break;
            }
            for (number, step) in steps.iter().enumerate() {
                let cuts = is_cut && matches!(step.reads, Reads::Rest { way: 1.., .. });
                let at = (written + usize::from(number >= silent), step.to, has_cut || cuts);
                if visits.get(&at).is_some_and(|visits| *visits == most) {
                    continue;
                }
                let cost = cost + usize::from(!matches!(step.reads, Reads::Nothing));
                open.push(Reverse((cost, nodes.len())));
                nodes.push(ReadingNode { at, before: index, reads: step.reads });
            }
        }
    }

    fn facts(&mut self, path: &[Reads]) -> Facts {
        let mut facts = Facts::default();
        for reads in path {
            self.note(*reads, &mut facts);
        }
        facts
    }
}

/// What is read on the way to a node.
fn path(nodes: &[ReadingNode], last: usize) -> Vec<Reads> {
    let mut path = Vec::new();
    let mut index = last;
    while let Some(node) = nodes.get(index).filter(|_| index != 0) {
        path.push(node.reads);
        index = node.before;
    }
    path.reverse();
    path
}
