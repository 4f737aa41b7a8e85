use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::effort::Effort;
use super::interner::StateId;
use crate::name::{Tag, is_first_of_tag};

/// A set of texts, as an automaton over bytes that may be at several states at
/// once.
pub(crate) trait Language {
    fn start(&mut self) -> StateId;

    /// The states that no byte more leads to; an automaton that is at one state
    /// alone has none.
    fn silent(&mut self, _from: StateId, _to: &mut Vec<StateId>) {}

    /// The states that this byte leads to.
    fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>);

    fn accepts(&self, state: StateId) -> bool;

    /// The representative of a state, and the rank of the state. Dominance: of two
    /// states with the same representative, the one of lower rank accepts everything
    /// that the other accepts, so a search may prune the other.
    fn rank(&self, state: StateId) -> (StateId, usize) {
        (state, 0)
    }
}

/// Why a search found nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotFound {
    /// There is none.
    Never,
    /// The search was given up, or what it found could not be shown.
    Undecided,
}

/// A pair of states that a common beginning of texts leads to, the pair before
/// it, and the byte between the two.
struct SearchNode {
    states: (StateId, StateId),
    before: usize,
    byte: Option<u8>,
}

/// Whether a tag has a byte: before its first, `-` and `.` are not legal, and it
/// does not end.
type HasBegun = bool;

/// The pairs that have been reached, by their representatives, each with its ranks and
/// its cost.
struct ReachedPairs(BTreeMap<(HasBegun, StateId, StateId), Vec<Arrival>>);

/// The ranks of both states, and the cost: the bytes written, and the steps that wrote
/// nothing.
type Arrival = (usize, usize, (usize, usize));

impl ReachedPairs {
    /// Adds a pair, unless an earlier one dominates it: everything that is read from
    /// the new pair is read from the earlier one, at no more cost.
    fn add(&mut self, begun: HasBegun, pair: Ranked, cost: (usize, usize)) -> bool {
        let ((left, ours), (right, theirs)) = pair;
        let arrivals = self.0.entry((begun, left, right)).or_default();
        let is_new = !arrivals.iter().any(|seen| outdoes(*seen, (ours, theirs, cost)));
        if is_new {
            arrivals.push((ours, theirs, cost));
        }
        is_new
    }

    /// Whether another pair that dominates this one has been added since.
    fn is_outdone(&self, begun: HasBegun, pair: Ranked, cost: (usize, usize)) -> bool {
        let ((left, ours), (right, theirs)) = pair;
        let arrival = (ours, theirs, cost);
        let arrivals = self.0.get(&(begun, left, right)).into_iter().flatten();
        arrivals.into_iter().any(|seen| *seen != arrival && outdoes(*seen, arrival))
    }
}

/// A pair of states, each as its representative and its rank.
type Ranked = ((StateId, usize), (StateId, usize));

fn outdoes(one: Arrival, other: Arrival) -> bool {
    one.0 <= other.0 && one.1 <= other.1 && one.2 <= other.2
}

/// Which texts a search looks for.
#[derive(Clone, Copy, Debug)]
enum Sought {
    Tags,
    All,
}

impl Sought {
    fn may_go_on(self, length: usize, byte: u8) -> bool {
        match (self, length) {
            (Self::All, _) => true,
            (Self::Tags, 0) => is_first_of_tag(byte),
            (Self::Tags, _) => length < Tag::MAX_LENGTH,
        }
    }

    fn may_end(self, length: usize) -> bool {
        matches!(self, Self::All) || length > 0
    }
}

/// Looks for the shortest tag of both that is made of these bytes.
pub(crate) fn shortest_common(
    left: &mut dyn Language,
    right: &mut dyn Language,
    bytes: &[u8],
    effort: &Effort,
) -> Result<Vec<u8>, NotFound> {
    shortest(left, right, Sought::Tags, bytes, effort)
}

/// Looks for the shortest text of both that is made of these bytes, whether or
/// not it is a tag.
pub(crate) fn shortest_text(
    left: &mut dyn Language,
    right: &mut dyn Language,
    bytes: &[u8],
    effort: &Effort,
) -> Result<Vec<u8>, NotFound> {
    shortest(left, right, Sought::All, bytes, effort)
}

fn shortest(
    left: &mut dyn Language,
    right: &mut dyn Language,
    texts: Sought,
    bytes: &[u8],
    effort: &Effort,
) -> Result<Vec<u8>, NotFound> {
    effort.begin();
    let start = (left.start(), right.start());
    let mut nodes = Vec::from([SearchNode { states: start, before: 0, byte: None }]);
    let mut seen = ReachedPairs(BTreeMap::new());
    seen.add(false, (left.rank(start.0), right.rank(start.1)), (0, 0));
    // The shortest come first, and among those the ones with the fewest steps that
    // write nothing.
    let mut open = BinaryHeap::from([Reverse(((0, 0), 0))]);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    while let Some(Reverse(((length, silent), index))) = open.pop() {
        let Some(&SearchNode { states: (our, their), .. }) = nodes.get(index) else { break };
        let ranks = (left.rank(our), right.rank(their));
        let begun = length > 0;
        if seen.is_outdone(begun, ranks, (length, silent)) {
            continue;
        }
        if texts.may_end(length) && left.accepts(our) && right.accepts(their) {
            return Ok(text(&nodes, index));
        }
        let mut reached = Vec::new();
        ours.clear();
        theirs.clear();
        left.silent(our, &mut ours);
        right.silent(their, &mut theirs);
        reached.extend(ours.iter().map(|our| ((*our, their), None)));
        reached.extend(theirs.iter().map(|their| ((our, *their), None)));
        for byte in bytes.iter().filter(|byte| texts.may_go_on(length, **byte)) {
            ours.clear();
            left.step(our, *byte, &mut ours);
            if ours.is_empty() {
                continue;
            }
            theirs.clear();
            right.step(their, *byte, &mut theirs);
            let pairs = ours.iter().flat_map(|our| theirs.iter().map(move |their| (*our, *their)));
            reached.extend(pairs.map(|pair| (pair, Some(*byte))));
        }
        if !effort.spend(bytes.len() + reached.len()) {
            return Err(NotFound::Undecided);
        }
        for (states, byte) in reached {
            let ranks = (left.rank(states.0), right.rank(states.1));
            let cost = match byte {
                Some(_) => (length + 1, silent),
                None => (length, silent + 1),
            };
            if !seen.add(begun || byte.is_some(), ranks, cost) {
                continue;
            }
            open.push(Reverse((cost, nodes.len())));
            nodes.push(SearchNode { states, before: index, byte });
        }
    }
    if effort.is_spent() { Err(NotFound::Undecided) } else { Err(NotFound::Never) }
}

fn text(nodes: &[SearchNode], last: usize) -> Vec<u8> {
    let mut text = Vec::new();
    let mut index = last;
    while let Some(node) = nodes.get(index) {
        text.extend(node.byte);
        if index == 0 {
            break;
        }
        index = node.before;
    }
    text.reverse();
    text
}

/// Every text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Everything;

impl Language for Everything {
    fn start(&mut self) -> StateId {
        StateId::START
    }

    fn step(&mut self, from: StateId, _: u8, to: &mut Vec<StateId>) {
        to.push(from);
    }

    fn accepts(&self, _: StateId) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::vec::Vec;

    use super::{Effort, Language, NotFound, StateId, shortest_common};

    const BYTES: [u8; 3] = *b"a-.";
    const LONGEST: usize = 5;

    /// An automaton of a few states, written out.
    #[derive(Debug)]
    struct Small {
        silent: Vec<(u8, u8)>,
        steps: Vec<(u8, u8, u8)>,
        ends: Vec<u8>,
    }

    impl Small {
        const STATES: u64 = 4;

        fn random(next: &mut impl FnMut(u64) -> u64) -> Self {
            let mut state = |most| u8::try_from(next(most)).unwrap();
            let (silent, steps) = (state(3), 5 + state(8));
            let most = Self::STATES;
            Self {
                silent: (0..silent).map(|_| (state(most), state(most))).collect(),
                steps: (0..steps).map(|_| (state(most), state(3), state(most))).collect(),
                ends: Vec::from([state(most)]),
            }
        }

        fn has(&self, text: &[u8]) -> bool {
            let mut at = self.closure(BTreeSet::from([0]));
            for byte in text {
                let leads = |(from, read, _): &&(u8, u8, u8)| {
                    at.contains(from) && BYTES[usize::from(*read)] == *byte
                };
                at = self.closure(self.steps.iter().filter(leads).map(|step| step.2).collect());
            }
            self.ends.iter().any(|end| at.contains(end))
        }

        fn closure(&self, mut at: BTreeSet<u8>) -> BTreeSet<u8> {
            for _ in 0..Self::STATES {
                let reached = self.silent.iter().filter(|(from, _)| at.contains(from));
                let reached: Vec<u8> = reached.map(|(_, to)| *to).collect();
                at.extend(reached);
            }
            at
        }
    }

    impl Language for Small {
        fn start(&mut self) -> StateId {
            StateId::START
        }

        fn silent(&mut self, from: StateId, to: &mut Vec<StateId>) {
            let leads = |step: &&(u8, u8)| StateId::from(step.0) == from;
            to.extend(self.silent.iter().filter(leads).map(|step| StateId::from(step.1)));
        }

        fn step(&mut self, from: StateId, byte: u8, to: &mut Vec<StateId>) {
            let leads = |step: &&(u8, u8, u8)| {
                StateId::from(step.0) == from && BYTES[usize::from(step.1)] == byte
            };
            to.extend(self.steps.iter().filter(leads).map(|step| StateId::from(step.2)));
        }

        fn accepts(&self, state: StateId) -> bool {
            self.ends.iter().any(|end| StateId::from(*end) == state)
        }
    }

    /// All that may be a tag, the shortest first.
    fn tags() -> Vec<Vec<u8>> {
        let mut longest = Vec::from([Vec::new()]);
        let mut all = Vec::new();
        for _ in 0..LONGEST {
            longest = longest
                .iter()
                .flat_map(|text: &Vec<u8>| BYTES.map(|byte| [&**text, &[byte]].concat()))
                .filter(|text| text[0] == b'a')
                .collect();
            all.extend(longest.iter().cloned());
        }
        all
    }

    #[test]
    fn agrees_with_enumeration() {
        let tags = tags();
        assert_eq!(tags.len(), 1 + 3 + 9 + 27 + 81);
        let mut seed = 1_u64;
        let mut next = |most| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (seed >> 33) % most
        };
        let mut found = [0; 2];
        for _ in 0..5_000 {
            let (mut left, mut right) = (Small::random(&mut next), Small::random(&mut next));
            let expected = tags.iter().find(|text| left.has(text) && right.has(text));
            let effort = Effort::new();
            effort.grant(10_000);
            let text = match shortest_common(&mut left, &mut right, &BYTES, &effort) {
                Ok(text) => Some(text),
                Err(NotFound::Never) => None,
                Err(NotFound::Undecided) => panic!("{left:?} {right:?}"),
            };
            found[usize::from(expected.is_some())] += 1;
            match (&text, expected) {
                (Some(text), Some(expected)) => {
                    assert_eq!(text.len(), expected.len(), "{left:?} {right:?}");
                    assert!(left.has(text) && right.has(text) && tags.contains(text));
                }
                (Some(text), None) => {
                    assert!(left.has(text) && right.has(text) && text[0] == b'a');
                    assert!(text.len() > LONGEST, "{left:?} {right:?}");
                }
                (None, None) => {}
                (None, Some(expected)) => panic!("missed {expected:?}: {left:?} {right:?}"),
            }
        }
        assert!(found.iter().all(|count| *count > 500), "{found:?}");
    }
}
