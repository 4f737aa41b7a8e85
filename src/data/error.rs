use alloc::string::{String, ToString};
use core::fmt;

use serde::de;

use super::nearest::Suggestion;
use super::path::Path;
use crate::name::Quoted;

/// The error of reading a document: what is wrong, and the path of the value.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", PathPrefix(path))]
pub(crate) struct DataError {
    path: String,
    message: String,
    unknown_key: Option<String>,
}

crate::name::debug_as_message!(DataError);

impl DataError {
    pub(crate) fn new(path: &Path<'_>, message: impl fmt::Display) -> Self {
        Self { path: path.to_string(), message: message.to_string(), unknown_key: None }
    }

    /// The error for an unknown key of a table.
    pub(super) fn unknown_key(path: &Path<'_>, key: &str, known: &[&'static str]) -> Self {
        let message = match known {
            [] => "unknown key; expected an empty table".into(),
            _ => {
                let suggestion = Suggestion { word: key, known: known.iter().copied() };
                alloc::format!("unknown key; {suggestion}")
            }
        };
        Self { unknown_key: Some(key.into()), ..Self::new(&path.key(key), message) }
    }

    /// The error for a key that occurs twice in its table, so that its value is
    /// ambiguous.
    pub(crate) fn repeated_key(path: &Path<'_>) -> Self {
        Self::new(path, "this key is given twice")
    }

    /// Explains an unknown key that is a key of the whole document: in TOML, every line
    /// after `[[table]]` belongs to that table.
    pub(super) fn or_of_document(mut self, known: &[&'static str]) -> Self {
        if self.unknown_key.take().is_some_and(|key| known.contains(&key.as_str())) {
            self.message =
                "unknown key; the whole document has it, and no part of it has its own; \
                            in TOML it belongs before the first table"
                    .into();
        }
        self
    }

    /// The expected values, if this is the error for an unknown value and they are
    /// listed.
    pub(super) fn expected(&self) -> Option<String> {
        let (_, expected) = self.message.rsplit_once("expected ")?;
        Some(expected.into())
    }

    /// The same error, for the value at this path.
    pub(super) fn at(self, path: &Path<'_>) -> Self {
        Self { path: path.to_string(), ..self }
    }
}

/// The error that serde reports for a string that it cannot read into a type.
impl de::Error for DataError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(&Path::Root, message)
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        let suggestion = Suggestion { word, known: known.iter().copied() };
        Self::custom(format_args!("unknown value {}; {suggestion}", Quoted(word)))
    }
}

/// A path as the beginning of a message; empty for the whole document.
pub(crate) struct PathPrefix<'a>(pub(crate) &'a str);

impl fmt::Display for PathPrefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, "{}: ", self.0) }
    }
}
