use alloc::vec::Vec;

use super::error::DataError;
use super::nearest::nearest;
use super::node::{Node, TableEntry};
use super::path::Path;

/// The entries of one table, read key by key.
///
/// The keys that a reader requests are those that the table may have; any other is an
/// error.
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
                // No table has more keys, so this never grows.
                let known = Vec::with_capacity(24);
                Ok(Self { path, null_is_absent: false, entries, known, answers: &[] })
            }
            node => Err(node.wrong_type("a table", path)),
        }
    }

    /// Reads `null` as an absent value. Without this, it is a value of the wrong type.
    pub(crate) fn with_absent_nulls(self) -> Self {
        Self { null_is_absent: true, ..self }
    }

    /// Sets the hints for keys that other tools use: what to write instead.
    pub(crate) fn with_answers(self, answers: &'static [(&'static str, &'static str)]) -> Self {
        Self { answers, ..self }
    }

    /// Reads the value of an optional key.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(Node<'de>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<Option<T>, DataError> {
        self.known.push(key);
        self.unlisted(key, read)
    }

    /// Reads the value of a key that messages do not list.
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

    /// Removes the value of a key from the table. Not generic, so that it is compiled
    /// only once.
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

    /// Reads the value of a required key. The message about one that is missing shows
    /// the example, which has the key as well.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        example: &str,
        read: impl FnOnce(Node<'de>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<T, DataError> {
        self.optional(key, read)?.ok_or_else(|| {
            // A misspelt key gives a better message than the key that is missing
            // because of it.
            let mut rest = self.entries.iter().map(|(found, _)| found.as_ref());
            let is_near = |found: &&str| nearest(found, self.known.iter().copied()).is_some();
            self.answer().unwrap_or_else(|| match rest.find(is_near) {
                Some(misspelt) => DataError::unknown_key(self.path, misspelt, &self.known),
                None => DataError::new(
                    self.path,
                    format_args!("the key {key} is missing; add it, as in {example}"),
                ),
            })
        })
    }

    /// Returns what was read, or an error if the table has keys that no reader
    /// requested.
    pub(crate) fn close<T>(self, read: T) -> Result<T, DataError> {
        match self.entries.first() {
            Some((key, _)) => Err(self
                .answer()
                .unwrap_or_else(|| DataError::unknown_key(self.path, key, &self.known))),
            None => Ok(read),
        }
    }

    /// The error for a key of another tool, if one is left.
    fn answer(&self) -> Option<DataError> {
        let answer = |key: &str| self.answers.iter().find(|(theirs, _)| *theirs == key);
        self.entries.iter().find_map(|(key, _)| {
            let (_, ours) = answer(key)?;
            Some(DataError::new(&self.path.key(key), format_args!("unknown key; write {ours}")))
        })
    }
}
