use alloc::vec::Vec;

use super::side::Side;

/// The tags of a policy by the text that they begin with: those that may be
/// equal stand beside each other.
pub(crate) struct Candidates {
    sorted: Vec<(Vec<u8>, usize)>,
}

impl Candidates {
    pub(crate) fn new(sides: &[Side<'_>]) -> Self {
        let heads = sides.iter().enumerate().map(|(number, side)| (side.head().to_vec(), number));
        let mut sorted: Vec<_> = heads.collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// The pairs of tags, by their numbers, of which one begins as the other
    /// does.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = [usize; 2]> {
        self.sorted.iter().enumerate().flat_map(|(index, (head, first))| {
            let behind = self.sorted.iter().skip(index + 1);
            behind
                .take_while(|(other, _)| other.starts_with(head))
                .map(|(_, second)| [*first.min(second), *first.max(second)])
        })
    }
}
