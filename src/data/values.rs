//! Readers of single values and of lists.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::error::DataError;
use super::nearest::{OneOf, Suggestion};
use super::node::Node;
use super::path::Path;
use crate::name::{NameError, Quoted};

pub(crate) fn text(node: Node<'_>, path: &Path<'_>) -> Result<String, DataError> {
    match node {
        Node::Text(text) => Ok(text.into_owned()),
        node => Err(node.no_string("a string", path)),
    }
}

/// Reads a value that is written as a string. Messages show the example.
pub(crate) fn such_as<'de, T>(
    example: &'static str,
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError> {
    move |node, path| match node {
        Node::Text(_) => read(node, path),
        node => {
            let expected = format!("a string such as {}", Quoted(example));
            Err(match node {
                // A date in TOML only lacks quotes.
                Node::Date => node.no_string(&expected, path),
                _ => node.wrong_type(&expected, path),
            })
        }
    }
}

/// Reads a string that this check turns into a value.
pub(crate) fn checked<'de, T>(
    check: impl Fn(String) -> Result<T, NameError>,
) -> impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError> {
    move |node, path| check(text(node, path)?).map_err(|flaw| DataError::new(path, flaw))
}

/// Reads a type that serde reads from a string, such as one of several words.
pub(crate) fn value<T: DeserializeOwned>(node: Node<'_>, path: &Path<'_>) -> Result<T, DataError> {
    let read = |text: String| {
        let text: StringDeserializer<DataError> = text.into_deserializer();
        T::deserialize(text).map_err(|error| error.at(path))
    };
    match node {
        Node::Text(text) => read(text.into_owned()),
        // An empty string is none of the words, so this error lists them all.
        node => Err(match read(String::new()).map_err(|error| error.expected()) {
            Err(Some(words)) => node.wrong_type(&words, path),
            _ => node.no_string("a string", path),
        }),
    }
}

/// Reads one of several words.
pub(crate) fn word<'de, T, I: Iterator<Item = (&'static str, T)>>(
    all: impl Fn() -> I,
) -> impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError> {
    move |node, path| {
        let known: Vec<&str> = all().map(|(word, _)| word).collect();
        let word = match node {
            Node::Text(word) => word,
            node => return Err(node.wrong_type(&format!("{}", OneOf(known.iter().copied())), path)),
        };
        all().find(|(one, _)| *one == word).map(|(_, value)| value).ok_or_else(|| {
            let suggestion = Suggestion { word: &word, known: known.iter().copied() };
            DataError::new(path, format_args!("unknown value {}; {suggestion}", Quoted(&word)))
        })
    }
}

pub(crate) fn number<T: TryFrom<i128>>(node: Node<'_>, path: &Path<'_>) -> Result<T, DataError> {
    let value = match node {
        Node::Integer(value) => value,
        Node::Text(text) if text.parse::<i128>().is_ok() => {
            let message = format!("expected a number, found a string; write {text} without quotes");
            return Err(DataError::new(path, message));
        }
        Node::Float => {
            let message = "expected a number, found a fraction; write it without a decimal point, \
                           such as 1";
            return Err(DataError::new(path, message));
        }
        node => return Err(node.wrong_type("a number", path)),
    };
    T::try_from(value).map_err(|_| {
        let message = format!("{value} is out of range; expected a number from 0");
        DataError::new(path, message)
    })
}

pub(crate) fn flag(node: Node<'_>, path: &Path<'_>) -> Result<bool, DataError> {
    match node {
        Node::Bool(value) => Ok(value),
        Node::Text(text) if matches!(&*text, "true" | "false") => {
            let message =
                format!("expected true or false, found a string; write {text} without quotes");
            Err(DataError::new(path, message))
        }
        node => Err(node.wrong_type("true or false", path)),
    }
}

/// Reads a list with this reader of its items.
pub(crate) fn list<'de, T>(
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl FnOnce(Node<'de>, &Path<'_>) -> Result<Vec<T>, DataError> {
    list_such_as("a list", read)
}

/// Reads a list. Messages show the example.
pub(crate) fn list_such_as<'de, T>(
    form: &'static str,
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl FnOnce(Node<'de>, &Path<'_>) -> Result<Vec<T>, DataError> {
    move |node, path| {
        let Node::List(items) = node else { return Err(node.wrong_type(form, path)) };
        items.into_iter().enumerate().map(|(index, item)| read(item, &path.index(index))).collect()
    }
}

/// Reads a table with arbitrary keys with this reader of its values. Messages show the
/// example.
pub(crate) fn map<'de, T>(
    form: &'static str,
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl FnOnce(Node<'de>, &Path<'_>) -> Result<BTreeMap<String, T>, DataError> {
    move |node, path| {
        let Node::Table(entries) = node else { return Err(node.wrong_type(form, path)) };
        let mut map = BTreeMap::new();
        for (key, value) in entries {
            let path = path.key(&key);
            let value = read(value, &path)?;
            if map.contains_key(key.as_ref()) {
                return Err(DataError::repeated_key(&path));
            }
            map.insert(key.into_owned(), value);
        }
        Ok(map)
    }
}

/// Reads a list, or a single item in place of a list with one item.
pub(crate) fn one_or_many<'de, T>(
    read: impl Fn(Node<'de>, &Path<'_>) -> Result<T, DataError>,
) -> impl FnOnce(Node<'de>, &Path<'_>) -> Result<Vec<T>, DataError> {
    move |node, path| match node {
        Node::List(_) => list(read)(node, path),
        node => Ok(Vec::from([read(node, path)?])),
    }
}
