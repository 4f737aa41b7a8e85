//! What a schema or a reader knows: keys, words, and the numbers of its limits.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::change::{places, sized, with_entry, without_one};

/// More than any text is long; other numbers are not tried as lengths.
const LONGEST: usize = 5000;

#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) keys: BTreeSet<String>,
    pub(crate) words: BTreeSet<String>,
    pub(crate) numbers: BTreeSet<u64>,
    /// Keys with the values that examples have for them.
    entries: Vec<(String, Value)>,
}

impl Vocabulary {
    pub(crate) fn of_schema(schema: &Value) -> Self {
        let mut known = Self::default();
        known.learn(schema);
        known
    }

    pub(crate) fn show(&mut self, example: &Value) {
        for place in places(example) {
            if let Some(table) = example.pointer(&place).and_then(Value::as_object) {
                self.entries.extend(table.clone());
            }
        }
    }

    fn learn(&mut self, schema: &Value) {
        let entries = schema.as_object().into_iter().flatten();
        for (key, value) in entries.filter(|(key, _)| !matches!(&***key, "examples" | "default")) {
            match (&**key, value) {
                ("properties", Value::Object(properties)) => {
                    self.keys.extend(properties.keys().cloned());
                    properties.values().for_each(|property| self.learn(property));
                }
                ("definitions", Value::Object(definitions)) => {
                    definitions.values().for_each(|definition| self.learn(definition));
                }
                ("enum", Value::Array(choices)) => {
                    self.words.extend(choices.iter().filter_map(Value::as_str).map(Into::into));
                    self.numbers.extend(choices.iter().filter_map(Value::as_u64));
                }
                (_, Value::Number(limit)) => self.numbers.extend(limit.as_u64()),
                (_, Value::Array(parts)) => parts.iter().for_each(|part| self.learn(part)),
                (_, part) => self.learn(part),
            }
        }
    }

    /// The values to try in place of this one.
    pub(crate) fn changes(&self, place: &Value) -> Vec<Value> {
        let mut all = vec![
            Value::Null,
            json!(true),
            json!(-1),
            json!(1.5),
            json!(""),
            json!([]),
            json!({}),
            json!([place]),
            json!({ "zzz": "zzz" }),
        ];
        all.extend(place.as_array().and_then(|items| items.first()).cloned());
        all.extend(without_one(place));
        all.extend(with_entry(place, "zzz", json!("zzz")));
        for (key, value) in &self.entries {
            all.extend(with_entry(place, key, value.clone()));
            all.extend(with_entry(place, key, Value::Null));
        }
        let around = self
            .numbers
            .iter()
            .flat_map(|number| [number.saturating_sub(1), *number, number.saturating_add(1)]);
        for number in around.collect::<BTreeSet<_>>() {
            if place.is_number() {
                all.push(json!(number));
            } else if let Ok(size @ ..=LONGEST) = usize::try_from(number) {
                all.extend(sized(place, size));
                all.extend(with_entry(place, &"K".repeat(size), json!("v")));
            }
        }
        if place.is_string() {
            all.extend(self.words.iter().map(|word| json!(word)));
        }
        all
    }
}
