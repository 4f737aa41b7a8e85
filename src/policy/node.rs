use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A policy file before anything is known about it: what TOML, JSON and YAML
/// have in common.
///
/// Every format is read into this and decoded by one piece of code, so that the
/// same text means the same and the same mistake gets the same message, with its
/// path, in all of them. serde's own derives can give neither a path nor a
/// suggestion, and want `!tags` in YAML where a string or a table is allowed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Integer(i128),
    Float(f64),
    /// A date or time of TOML, which has a type for them.
    Date,
    Text(String),
    List(Vec<Node>),
    /// In file order, and with keys that stand twice kept twice.
    Table(Vec<(String, Node)>),
}

impl Node {
    /// What a message calls this value.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "a number",
            Self::Float(_) => "a fraction",
            Self::Date => "a date",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }

    fn into_key(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Null => "null".to_owned(),
            Self::Date | Self::List(_) | Self::Table(_) => self.describe().to_owned(),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a policy")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut table = Vec::new();
        while let Some((key, value)) = entries.next_entry::<Node, Node>()? {
            table.push((key.into_key(), value));
        }
        Ok(scalar(&table).unwrap_or(Node::Table(table)))
    }
}

/// What serde has no type for comes as a table of one key that no file holds:
/// from `toml` a date, and from `serde_json` every number, if any crate in the
/// binary enables its `arbitrary_precision`.
fn scalar(table: &[(String, Node)]) -> Option<Node> {
    let [(key, Node::Text(text))] = table else { return None };
    match key.as_str() {
        "$__toml_private_datetime" => Some(Node::Date),
        "$serde_json::private::Number" => {
            let integer = text.parse().map(Node::Integer).ok();
            integer.or_else(|| text.parse().map(Node::Float).ok())
        }
        _ => None,
    }
}
