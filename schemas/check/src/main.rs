//! Holds the schemas against the readers and writers that they describe.
//!
//! What loads is valid. What is valid loads, unless it is wrong in a way that no
//! schema can express. Run it in this folder with `cargo run`.

mod agreement;
mod change;
mod vocabulary;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use tagwright::document::PolicyErrorKind;
use tagwright::{CiContext, Plan, Policy, PolicyDocument, testing};

use agreement::{Agreement, Verdict};
use change::{changed, keys, with_entry};
use vocabulary::Vocabulary;

type Failure = Box<dyn Error>;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const RANDOM: usize = 2000;

fn main() -> Result<(), Failure> {
    let policies = Agreement::new(serde_json::from_str(Policy::json_schema())?, read_policy)?;
    let contexts = Agreement::new(serde_json::from_str(CiContext::json_schema())?, read_context)?;
    let plans =
        Agreement::new(closed(serde_json::from_str(Plan::json_schema())?), |_| Verdict::Loads)?;
    let mut written = Vec::new();
    let (mut loaded, mut judged) = (0, policies.check()? + contexts.check()?);

    let mut found = Vec::new();
    for path in files(&Path::new(ROOT).join("tests"))? {
        let Some(file) = read(&path)? else { continue };
        let list = |key: &str| file.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        for case in list("cases") {
            if let Some(context) = case.get("context") {
                contexts.judge(context)?;
            }
            written.extend(case.get("plan").cloned());
        }
        found.extend(list("refused").iter().filter_map(|case| case.get("policy")).cloned());
        found.extend(file.get("policy").cloned());
        found.push(file);
    }
    let mut runner = TestRunner::deterministic();
    let drawn = (testing::context(), testing::policy());
    for _ in 0..RANDOM {
        let tree = drawn.new_tree(&mut runner).map_err(|reason| reason.to_string())?;
        let (context, policy) = tree.current();
        if let Ok(plan) = policy.plan(&context) {
            written.push(serde_json::to_value(plan)?);
        }
        found.push(serde_json::to_value(policy)?);
        let context = serde_json::to_value(&context)?;
        contexts.judge(&context)?;
        for document in with_unknown_key(&context) {
            contexts.judge(&document)?;
            judged += 1;
        }
    }
    for policy in &found {
        if read_policy(policy) != Verdict::Loads {
            continue;
        }
        loaded += 1;
        policies.judge(policy)?;
        for document in with_unknown_key(policy) {
            policies.judge(&document)?;
            judged += 1;
        }
    }
    let mut shown = BTreeSet::new();
    for plan in &written {
        plans.judge(plan)?;
        shown.extend(keys(plan));
    }
    if let Some(key) = Vocabulary::of_schema(plans.schema()).keys.difference(&shown).next() {
        return Err(format!("no plan has the key {key}").into());
    }
    println!("{loaded} policies, {RANDOM} contexts and {} plans are valid", written.len());
    println!("the schemas and the readers agree about {judged} changed documents");
    Ok(())
}

fn with_unknown_key(document: &Value) -> Vec<Value> {
    changed(document, &|place| with_entry(place, "zzz", json!("zzz")))
}

/// The schema that accepts no field but those that it names.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(entries) => {
            for value in entries.values_mut() {
                *value = closed(value.take());
            }
            if entries.get("properties").is_some_and(Value::is_object) {
                entries.insert("additionalProperties".into(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| *item = closed(item.take())),
        _ => {}
    }
    schema
}

fn read_context(found: &Value) -> Verdict {
    match serde_json::from_value::<CiContext>(found.clone()) {
        Ok(_) => Verdict::Loads,
        Err(error) => Verdict::Misshapen(error.to_string()),
    }
}

fn read_policy(found: &Value) -> Verdict {
    let document = match serde_json::from_value::<PolicyDocument>(found.clone()) {
        Ok(document) => document,
        Err(error) => return Verdict::Misshapen(error.to_string()),
    };
    let Err(error) = Policy::new(document) else { return Verdict::Loads };
    let message = error.to_string();
    let says = |what: &str| message.contains(what);
    let place =
        format!("/{}", error.path().unwrap_or_default().replace(['.', '['], "/").replace(']', ""));
    let at_fault = found.pointer(&place).unwrap_or(&Value::Null);
    let is_of_shape = match (error.kind(), at_fault) {
        (_, Value::Array(items)) if items.is_empty() => true,
        // Whether a build may have no variant, only `variants` says.
        (_, Value::String(_)) if place.contains("/when/variant") => false,
        (_, Value::String(text)) if text.is_empty() => true,
        // The key and the template of one text have limits of their own.
        (PolicyErrorKind::TooLarge, Value::String(text)) if text.contains('=') => false,
        (PolicyErrorKind::TooLarge, _) => !says("in one regex") && !says("together"),
        (PolicyErrorKind::InvalidValue, Value::Number(_)) => !says("max-length must be"),
        (PolicyErrorKind::InvalidValue, _) => says("over the limit of 128"),
        _ => false,
    };
    if is_of_shape { Verdict::Misshapen(message) } else { Verdict::Meaningless(message) }
}

/// The policies and cases beneath a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push(path);
        }
    }
    Ok(all)
}

fn read(path: &Path) -> Result<Option<Value>, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let text = || std::fs::read_to_string(path);
    Ok(match extension {
        Some("json") => serde_json::from_str(&text()?).ok(),
        Some("toml") => toml::from_str(&text()?).ok(),
        Some("yaml" | "yml") => serde_yaml_ng::from_str(&text()?).ok(),
        _ => None,
    })
}
