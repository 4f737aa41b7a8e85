use alloc::string::String;
use alloc::sync::Arc;
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
    // INVARIANT: no key stands twice; the policy has checked its keys.
    entries: Vec<(Arc<str>, String)>,
}

impl Pairs {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity) }
    }

    pub(crate) fn push(&mut self, key: Arc<str>, value: String) {
        self.entries.push((key, value));
    }

    pub(crate) fn without_empty(mut self) -> Self {
        self.entries.retain(|(_, value)| !value.is_empty());
        self
    }

    /// Returns the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(found, _)| *found == key).map(|(_, value)| value)
    }

    /// Returns the pairs in their order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.entries.iter().map(|(key, value)| (&**key, &**value))
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
        let mut pieces = self.iter().flat_map(|(key, value)| [key, "=", value, "\n"]);
        pieces.try_for_each(|piece| f.write_str(piece))
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
