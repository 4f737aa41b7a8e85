use alloc::sync::Arc;
use alloc::vec::Vec;

use super::positions::Positions;
use super::spelled_tag::{SpelledPart, SpelledTag};
use crate::policy::language::Expression;

/// Tags as one automaton: a tree of their parts, in which those that begin alike
/// have their beginning in common.
///
/// A text is read from the root on. It may come to a node in several ways, and so
/// at several places of the text at once. Where it comes in no way, nothing behind
/// the node is looked at: of tags that differ in their text, most are never read.
#[derive(Clone, Debug)]
pub(crate) struct Trie {
    /// The tags that end here, by their indices.
    pub(crate) tags: Vec<usize>,
    pub(crate) next: Vec<(TriePart, Trie)>,
}

/// What leads from one node to the next.
#[derive(Clone, Debug)]
pub(crate) enum TriePart {
    Text(Vec<u8>),
    Field(Arc<Expression>),
}

/// What a tag is compared by.
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
        Self::behind(&sorted, 0)
    }

    /// Of tags that begin with the same units, what is behind those.
    fn behind(sorted: &[(Vec<Unit>, usize)], begun: usize) -> Self {
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
                    // What is between two tags in their order has all that they have in common.
                    let both = first.iter().zip(last?).take_while(|(first, last)| first == last);
                    let text: Vec<u8> = both.map_while(|(unit, _)| unit.byte()).collect();
                    let units = text.len();
                    (TriePart::Text(text), units)
                }
            };
            Some((part, Self::behind(chunk, begun + units)))
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
    /// Where the part can end in a text if it begins at one of these places.
    pub(crate) fn ends(&self, text: &[u8], from: Positions) -> Positions {
        match self {
            Self::Text(part) => from.behind(text, part),
            Self::Field(expression) => expression.ends(text, from),
        }
    }
}
