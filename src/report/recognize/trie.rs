use alloc::sync::Arc;
use alloc::vec::Vec;

use super::positions::Positions;
use super::spelled_tag::{SpelledPart, SpelledTag};
use crate::policy::language::Expression;

/// Tags as one automaton: a tree of their parts, in which tags with the same beginning
/// share it.
///
/// A string is read from the root. It may reach a node in several ways, and so at
/// several positions of the string at once. If it does not reach a node at all, the
/// subtree is skipped, so that most tags with other literal text are never compared.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    /// The indices of the tags that end here.
    pub(crate) tags: Vec<usize>,
    pub(crate) next: Vec<(TriePart, Trie)>,
}

/// The edge from one node to the next.
#[derive(Clone, Debug)]
pub(crate) enum TriePart {
    Text(Vec<u8>),
    Field(Arc<Expression>),
}

/// The unit in which tags are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Byte(u8),
    Field(Arc<Expression>),
}

impl Trie {
    pub(crate) fn new<'t, 'p: 't>(tags: impl Iterator<Item = &'t SpelledTag<'p>>) -> Self {
        let units = |tag: &SpelledTag<'_>| tag.parts.iter().flat_map(units).collect();
        let mut sorted: Vec<(Vec<Unit>, usize)> = tags.map(units).zip(0..).collect();
        sorted.sort_unstable();
        Self::subtree(&sorted, 0)
    }

    /// Builds the subtree of tags that begin with the same units, from the rest of
    /// each.
    fn subtree(sorted: &[(Vec<Unit>, usize)], begun: usize) -> Self {
        let ended = sorted.iter().take_while(|(units, _)| units.len() == begun).count();
        let (tags, rest) = sorted.split_at(ended);
        let same = |left: &(Vec<Unit>, usize), right: &(Vec<Unit>, usize)| {
            left.0.get(begun) == right.0.get(begun)
        };
        let next = rest.chunk_by(same).filter_map(|chunk| {
            let [first, last] =
                [chunk.first()?, chunk.last()?].map(|(units, _)| units.get(begun..));
            let (part, units) = match first? {
                [Unit::Field(expression), ..] => (TriePart::Field(Arc::clone(expression)), 1),
                first => {
                    // In a sorted list, everything between two tags shares their common
                    // prefix.
                    let both = first.iter().zip(last?).take_while(|(first, last)| first == last);
                    let text: Vec<u8> = both.map_while(|(unit, _)| unit.byte()).collect();
                    let units = text.len();
                    (TriePart::Text(text), units)
                }
            };
            Some((part, Self::subtree(chunk, begun + units)))
        });
        Self { tags: tags.iter().map(|(_, tag)| *tag).collect(), next: next.collect() }
    }
}

fn units<'a>(part: &'a SpelledPart<'_>) -> impl Iterator<Item = Unit> + 'a {
    let (text, field) = match part {
        SpelledPart::Text(text) => (*text, None),
        SpelledPart::Field { spelling, .. } => ("", Some(spelling.expression())),
    };
    text.bytes().map(Unit::Byte).chain(field.map(|one| Unit::Field(Arc::clone(one))))
}

impl Unit {
    fn byte(&self) -> Option<u8> {
        match self {
            Self::Byte(byte) => Some(*byte),
            Self::Field(_) => None,
        }
    }
}

impl TriePart {
    /// The positions where the part can end in a string if it begins at one of these
    /// positions.
    pub(crate) fn ends(&self, text: &[u8], from: Positions) -> Positions {
        match self {
            Self::Text(part) => from.after(text, part),
            Self::Field(expression) => expression.ends(text, from),
        }
    }
}
