use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::positions::Positions;
use super::recognized::TagField;
use super::spelled_tag::SpelledTag;
use super::trie::{Trie, TriePart};

/// A string that is read through a [`Trie`].
#[derive(Debug)]
pub(crate) struct Reading<'r> {
    text: &'r str,
    /// The parts between the root and the current node, and the positions where each
    /// can begin.
    path: Vec<(&'r TriePart, Positions)>,
    /// The remaining number of spans that may be examined.
    spans_left: usize,
}

/// The index of a field in the path, and where it begins and ends.
type Span = (usize, usize, usize);

/// The error for a string that can be read in too many ways.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooMany;

impl<'r> Reading<'r> {
    /// More would take longer than a few milliseconds. A tag that a person chose has
    /// only a few.
    const MOST_SPANS: usize = 32_768;

    pub(crate) fn new(text: &'r str) -> Self {
        Self { text, path: Vec::with_capacity(8), spans_left: Self::MOST_SPANS }
    }

    /// Calls back for each end of a tag that the string, or a prefix of it, reaches.
    pub(crate) fn follow(
        &mut self,
        trie: &'r Trie,
        reached: Positions,
        found: &mut dyn FnMut(&mut Self, &'r [usize], Positions),
    ) {
        if !trie.tags.is_empty() {
            found(self, &trie.tags, reached);
        }
        for (part, subtree) in &trie.next {
            let ends = part.ends(self.text.as_bytes(), reached);
            if !ends.is_empty() {
                self.path.push((part, reached));
                self.follow(subtree, ends, found);
                self.path.pop();
            }
        }
    }

    /// The spans of the fields, over all ways in which the path matches up to this end,
    /// by the expressions alone.
    pub(crate) fn spans(&mut self, end: usize) -> Result<Vec<Span>, TooMany> {
        let mut all: Vec<Span> = Vec::with_capacity(self.path.len());
        let mut alive = Positions::only(end);
        for index in (0..self.path.len()).rev() {
            let Some(&(part, starts)) = self.path.get(index) else { break };
            let expression = match part {
                TriePart::Text(text) => {
                    alive = alive.before(text.len());
                    continue;
                }
                TriePart::Field(expression) => expression,
            };
            let mut alive_starts = Positions::NONE;
            for start in starts.iter() {
                // What follows the field begins at one of its ends.
                let ends = if starts.is_one() {
                    alive
                } else {
                    expression.ends(self.text.as_bytes(), Positions::only(start)).and(alive)
                };
                let before = all.len();
                all.extend(ends.iter().map(|end| (index, start, end)));
                self.spend(1 + all.len() - before)?;
                if !ends.is_empty() {
                    alive_starts.insert(start, start);
                }
            }
            alive = alive_starts;
        }
        all.sort_unstable();
        Ok(all)
    }

    /// The fields of a tag that ends here, if the string up to this end can be that
    /// tag.
    pub(crate) fn fields<'p>(
        &mut self,
        tag: &SpelledTag<'p>,
        spans: Result<&[Span], TooMany>,
        end: usize,
    ) -> Option<Vec<TagField<'p>>> {
        let spans = spans.and_then(|spans| self.admitted(tag, spans, end));
        let mut fields: Vec<TagField<'p>> = Vec::new();
        let Ok(spans) = spans else {
            for (name, _) in tag.fields() {
                if fields.iter().all(|field| field.name != *name) {
                    fields.push(TagField { name: name.clone(), readings: Vec::new() });
                }
            }
            return Some(fields);
        };
        if spans.is_empty() && tag.fields().next().is_some() {
            return None;
        }
        let lists = || tag.fields().zip(by_field(&spans));
        for (index, ((name, spelling), spans)) in lists().enumerate() {
            if fields.iter().any(|field| field.name == *name) {
                continue;
            }
            // A repeated placeholder has the same value everywhere.
            let again = lists().skip(index + 1).filter(|((other, _), _)| *other == name);
            let again = again.map(|(_, spans)| spans.iter().map(|span| self.at(*span)).collect());
            let again: Vec<BTreeSet<&str>> = again.collect();
            let mut seen = BTreeSet::new();
            let most = spans.len().min(TagField::MOST_READINGS + 1);
            let mut readings = Vec::with_capacity(most);
            for span in spans {
                let text = self.at(*span);
                let is_new = spans.len() == 1 || seen.insert(text);
                if is_new && again.iter().all(|texts| texts.contains(text)) {
                    readings.push(spelling.value(text));
                }
                if readings.len() == TagField::MOST_READINGS + 1 {
                    break;
                }
            }
            if readings.is_empty() {
                return None;
            }
            if readings.len() > TagField::MOST_READINGS {
                readings.clear();
            }
            fields.push(TagField { name: name.clone(), readings });
        }
        Some(fields)
    }

    /// The spans whose strings the fields can have. If a field has none, the string
    /// cannot be this tag.
    fn admitted(
        &mut self,
        tag: &SpelledTag<'_>,
        spans: &[Span],
        end: usize,
    ) -> Result<Vec<Span>, TooMany> {
        let mut admitted = Vec::with_capacity(spans.len());
        for ((_, spelling), spans) in tag.fields().zip(by_field(spans)) {
            self.spend(spans.len() * spelling.cost())?;
            admitted.extend(spans.iter().filter(|span| spelling.admits(self.at(**span))));
        }
        if admitted.len() < spans.len() {
            self.prune(&mut admitted, end);
        }
        Ok(admitted)
    }

    /// Keeps only the spans that are part of a complete path from the start of the
    /// string to this end.
    fn prune(&self, spans: &mut Vec<Span>, end: usize) {
        let mut reached = Positions::only(0);
        for (index, (part, _)) in self.path.iter().enumerate() {
            reached = match part {
                TriePart::Text(text) => reached.iter().map(|start| start + text.len()).collect(),
                TriePart::Field(_) => {
                    spans.retain(|(of, start, _)| *of != index || reached.contains(*start));
                    let of_field = spans.iter().filter(|(of, ..)| *of == index);
                    of_field.map(|(_, _, end)| *end).collect()
                }
            };
        }
        let mut alive = Positions::only(end);
        for (index, (part, _)) in self.path.iter().enumerate().rev() {
            alive = match part {
                TriePart::Text(text) => alive.before(text.len()),
                TriePart::Field(_) => {
                    spans.retain(|(of, _, end)| *of != index || alive.contains(*end));
                    let of_field = spans.iter().filter(|(of, ..)| *of == index);
                    of_field.map(|(_, start, _)| *start).collect()
                }
            };
        }
    }

    fn at(&self, (_, start, end): Span) -> &'r str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn spend(&mut self, spans: usize) -> Result<(), TooMany> {
        self.spans_left = self.spans_left.checked_sub(spans).ok_or(TooMany)?;
        Ok(())
    }
}

/// The spans of each field; each field has at least one.
fn by_field(spans: &[Span]) -> impl Iterator<Item = &[Span]> {
    spans.chunk_by(|left, right| left.0 == right.0)
}
