use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::error::DataError;
use super::path::Path;

/// An untyped document: the data model that TOML, JSON and YAML have in common.
///
/// Every format is read into this first, so that the same document means the same, and
/// the same mistake gets the same message, in all of them. It also avoids the `!tag`
/// that YAML requires for enums with derived implementations.
#[derive(Clone, Debug)]
pub(crate) enum Node<'de> {
    Null,
    Bool(bool),
    Integer(i128),
    /// A number with a fraction, which is never legal in a document.
    Float,
    /// A date or time in TOML, which has a type for them.
    Date,
    Text(Cow<'de, str>),
    List(Vec<Node<'de>>),
    /// In the order of the document; duplicate keys are not rejected yet.
    Table(Vec<TableEntry<'de>>),
}

/// A key of a table and its value.
pub(crate) type TableEntry<'de> = (Cow<'de, str>, Node<'de>);

impl<'de> Node<'de> {
    /// The value of a key of this table, which is at `path`; `null` counts as absent.
    pub(crate) fn get(&self, key: &str, path: &Path<'_>) -> Result<Option<&Self>, DataError> {
        let Self::Table(entries) = self else { return Err(self.wrong_type("a table", path)) };
        let mut found = entries.iter().filter(|(found, _)| found == key);
        match (found.next(), found.next()) {
            (Some(_), Some(_)) => Err(DataError::repeated_key(&path.key(key))),
            (Some((_, Self::Null)) | None, _) => Ok(None),
            (Some((_, value)), None) => Ok(Some(value)),
        }
    }

    /// The name of this value's type in messages.
    fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "a number",
            Self::Float => "a fraction",
            Self::Date => "a date",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    /// The error for a value of the wrong type.
    pub(crate) fn wrong_type(&self, expected: &str, path: &Path<'_>) -> DataError {
        let found = self.describe();
        DataError::new(path, format_args!("expected {expected}, found {found}"))
    }

    /// Returns the node if it is a table, or an error with what to write instead, if
    /// that is known.
    pub(crate) fn table_or(
        self,
        path: &Path<'_>,
        write: impl FnOnce(&Self) -> Option<String>,
    ) -> Result<Self, DataError> {
        if matches!(self, Self::Table(_)) {
            return Ok(self);
        }
        let found = self.describe();
        Err(match write(&self) {
            Some(ours) => {
                DataError::new(path, format_args!("expected a table, found {found}; write {ours}"))
            }
            None => self.wrong_type("a table", path),
        })
    }

    /// The error for a value that should be a string. Without quotes, YAML reads `1.10`
    /// as a number and `{version}` as a table.
    pub(crate) fn no_string(&self, expected: &str, path: &Path<'_>) -> DataError {
        match self {
            Self::Null | Self::Text(_) | Self::List(_) => self.wrong_type(expected, path),
            Self::Table(_) if !self.is_placeholder() => self.wrong_type(expected, path),
            _ => {
                let found = self.describe();
                let message = format!("expected {expected}, found {found}; put it in quotes");
                DataError::new(path, message)
            }
        }
    }

    /// Whether this is how YAML reads `{version}` without quotes.
    pub(crate) fn is_placeholder(&self) -> bool {
        matches!(self, Self::Table(entries) if matches!(entries.as_slice(), [(_, Self::Null)]))
    }

    /// The node as a key: a string, as in JSON and TOML. Other keys of YAML are
    /// rejected, since their text is not preserved: `3.10` without quotes is `3.1`.
    fn into_key<E: Error>(self) -> Result<Cow<'de, str>, E> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Integer(value) => Ok(value.to_string().into()),
            other => {
                let found = other.describe();
                let message =
                    format!("expected a string as a key, found {found}; put it in quotes");
                Err(E::custom(message))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node<'de>, E> {
        Ok(Node::Integer(value))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Node<'de>, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node<'de>, A::Error> {
        let mut table = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Node, Node>()? {
            table.push((key.into_key()?, value));
        }
        Ok(scalar(&table).unwrap_or(Node::Table(table)))
    }
}

/// Reads a value for which serde has no type. Such a value arrives as a table with one
/// special key: dates from `toml`, and all numbers from `serde_json` if any crate in
/// the binary enables its feature `arbitrary_precision`.
fn scalar(table: &[TableEntry<'_>]) -> Option<Node<'static>> {
    let [(key, Node::Text(text))] = table else { return None };
    match key.as_ref() {
        "$__toml_private_datetime" => Some(Node::Date),
        "$serde_json::private::Number" => {
            let integer = text.parse().map(Node::Integer).ok();
            integer.or_else(|| text.parse::<f64>().map(|_| Node::Float).ok())
        }
        _ => None,
    }
}
