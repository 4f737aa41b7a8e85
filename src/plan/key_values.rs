use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use core::slice;

use serde::ser::{Serialize, Serializer};

use super::error::PlanError;

/// An ordered list of `KEY=value` pairs: the build args, labels or `build.env`
/// variables of a plan. Keys are unique.
///
/// `Display` writes one pair per line; the values of labels and build args may contain
/// line breaks themselves. The serde form is a map in this order.
#[derive(Clone, Copy)]
pub struct KeyValues<'a> {
    list: &'a KeyValueList,
    entries: &'a [Span],
    /// Whether pairs with an empty value are left out.
    with_values: bool,
}

/// Several lists, one after another, so that a plan stores all its pairs in two
/// allocations.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeyValueList {
    /// One pair per line.
    lines: String,
    entries: Vec<Span>,
}

/// Where in the lines a pair starts, its value starts, and both end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Span {
    start: usize,
    value: usize,
    end: usize,
}

impl<'a> KeyValues<'a> {
    /// Returns the value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.iter().find(|(found, _)| *found == key).map(|(_, value)| value)
    }

    /// Returns the pairs in their order.
    #[must_use]
    pub fn iter(self) -> KeyValuesIter<'a> {
        KeyValuesIter {
            list: self.list,
            entries: self.entries.iter(),
            with_values: self.with_values,
        }
    }

    /// Returns how many pairs there are.
    #[must_use]
    pub fn len(self) -> usize {
        self.iter().count()
    }

    /// Returns whether there are no pairs.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// Returns all pairs, including those without a value, one per line.
    pub(super) fn lines(self) -> &'a str {
        match self.entries {
            [first, .., last] | [first @ last] => {
                self.list.text(first.start, last.end + "\n".len())
            }
            [] => "",
        }
    }

    /// Leaves out the pairs whose value is empty.
    pub(super) fn with_values(self) -> Self {
        Self { with_values: true, ..self }
    }
}

impl KeyValueList {
    pub(super) fn with_capacity(pairs: usize) -> Self {
        /// Room for most pairs.
        const LINE: usize = 48;
        Self { lines: String::with_capacity(pairs * LINE), entries: Vec::with_capacity(pairs) }
    }

    /// Adds a pair, and returns its value. The value is written in place.
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
        self.entries.push(Span { start, value, end });
        Ok(self.text(value, end))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns one of the lists.
    pub(super) fn pairs(&self, list: Range<usize>) -> KeyValues<'_> {
        let entries = self.entries.get(list).unwrap_or_default();
        KeyValues { list: self, entries, with_values: false }
    }

    fn text(&self, start: usize, end: usize) -> &str {
        self.lines.get(start..end).unwrap_or_default()
    }
}

/// An iterator over the pairs of [`KeyValues`], in order.
#[derive(Clone, Debug)]
pub struct KeyValuesIter<'a> {
    list: &'a KeyValueList,
    entries: slice::Iter<'a, Span>,
    with_values: bool,
}

impl<'a> Iterator for KeyValuesIter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let Self { list, entries, with_values } = self;
        let Span { start, value, end } =
            entries.find(|entry| !*with_values || entry.value < entry.end)?;
        Some((list.text(*start, *value - "=".len()), list.text(*value, *end)))
    }
}

impl<'a> IntoIterator for KeyValues<'a> {
    type Item = (&'a str, &'a str);
    type IntoIter = KeyValuesIter<'a>;

    fn into_iter(self) -> KeyValuesIter<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &KeyValues<'a> {
    type Item = (&'a str, &'a str);
    type IntoIter = KeyValuesIter<'a>;

    fn into_iter(self) -> KeyValuesIter<'a> {
        self.iter()
    }
}

impl PartialEq for KeyValues<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for KeyValues<'_> {}

impl fmt::Debug for KeyValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for KeyValues<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.with_values {
            return f.write_str(self.lines());
        }
        self.iter().try_for_each(|(key, value)| writeln!(f, "{key}={value}"))
    }
}

impl Serialize for KeyValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
