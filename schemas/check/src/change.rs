//! Documents that differ from another in one place.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Every document with one place replaced by something that `changes` makes of it.
pub(crate) fn changed(document: &Value, changes: &dyn Fn(&Value) -> Vec<Value>) -> Vec<Value> {
    let changed_at = |place: &String| {
        let changes = document.pointer(place).map(changes).unwrap_or_default();
        changes.into_iter().map(|change| replaced(document, place, change)).collect::<Vec<_>>()
    };
    places(document).iter().flat_map(changed_at).collect()
}

/// The JSON pointers of a document and of everything in it.
pub(crate) fn places(document: &Value) -> Vec<String> {
    let inner = |key: String, value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        places(value).into_iter().map(move |place| format!("/{key}{place}"))
    };
    let mut all = vec![String::new()];
    match document {
        Value::Object(entries) => {
            all.extend(entries.iter().flat_map(|(key, value)| inner(key.clone(), value)));
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            all.extend(items.flat_map(|(index, item)| inner(index.to_string(), item)));
        }
        _ => {}
    }
    all
}

/// The keys of a document and of everything in it.
pub(crate) fn keys(document: &Value) -> BTreeSet<String> {
    let key = |place: &String| Some(place.rsplit_once('/')?.1.to_owned());
    places(document).iter().filter_map(key).collect()
}

pub(crate) fn replaced(document: &Value, place: &str, value: Value) -> Value {
    let mut document = document.clone();
    if let Some(place) = document.pointer_mut(place) {
        *place = value;
    }
    document
}

/// The table with one more entry; nothing if the value is not a table.
pub(crate) fn with_entry(place: &Value, key: &str, value: Value) -> Vec<Value> {
    let mut place = place.clone();
    let Some(entries) = place.as_object_mut() else { return Vec::new() };
    entries.insert(key.into(), value);
    vec![place]
}

/// A table once without each of its entries, a list without each of its items.
pub(crate) fn without_one(place: &Value) -> Vec<Value> {
    match place {
        Value::Object(entries) => {
            let without = |key: &String| {
                let mut entries = entries.clone();
                entries.remove(key);
                Value::Object(entries)
            };
            entries.keys().map(without).collect()
        }
        Value::Array(items) => {
            let without = |index| {
                let mut items = items.clone();
                items.remove(index);
                Value::Array(items)
            };
            (0..items.len()).map(without).collect()
        }
        _ => Vec::new(),
    }
}

/// A text, list or table of this size, whose items have names of their own; nothing
/// for what has no size.
pub(crate) fn sized(place: &Value, size: usize) -> Vec<Value> {
    match place {
        Value::String(text) => {
            let more = size.saturating_sub(text.chars().count());
            vec![json!(format!("{text}{}", "a".repeat(more)))]
        }
        Value::Array(items) => {
            let item = |index| items.first().map(|item| numbered(item, index));
            vec![(0..size).filter_map(item).collect()]
        }
        Value::Object(_) => {
            vec![(0..size).map(|index| (format!("K{index}"), json!("v"))).collect()]
        }
        _ => Vec::new(),
    }
}

fn numbered(item: &Value, index: usize) -> Value {
    match item {
        Value::String(text) if text.contains('=') => json!(format!("K{index}=v")),
        Value::String(text) => json!(format!("{text}{index}")),
        Value::Object(entries) => {
            let mut entries = entries.clone();
            if let Some(name) = entries.get("name").and_then(Value::as_str) {
                let name = format!("{name}{index}");
                entries.insert("name".into(), json!(name));
            }
            Value::Object(entries)
        }
        other => other.clone(),
    }
}
