use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::error::{PolicyError, PolicyErrorKind};
use super::node::Node;
use super::path::Path;
use crate::name::Quoted;

/// The entries of one table of a policy file, taken out key by key.
pub(crate) struct Fields<'a> {
    path: &'a Path<'a>,
    entries: Vec<(String, Node)>,
}

impl<'a> Fields<'a> {
    /// Opens a table that may have these keys and no others.
    pub(crate) fn open(
        node: Node,
        path: &'a Path<'a>,
        known: &[&str],
    ) -> Result<Self, PolicyError> {
        let Node::Table(entries) = node else {
            return Err(wrong_type(path, "a table", &node));
        };
        for (index, (key, _)) in entries.iter().enumerate() {
            let path = path.key(key);
            if !known.contains(&key.as_str()) {
                return Err(unknown(&path, key, known));
            }
            if entries.iter().take(index).any(|(earlier, _)| earlier == key) {
                let message = "this key stands twice in its table";
                return Err(PolicyError::new(PolicyErrorKind::Duplicate, &path, message));
            }
        }
        Ok(Self { path, entries })
    }

    /// Reads the value of a key, if it is there.
    pub(crate) fn optional<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Node, &Path<'_>) -> Result<T, PolicyError>,
    ) -> Result<Option<T>, PolicyError> {
        let Some(position) = self.entries.iter().position(|(found, _)| found == key) else {
            return Ok(None);
        };
        let (_, node) = self.entries.swap_remove(position);
        read(node, &self.path.key(key)).map(Some)
    }

    /// Reads one of the words that an option may be, if it is there.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &str,
        words: &[(&str, T)],
    ) -> Result<Option<T>, PolicyError> {
        self.optional(key, |node, path| word(node, path, words))
    }

    /// Reads the value of a key that must be there.
    pub(crate) fn required<T>(
        &mut self,
        key: &str,
        read: impl FnOnce(Node, &Path<'_>) -> Result<T, PolicyError>,
    ) -> Result<T, PolicyError> {
        self.optional(key, read)?.ok_or_else(|| {
            let message = alloc::format!("the key {key} is missing");
            PolicyError::new(PolicyErrorKind::MissingKey, self.path, message)
        })
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(found, _)| found == key)
    }
}

/// The keys of a policy as a whole, in the order of a file.
pub(crate) const ROOT_KEYS: [&str; 11] = [
    "$schema",
    "version",
    "short-sha",
    "builder",
    "build-args",
    "labels",
    "env",
    "fits",
    "slug",
    "images",
    "rules",
];

fn unknown(path: &Path<'_>, key: &str, known: &[&str]) -> PolicyError {
    // In TOML what stands behind a `[[table]]` is of that table.
    if ROOT_KEYS.contains(&key) {
        let message = alloc::format!(
            "{} is a key of the policy, and none of this table; in TOML it stands before the first table",
            Quoted(key)
        );
        return PolicyError::new(PolicyErrorKind::UnknownKey, path, message);
    }
    let known = known.iter().copied().filter(|known| *known != "$schema");
    PolicyError::word(PolicyErrorKind::UnknownKey, path, "key of this table", key, known)
}

pub(crate) fn text(node: Node, path: &Path<'_>) -> Result<String, PolicyError> {
    match node {
        Node::Text(text) => Ok(text),
        // An unquoted `1.10` or `{version}` is no text in YAML; quotes mend it.
        Node::Bool(_) | Node::Integer(_) | Node::Float(_) | Node::Date => {
            Err(unquoted(path, "a text", &node))
        }
        Node::Table(ref entries) if matches!(entries.as_slice(), [(_, Node::Null)]) => {
            Err(unquoted(path, "a text", &node))
        }
        other => Err(wrong_type(path, "a text", &other)),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "readers of a value take it")]
pub(crate) fn integer<T: TryFrom<i128>>(node: Node, path: &Path<'_>) -> Result<T, PolicyError> {
    let Node::Integer(value) = node else {
        return Err(wrong_type(path, "a number", &node));
    };
    T::try_from(value).map_err(|_| {
        let message = alloc::format!("{value} is out of range; expected a number from 0");
        PolicyError::new(PolicyErrorKind::InvalidValue, path, message)
    })
}

pub(crate) fn list<T>(
    node: Node,
    path: &Path<'_>,
    read: impl Fn(Node, &Path<'_>) -> Result<T, PolicyError>,
) -> Result<Vec<T>, PolicyError> {
    let Node::List(items) = node else {
        return Err(wrong_type(path, "a list", &node));
    };
    items.into_iter().enumerate().map(|(index, item)| read(item, &path.index(index))).collect()
}

/// One of the words that an option may be.
pub(crate) fn word<T: Copy>(
    node: Node,
    path: &Path<'_>,
    words: &[(&str, T)],
) -> Result<T, PolicyError> {
    let found = match node {
        // `no` without quotes is a boolean to YAML 1.1.
        Node::Bool(value) => value.to_string(),
        node => text(node, path)?,
    };
    match words.iter().find(|(word, _)| *word == found) {
        Some((_, value)) => Ok(*value),
        None => Err(PolicyError::word(
            PolicyErrorKind::InvalidValue,
            path,
            "choice here",
            &found,
            words.iter().map(|(word, _)| *word),
        )),
    }
}

pub(crate) fn wrong_type(path: &Path<'_>, expected: &str, found: &Node) -> PolicyError {
    let message = alloc::format!("expected {expected}, found {}", found.describe());
    PolicyError::new(PolicyErrorKind::WrongType, path, message)
}

pub(crate) fn unquoted(path: &Path<'_>, expected: &str, found: &Node) -> PolicyError {
    let message =
        alloc::format!("expected {expected}, found {}; put it in quotes", found.describe());
    PolicyError::new(PolicyErrorKind::WrongType, path, message)
}
