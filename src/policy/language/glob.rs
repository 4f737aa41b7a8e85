use alloc::vec::Vec;

/// A pattern of texts, `*` and `?`, stepped a character at a time.
///
/// A position is the number of an atom that may come next.
#[derive(Debug)]
pub(crate) struct Glob(Vec<char>);

impl Glob {
    pub(crate) fn new(source: &str) -> Self {
        let mut atoms: Vec<char> = source.chars().collect();
        // More stars are no more than one.
        atoms.dedup_by(|next, before| (*before, *next) == ('*', '*'));
        Self(atoms)
    }

    pub(crate) fn start(&self, to: &mut Vec<usize>) {
        self.reach(0, to);
    }

    pub(crate) fn accepts(&self, position: usize) -> bool {
        position == self.0.len()
    }

    pub(crate) fn step(&self, from: usize, character: char, to: &mut Vec<usize>) {
        match self.0.get(from) {
            Some('*') => self.reach(from, to),
            Some('?') => self.reach(from + 1, to),
            Some(wanted) if *wanted == character => self.reach(from + 1, to),
            _ => {}
        }
    }

    /// The characters of its texts.
    pub(crate) fn characters(&self) -> impl Iterator<Item = char> {
        self.0.iter().copied().filter(|atom| !matches!(atom, '*' | '?'))
    }

    /// Adds a position, and those behind it that a `*` of no characters leads
    /// to.
    fn reach(&self, position: usize, to: &mut Vec<usize>) {
        let stars = self.0.iter().skip(position).take_while(|atom| **atom == '*').count();
        to.extend(position..=position + stars);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::Glob;

    #[test]
    fn stars_in_a_row_are_one() {
        let mut at = Vec::new();
        Glob::new("****a**").start(&mut at);
        assert_eq!(at, [0, 1]);
        assert_eq!(Glob::new("****a**").characters().collect::<Vec<_>>(), ['a']);
    }
}
