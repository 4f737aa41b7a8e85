use alloc::collections::{BTreeMap, BinaryHeap};
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::effort::Effort;
use crate::name::{Tag, is_first_of_tag};

/// A set of texts, as an automaton over bytes that may be at several states at
/// once.
pub(crate) trait Language {
    type State: Copy + Ord;

    fn start(&mut self) -> Self::State;

    /// The states that no byte more leads to.
    fn silent(&mut self, from: Self::State, to: &mut Vec<Self::State>);

    /// The states that this byte leads to.
    fn step(&mut self, from: Self::State, byte: u8, to: &mut Vec<Self::State>);

    fn accepts(&self, state: Self::State) -> bool;

    /// A state that stands for this one, and how far behind it this one is: all
    /// that is read from here is read from one that is less far behind.
    fn rank(&self, state: Self::State) -> (Self::State, usize) {
        (state, 0)
    }
}

/// The answer to whether two languages have a text in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Common {
    None,
    /// The shortest.
    Text(Vec<u8>),
    /// The search was given up.
    Undecided,
}

/// A pair of states that a common beginning of texts leads to, the pair before
/// it, and the byte between the two.
struct Node<L, R> {
    states: (L, R),
    before: usize,
    byte: Option<u8>,
}

/// The pairs that have been reached, each by how far behind it was.
struct Seen<L, R>(BTreeMap<(L, R), Vec<(usize, usize)>>);

impl<L: Copy + Ord, R: Copy + Ord> Seen<L, R> {
    /// Whether there was one already from which all is read that is from this.
    fn outdoes(&self, (left, right): ((L, usize), (R, usize))) -> bool {
        let ranks = self.0.get(&(left.0, right.0)).into_iter().flatten();
        ranks.into_iter().any(|(ours, theirs)| *ours <= left.1 && *theirs <= right.1)
    }

    fn add(&mut self, (left, right): ((L, usize), (R, usize))) {
        self.0.entry((left.0, right.0)).or_default().push((left.1, right.1));
    }
}

/// Looks for the shortest tag of both that is made of these bytes.
pub(crate) fn shortest_common<L: Language, R: Language>(
    left: &mut L,
    right: &mut R,
    bytes: &[u8],
    effort: &Effort,
) -> Common {
    let is_legal = |length, byte| match length {
        0 => is_first_of_tag(byte),
        _ => length < Tag::MAX_LENGTH,
    };
    shortest_text(left, right, bytes, is_legal, effort)
}

/// Looks for the shortest text of both that is made of these bytes, each of them
/// legal behind so many others.
pub(crate) fn shortest_text<L: Language, R: Language>(
    left: &mut L,
    right: &mut R,
    bytes: &[u8],
    is_legal: impl Fn(usize, u8) -> bool,
    effort: &Effort,
) -> Common {
    effort.begin();
    let start = (left.start(), right.start());
    let mut nodes = Vec::from([Node { states: start, before: 0, byte: None }]);
    let mut seen = Seen(BTreeMap::new());
    // The shortest first, and of those the ones that read least beside it.
    let mut open = BinaryHeap::from([Reverse(((0, 0), 0))]);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    while let Some(Reverse(((length, silent), index))) = open.pop() {
        let Some(&Node { states: (our, their), .. }) = nodes.get(index) else { break };
        let ranks = (left.rank(our), right.rank(their));
        if seen.outdoes(ranks) {
            continue;
        }
        seen.add(ranks);
        if left.accepts(our) && right.accepts(their) {
            return Common::Text(text(&nodes, index));
        }
        let mut reached = Vec::new();
        ours.clear();
        theirs.clear();
        left.silent(our, &mut ours);
        right.silent(their, &mut theirs);
        reached.extend(ours.iter().map(|our| ((*our, their), None)));
        reached.extend(theirs.iter().map(|their| ((our, *their), None)));
        for byte in bytes.iter().filter(|byte| is_legal(length, **byte)) {
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
            return Common::Undecided;
        }
        for (states, byte) in reached {
            if seen.outdoes((left.rank(states.0), right.rank(states.1))) {
                continue;
            }
            let cost = match byte {
                Some(_) => (length + 1, silent),
                None => (length, silent + 1),
            };
            open.push(Reverse((cost, nodes.len())));
            nodes.push(Node { states, before: index, byte });
        }
    }
    if effort.is_spent() { Common::Undecided } else { Common::None }
}

fn text<L, R>(nodes: &[Node<L, R>], last: usize) -> Vec<u8> {
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
    type State = ();

    fn start(&mut self) {}

    fn silent(&mut self, (): (), _: &mut Vec<()>) {}

    fn step(&mut self, (): (), _: u8, to: &mut Vec<()>) {
        to.push(());
    }

    fn accepts(&self, (): ()) -> bool {
        true
    }
}
