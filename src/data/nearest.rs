use alloc::vec::Vec;
use core::fmt;

/// The suggestion for an unknown word: the known word that is most likely meant, or all
/// of them.
pub(super) struct Suggestion<'a, I> {
    pub(super) word: &'a str,
    pub(super) known: I,
}

impl<'w, I: Iterator<Item = &'w str> + Clone> fmt::Display for Suggestion<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match nearest(self.word, self.known.clone()) {
            Some(near) => write!(f, "did you mean {near}?"),
            None => write!(f, "expected {}", OneOf(self.known.clone())),
        }
    }
}

/// A list for people: `a, b or c`.
pub(crate) struct OneOf<I>(pub(crate) I);

impl<'w, I: Iterator<Item = &'w str> + Clone> fmt::Display for OneOf<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.clone().count();
        for (position, word) in self.0.clone().enumerate() {
            let separator = match position {
                0 => "",
                last if last + 1 == count => " or ",
                _ => ", ",
            };
            write!(f, "{separator}{word}")?;
        }
        Ok(())
    }
}

/// Returns the known word that is most likely meant by a misspelt one, if any is near.
///
/// A word is near if it differs by at most one edit for every three characters.
/// Insertions, deletions, substitutions and swaps of neighbours count as one edit each
/// (the optimal string alignment distance).
pub(crate) fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // The words of the language are short, so comparing a long string with them would
    // only cost time.
    if word.len() > 64 {
        return None;
    }
    known
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(slips, candidate)| *slips <= candidate.len().max(3) / 3)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    // Three rows of the usual table: the last but one, the last and the current.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut previous_left = None;
    for (row, from) in left.chars().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        let mut last = row + 1;
        current.push(last);
        let mut previous_right = None;
        for (column, to) in right.iter().copied().enumerate() {
            let cell =
                |cells: &[usize], at: usize| cells.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut best = (cell(&above, column) + usize::from(from != to))
                .min(cell(&above, column + 1) + 1)
                .min(last + 1);
            if previous_left == Some(to) && previous_right == Some(from) {
                best = best.min(cell(&before, column.saturating_sub(1)) + 1);
            }
            current.push(best);
            last = best;
            previous_right = Some(to);
        }
        before = core::mem::replace(&mut above, current);
        previous_left = Some(from);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn one_slip_of_each_kind_is_one() {
        for (left, right, slips) in [
            ("slug", "slug", 0),
            ("slugg", "slug", 1),
            ("slg", "slug", 1),
            ("slog", "slug", 1),
            ("slgu", "slug", 1),
            ("", "slug", 4),
            ("slug", "", 4),
            ("excpt", "except", 1),
            ("ab", "ca", 2),
            ("ab", "bc", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(left, right), slips, "{left} {right}");
        }
    }

    #[test]
    fn far_words_suggest_nothing() {
        assert_eq!(nearest("slugg", ["sha", "slug"].into_iter()), Some("slug"));
        assert_eq!(nearest("environment", ["sha", "slug"].into_iter()), None);
    }
}
