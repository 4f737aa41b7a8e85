use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::ser::{Serialize, Serializer};

use super::error::PlanError;

/// An ordered list of `KEY=value`: the build args, the labels, or the variables
/// of `build.env` of a plan. No key occurs twice.
///
/// `Display` writes one pair a line; the value of a label or build arg may
/// contain line breaks itself. The serde form is a map in this order.
#[derive(Clone, Copy)]
pub struct Pairs<'a> {
    list: &'a PairList,
    entries: &'a [Entry],
    /// Whether pairs with an empty value are left out.
    with_values: bool,
}

/// Several lists, one after another: a plan has all its pairs in two
/// allocations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PairList {
    /// One pair a line.
    lines: String,
    entries: Vec<Entry>,
}

/// Where in the lines a pair starts, its value starts, and both end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Entry {
    start: usize,
    value: usize,
    end: usize,
}

impl<'a> Pairs<'a> {
    /// Returns the value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.iter().find(|(found, _)| *found == key).map(|(_, value)| value)
    }

    /// Returns the pairs in their order.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let Self { list, entries, with_values } = self;
        let pairs = entries.iter().map(|Entry { start, value, end }| {
            (list.text(*start, *value - "=".len()), list.text(*value, *end))
        });
        pairs.filter(move |(_, value)| !with_values || !value.is_empty())
    }

    /// Returns how many pairs there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// Leaves out the pairs whose value is empty.
    pub(super) fn with_values(self) -> Self {
        Self { with_values: true, ..self }
    }
}

impl PairList {
    pub(super) fn with_capacity(pairs: usize) -> Self {
        /// Room for most pairs.
        const LINE: usize = 48;
        Self { lines: String::with_capacity(pairs * LINE), entries: Vec::with_capacity(pairs) }
    }

    /// Adds a pair, whose value is written where it is to stay, and returns
    /// that value.
    pub(super) fn push(
        &mut self,
        key: &str,
        write: impl FnOnce(&mut String) -> Result<(), PlanError>,
    ) -> Result<&str, PlanError> {
        let start = self.lines.len();
        self.lines.push_str(key);
        self.lines.push('=');
        let value = self.lines.len();
        write(&mut self.lines)?;
        let end = self.lines.len();
        self.lines.push('\n');
        self.entries.push(Entry { start, value, end });
        Ok(self.text(value, end))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns one of the lists.
    pub(super) fn pairs(&self, list: Range<usize>) -> Pairs<'_> {
        let entries = self.entries.get(list).unwrap_or_default();
        Pairs { list: self, entries, with_values: false }
    }

    /// Returns the last pairs, from this one on, as `Display` writes them.
    pub(super) fn lines(&self, from: usize) -> &str {
        let start = self.entries.get(from).map_or(self.lines.len(), |first| first.start);
        self.lines.get(start..).unwrap_or_default()
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.lines.get(start..end).unwrap_or_default()
    }
}

impl PartialEq for Pairs<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Pairs<'_> {}

impl fmt::Debug for Pairs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for Pairs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|(key, value)| writeln!(f, "{key}={value}"))
    }
}

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
