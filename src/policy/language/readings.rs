use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::facts::Facts;
use super::tag_machine::{Point, Reads, Step, TagMachine};

/// A point behind so many bytes of a tag, and how it was reached.
struct Node {
    at: (usize, Point),
    before: usize,
    reads: Reads,
}

impl TagMachine {
    /// The facts that give a tag, those that are told shortest first; no more
    /// than so many.
    pub(crate) fn readings(&mut self, tag: &[u8], most: usize) -> Vec<Facts> {
        let start = Node { at: (0, self.first()), before: 0, reads: Reads::Nothing };
        let mut nodes = Vec::from([start]);
        let mut open: BinaryHeap<Reverse<(usize, usize)>> = BinaryHeap::from([Reverse((0, 0))]);
        let mut visits: BTreeMap<(usize, Point), usize> = BTreeMap::new();
        let mut found: Vec<Facts> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        self.effort().begin();
        while let Some(Reverse((cost, index))) = open.pop() {
            let Some(&Node { at: (written, point), .. }) = nodes.get(index) else { break };
            let visit = visits.entry((written, point)).or_default();
            *visit += 1;
            if *visit > most {
                continue;
            }
            if written == tag.len() && self.is_end(point) {
                let facts = self.facts(&nodes, index);
                if !found.contains(&facts) {
                    found.push(facts);
                }
                if found.len() == most {
                    break;
                }
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
                let at = (written + usize::from(number >= silent), step.to);
                if visits.get(&at).is_some_and(|visits| *visits == most) {
                    continue;
                }
                let cost = cost + usize::from(!matches!(step.reads, Reads::Nothing));
                open.push(Reverse((cost, nodes.len())));
                nodes.push(Node { at, before: index, reads: step.reads });
            }
        }
        found
    }

    fn facts(&mut self, nodes: &[Node], last: usize) -> Facts {
        let mut path = Vec::new();
        let mut index = last;
        while let Some(node) = nodes.get(index).filter(|_| index != 0) {
            path.push(node.reads);
            index = node.before;
        }
        let mut facts = Facts::default();
        for reads in path.into_iter().rev() {
            self.note(reads, &mut facts);
        }
        facts
    }
}
