//! The keys and values of the serde form.
//!
//! A value knows its key, so that a wrong type is reported as `expected created
//! to be a string`; both are checked where they stand, so that every format adds
//! its own position.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};

use super::error::{ContextError, Listed};
use crate::name::{NameError, Quoted};

/// Reads the value of a key into its slot; `null` is absent.
pub(super) fn put<'de, A, S>(
    map: &mut A,
    key: &'static str,
    slot: &mut Option<<At<S> as DeserializeSeed<'de>>::Value>,
    shape: S,
) -> Result<(), A::Error>
where
    A: MapAccess<'de>,
    At<S>: DeserializeSeed<'de>,
{
    if slot.is_some() {
        return Err(A::Error::custom(format_args!("{key} is given twice")));
    }
    *slot = map.next_value_seed(OrNull(At { key, shape }))?;
    Ok(())
}

/// A key, one of those that its owner has.
pub(super) struct Key {
    pub(super) owner: &'static str,
    pub(super) keys: &'static [&'static str],
}

/// A string that a check turns into a value.
pub(super) struct Text<F>(pub(super) F);

/// A list of strings that a check turns into values.
pub(super) struct List<F>(pub(super) F);

pub(super) struct Number;

pub(super) struct Flag;

/// A shape of values under its key.
pub(super) struct At<S> {
    pub(super) key: &'static str,
    pub(super) shape: S,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'static str, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = &'static str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a key of {}", self.owner)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<&'static str, E> {
        let Self { owner, keys } = self;
        keys.iter().find(|key| **key == text).copied().ok_or_else(|| {
            let (text, keys) = (Quoted(text), Listed(keys));
            E::custom(format_args!("unknown key {text}; {owner} holds {keys}"))
        })
    }
}

impl<'de, T, F: FnOnce(String) -> Result<T, NameError>> DeserializeSeed<'de> for At<Text<F>> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<T, F: FnOnce(String) -> Result<T, NameError>> Visitor<'_> for At<Text<F>> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to be a string", self.key)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.shape.0)(text.into()).map_err(|flaw| E::custom(ContextError::invalid(self.key, flaw)))
    }
}

impl<'de, T, F: Fn(String) -> Result<T, NameError>> DeserializeSeed<'de> for At<List<F>> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T, F: Fn(String) -> Result<T, NameError>> Visitor<'de> for At<List<F>> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to be a list of strings", self.key)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut values = Vec::new();
        let item = || At { key: self.key, shape: Text(&self.shape.0) };
        while let Some(value) = list.next_element_seed(item())? {
            values.push(value);
        }
        Ok(values)
    }
}

impl<'de> DeserializeSeed<'de> for At<Number> {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_u64(self)
    }
}

impl Visitor<'_> for At<Number> {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to be a number from 0", self.key)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }

    // TOML has no other integers.
    fn visit_i64<E: Error>(self, number: i64) -> Result<u64, E> {
        u64::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

impl<'de> DeserializeSeed<'de> for At<Flag> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bool(self)
    }
}

impl Visitor<'_> for At<Flag> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to be true or false", self.key)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<bool, E> {
        Ok(flag)
    }
}

struct OrNull<S>(At<S>);

impl<'de, S> DeserializeSeed<'de> for OrNull<S>
where
    At<S>: DeserializeSeed<'de>,
{
    type Value = Option<<At<S> as DeserializeSeed<'de>>::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, S> Visitor<'de> for OrNull<S>
where
    At<S>: DeserializeSeed<'de>,
{
    type Value = Option<<At<S> as DeserializeSeed<'de>>::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.key)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}
