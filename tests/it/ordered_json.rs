//! JSON whose objects keep the order of their keys, so that a file that is written back
//! differs from what was read only where something was changed.

use std::fmt;

use serde::de::{DeserializeOwned, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    /// What is neither a list nor an object.
    Scalar(Value),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn of(value: &impl Serialize) -> Self {
        serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
    }

    /// Reads it as a type, as from a file.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.to_string())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(entries) = self else { return None };
        entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        let Self::Scalar(value) = self else { return None };
        value.as_str()
    }

    /// The items of the list that an object has under a key; none where it has no such
    /// list.
    pub(crate) fn list(&mut self, key: &str) -> impl Iterator<Item = &mut Self> {
        let entries = match self {
            Self::Object(entries) => &mut entries[..],
            Self::Scalar(_) | Self::List(_) => &mut [],
        };
        let lists = entries.iter_mut().filter(move |(known, _)| known == key);
        lists.flat_map(|(_, value)| match value {
            Self::List(items) => &mut items[..],
            Self::Scalar(_) | Self::Object(_) => &mut [],
        })
    }

    /// Adds what an object does not have, behind what it has.
    pub(crate) fn push(&mut self, key: &str, value: Self) {
        let Self::Object(entries) = self else { panic!("{self} is no object") };
        entries.push((key.to_owned(), value));
    }
}

/// As it is written to a file.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string_pretty(self).map_err(|_| fmt::Error)?;
        writeln!(f, "{text}")
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Scalar(value) => value.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
            Self::Object(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Scalar(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = entries.next_entry::<String, Json>()? {
            all.push(entry);
        }
        match &*all {
            // How serde_json hands on a number if some crate asks it for any precision.
            [(key, Json::Scalar(Value::String(number)))]
                if key == "$serde_json::private::Number" =>
            {
                serde_json::from_str(number).map(Json::Scalar).map_err(A::Error::custom)
            }
            _ => Ok(Json::Object(all)),
        }
    }
}

#[test]
fn what_is_written_is_what_was_read() {
    let text = "{\n  \"b\": [\n    1,\n    -2,\n    0.5,\n    null,\n    true\n  ],\n  \"a\": {\n    \
                \"z\": \"\\n\",\n    \"y\": {},\n    \"x\": []\n  }\n}\n";
    let json: Json = serde_json::from_str(text).unwrap();
    assert_eq!(json.to_string(), text);
}
