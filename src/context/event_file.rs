use alloc::string::{String, ToString};
use core::str::Split;

use super::error::{ContextError, Problem};
use crate::data::{DataError, Node, Path, checked, flag, number};
use crate::name::NameError;

/// The file in which GitHub, Gitea and Forgejo describe the event that started
/// a workflow.
pub(super) struct EventFile<'a>(Node<'a>);

impl<'a> EventFile<'a> {
    pub(super) fn read(json: &'a str) -> Result<Self, ContextError> {
        match serde_json::from_str(json) {
            Ok(node @ Node::Table(_)) => Ok(Self(node)),
            Ok(_) => Err(ContextError::no_event("it is not an object")),
            Err(error) => Err(ContextError::no_event(error.to_string())),
        }
    }

    /// Whether there is a value at a path.
    pub(super) fn has(&self, path: &str) -> Result<bool, ContextError> {
        self.at(path, |_, _| Ok(())).map(|found| found.is_some())
    }

    pub(super) fn text(&self, path: &str) -> Result<Option<String>, ContextError> {
        self.get(path, Ok)
    }

    pub(super) fn number(&self, path: &str) -> Result<Option<u64>, ContextError> {
        self.at(path, |node, path| number(node.clone(), path))
    }

    pub(super) fn flag(&self, path: &str) -> Result<Option<bool>, ContextError> {
        self.at(path, |node, path| flag(node.clone(), path))
    }

    /// Reads a string; an empty one counts as absent.
    pub(super) fn get<T>(
        &self,
        path: &str,
        check: impl Fn(String) -> Result<T, NameError>,
    ) -> Result<Option<T>, ContextError> {
        let found = self.at(path, |node, path| match node {
            Node::Text(text) if text.is_empty() => Ok(None),
            node => checked(check)(node.clone(), path).map(Some),
        })?;
        Ok(found.flatten())
    }

    /// Reads the value at a path such as `repository.full_name`.
    fn at<T>(
        &self,
        path: &str,
        read: impl FnOnce(&Node<'a>, &Path<'_>) -> Result<T, DataError>,
    ) -> Result<Option<T>, ContextError> {
        walk(&self.0, path.split('.'), &Path::Root, read)
            .map_err(|error| Problem::Event(error).into())
    }
}

fn walk<'a, T>(
    node: &Node<'a>,
    mut keys: Split<'_, char>,
    path: &Path<'_>,
    read: impl FnOnce(&Node<'a>, &Path<'_>) -> Result<T, DataError>,
) -> Result<Option<T>, DataError> {
    let Some(key) = keys.next() else { return read(node, path).map(Some) };
    match node.get(key, path)? {
        Some(value) => walk(value, keys, &path.key(key), read),
        None => Ok(None),
    }
}
