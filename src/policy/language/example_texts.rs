//! Texts that an expression has, for examples and counterexamples.

use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;

use super::dfa::Dfa;
use super::expression::Expression;
use super::interner::StateId;
use crate::policy::CharSet;

impl Dfa {
    /// The shortest of its texts that are not empty and have no control characters; fewer where there are
    /// fewer, or where finding them takes too long.
    pub(crate) fn shortest_texts(&mut self, count: usize) -> Vec<String> {
        /// More than the states of any pattern that a person reads.
        const MOST_VISITS: usize = 20_000;
        let symbols = self.symbols();
        let mut found = Vec::new();
        let mut visits: BTreeMap<StateId, usize> = BTreeMap::new();
        let mut open = VecDeque::from([(StateId::START, String::new())]);
        for _ in 0..MOST_VISITS {
            let Some((state, text)) = open.pop_front() else { break };
            let visit = visits.entry(state).or_default();
            *visit += 1;
            if *visit > count {
                continue;
            }
            if self.is_end(state) && !text.is_empty() {
                found.push(text.clone());
                if found.len() == count {
                    break;
                }
            }
            for symbol in &symbols {
                if let Some(to) = self.read(state, *symbol, &mut 0) {
                    let mut longer = text.clone();
                    longer.push(*symbol);
                    open.push_back((to, longer));
                }
            }
        }
        found
    }
}

impl Expression {
    /// One of its longest texts, in which that is repeated to about this length which
    /// may be repeated without end. Where it looks at its ends, or would be very long,
    /// the text may be none of its own.
    pub(crate) fn longest(&self, unbounded: usize) -> String {
        /// Longer than any tag or line that a policy proves.
        const MOST: usize = 8 * 1024;
        match self {
            Self::Text(text) => text.clone(),
            Self::Class(class) => String::from(readable(*class)),
            Self::Character => "a".into(),
            Self::All(parts) => parts.iter().map(|part| part.longest(unbounded)).collect(),
            Self::Any(parts) => {
                let texts = parts.iter().map(|part| part.longest(unbounded));
                texts.max_by_key(String::len).unwrap_or_default()
            }
            Self::Times(part, least, most) => {
                let part = part.longest(unbounded);
                let enough = unbounded.div_ceil(part.len().max(1)).max(*least);
                part.repeat(most.unwrap_or(enough).min(MOST / part.len().max(1)))
            }
            Self::Start | Self::End => String::new(),
        }
    }
}

/// A character of a class that reads well.
fn readable(class: CharSet) -> char {
    let best = "a0A-._".chars();
    let printable = '!'..='~';
    best.chain(printable).find(|one| class.contains(*one)).unwrap_or('é')
}
