use alloc::vec::Vec;

use super::error::DataError;
use super::nearest::nearest;
use super::node::{Node, TableEntry};
use super::path::Path;

/// The entries of one table, read key by key.
///
/// The keys that are asked for are those that the table may have.
pub(crate) struct Fields<'a, 'de> {
    path: &'a Path<'a>,
    null_is_absent: bool,
    entries: Vec<TableEntry<'de>>,
    known: Vec<&'static str>,
    answers: &'static [(&'static str, &'static str)],
}

impl<'a, 'de> Fields<'a, 'de> {
    pub(crate) fn open(node: Node<'de>, path: &'a Path<'a>) -> Result<Self, DataError> {
        match node {
            Node::Table(entries) => {
                // No table has more keys, so that this never grows.
                let known = Vec::with_capacity(24);
                Ok(Self { path, null_is_absent: false, entries, known, answers: &[] })
            }
            node => Err(node.wrong_type("a table", path)),
        }
    }

    /// Reads `null` as no value, which otherwise is a value of the wrong type.
    pub(crate) fn with_absent_nulls(self) -> Self {
        Self { null_is_absent: true, ..self }
    }

    /// Answers keys that people bring from elsewhere with what to write.
    pub(crate) fn with_answers(self, answers: &'static [(&'static str, &'static str)]) -> Self {
        Self { answers, ..self }
    }

    /// Reads the value of a key that may be absent.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Node<'de>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<Option<T>, DataError> {
        self.known.push(key);
        self.unlisted(key, read)
    }

    /// Reads the value of a key that no message lists.
    pub(crate) fn unlisted<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Node<'de>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<Option<T>, DataError> {
        let Some(node) = self.take(key)? else { return Ok(None) };
        read(node, &self.path.key(key)).map(Some).map_err(|error| match self.path {
            Path::Root => error.or_of_document(&self.known),
            _ => error,
        })
    }

    /// Takes the value of a key out of the table. Not generic: its code is there
    /// once.
    fn take(&mut self, key: &str) -> Result<Option<Node<'de>>, DataError> {
        let Some(position) = self.entries.iter().position(|(found, _)| found == key) else {
            return Ok(None);
        };
        let (_, node) = self.entries.swap_remove(position);
        if self.entries.iter().any(|(other, _)| other == key) {
            return Err(DataError::repeated_key(&self.path.key(key)));
        }
        Ok(Some(node).filter(|node| !(self.null_is_absent && matches!(node, Node::Null))))
    }

    /// Reads the value of a required key.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Node<'de>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<T, DataError> {
        self.optional(key, read)?.ok_or_else(|| {
            // A key that is misspelt says more than the one that it leaves out.
            let mut rest = self.entries.iter().map(|(found, _)| found.as_ref());
            let is_near = |found: &&str| nearest(found, self.known.iter().copied()).is_some();
            self.answer().unwrap_or_else(|| match rest.find(is_near) {
                Some(misspelt) => DataError::unknown_key(self.path, misspelt, &self.known),
                None => DataError::new(self.path, format_args!("the key {key} is missing")),
            })
        })
    }

    /// Gives what was read of the table, unless a key is left that nobody asked
    /// for.
    pub(crate) fn close<T>(self, read: T) -> Result<T, DataError> {
        match self.entries.first() {
            Some((key, _)) => Err(self
                .answer()
                .unwrap_or_else(|| DataError::unknown_key(self.path, key, &self.known))),
            None => Ok(read),
        }
    }

    /// The error for a key that other tools have, if one is left.
    fn answer(&self) -> Option<DataError> {
        let answer = |key: &str| self.answers.iter().find(|(theirs, _)| *theirs == key);
        self.entries.iter().find_map(|(key, _)| {
            let (_, ours) = answer(key)?;
            Some(DataError::new(&self.path.key(key), format_args!("unknown key; write {ours}")))
        })
    }
}
