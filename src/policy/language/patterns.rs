use alloc::vec::Vec;

use super::distinctions::Distinctions;
use super::glob::Glob;
use super::regex_nfa::RegexNfa;
use crate::policy::Pattern;

/// Patterns of which a name matches one, stepped together.
#[derive(Debug)]
pub(crate) struct Patterns {
    automata: Vec<Automaton>,
    is_exact: bool,
}

#[derive(Debug)]
enum Automaton {
    Glob(Glob),
    Regex(RegexNfa),
}

/// How far each pattern may have come, ascending: its number, and its position.
pub(crate) type Positions = Vec<(usize, usize)>;

impl Patterns {
    pub(crate) fn new(patterns: &[Pattern]) -> Self {
        let mut all = Self { automata: Vec::with_capacity(patterns.len()), is_exact: true };
        for pattern in patterns {
            let automaton = match pattern.literal().or(pattern.glob()) {
                Some(source) => Some(Automaton::Glob(Glob::new(source))),
                None => {
                    let inner = pattern.source().strip_prefix('/');
                    let inner = inner.and_then(|inner| inner.strip_suffix('/'));
                    inner.and_then(RegexNfa::new).map(Automaton::Regex)
                }
            };
            match automaton {
                Some(automaton) => all.automata.push(automaton),
                None => all.is_exact = false,
            }
        }
        all
    }

    /// Whether it follows every one of them; those that it does not, it leaves
    /// out.
    pub(crate) fn is_exact(&self) -> bool {
        self.is_exact
    }

    pub(crate) fn start(&self) -> Positions {
        let mut positions = Vec::new();
        let mut found = Vec::new();
        for (number, automaton) in self.automata.iter().enumerate() {
            match automaton {
                Automaton::Glob(glob) => glob.start(&mut found),
                Automaton::Regex(regex) => regex.start(&mut found),
            }
            positions.extend(found.drain(..).map(|position| (number, position)));
        }
        sorted(positions)
    }

    /// Where a character leads; to `looks` it adds how many nodes it looked at.
    pub(crate) fn step(
        &self,
        from: &[(usize, usize)],
        character: char,
        looks: &mut usize,
    ) -> Positions {
        let mut positions = Vec::new();
        let mut found = Vec::new();
        for (number, from) in each(from) {
            match self.automata.get(number) {
                Some(Automaton::Glob(glob)) => {
                    from.for_each(|position| glob.step(position, character, &mut found));
                }
                Some(Automaton::Regex(regex)) => *looks += regex.step(from, character, &mut found),
                None => {}
            }
            positions.extend(found.drain(..).map(|position| (number, position)));
        }
        sorted(positions)
    }

    pub(crate) fn accepts(&self, positions: &[(usize, usize)]) -> bool {
        each(positions).any(|(number, mut positions)| match self.automata.get(number) {
            Some(Automaton::Glob(glob)) => positions.any(|position| glob.accepts(position)),
            Some(Automaton::Regex(regex)) => regex.accepts(positions),
            None => false,
        })
    }

    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        for automaton in &self.automata {
            match automaton {
                Automaton::Glob(glob) => distinctions.name(glob.characters()),
                Automaton::Regex(regex) => regex.distinguish(distinctions),
            }
        }
    }
}

/// The positions of each pattern.
fn each(
    positions: &[(usize, usize)],
) -> impl Iterator<Item = (usize, impl Iterator<Item = usize>)> {
    let each = positions.chunk_by(|(one, _), (other, _)| one == other);
    each.filter_map(|of_one| {
        let (number, _) = of_one.first()?;
        Some((*number, of_one.iter().map(|(_, position)| *position)))
    })
}

fn sorted(mut positions: Positions) -> Positions {
    positions.sort_unstable();
    positions.dedup();
    positions
}
