use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::ser::{Serialize, Serializer};

/// An ordered list of `KEY=value`: build args, labels, or the variables of
/// `build.env`.
///
/// `Display` writes one pair a line, but that the value of a label or build arg
/// may have lines of its own. The serde form is a map in this order.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Pairs {
    /// One pair a line.
    lines: String,
    // INVARIANT: no key stands twice; the policy has checked its keys.
    entries: Vec<Entry>,
}

/// Where in the lines a pair starts, its value starts, and both end.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Entry {
    start: usize,
    value: usize,
    end: usize,
}

/// Room for a line of nearly every pair.
const LINE: usize = 80;

impl Pairs {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            lines: String::with_capacity(capacity * LINE),
            entries: Vec::with_capacity(capacity),
        }
    }

    /// Adds a pair, whose value is written where it is to stay, and returns
    /// that value.
    pub(crate) fn push<E>(
        &mut self,
        key: &str,
        write: impl FnOnce(&mut String) -> Result<(), E>,
    ) -> Result<&str, E> {
        let start = self.lines.len();
        self.lines.push_str(key);
        self.lines.push('=');
        let value = self.lines.len();
        write(&mut self.lines)?;
        let end = self.lines.len();
        self.lines.push('\n');
        self.entries.push(Entry { start, value, end });
        Ok(self.lines.get(value..end).unwrap_or_default())
    }

    /// Takes the last pair back.
    pub(crate) fn pop(&mut self) {
        if let Some(Entry { start, .. }) = self.entries.pop() {
            self.lines.truncate(start);
        }
    }

    /// Returns the pairs as `Display` writes them.
    pub(crate) fn lines(&self) -> &str {
        &self.lines
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(found, _)| *found == key).map(|(_, value)| value)
    }

    /// Returns the pairs in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let text = |start, end| self.lines.get(start..end).unwrap_or_default();
        self.entries.iter().map(move |Entry { start, value, end }| {
            (text(*start, *value - "=".len()), text(*value, *end))
        })
    }

    /// Returns how many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines)
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
