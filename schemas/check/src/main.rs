//! Holds the checked-in schemas against the readers that they describe.
//!
//! What loads is valid; what has an unknown key is neither. Run it in this
//! folder with `cargo run`.

use std::error::Error;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;
use tagwright::{CiContext, Policy, strategies};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const RANDOM: usize = 2000;

fn main() -> Result<(), Box<dyn Error>> {
    let (policy, context, plan) = (schema("policy")?, schema("context")?, schema("plan")?);
    let mut policies: Vec<Value> = Vec::new();
    for path in files(&Path::new(ROOT).join("tests"))? {
        let Some(file) = read(&path)? else { continue };
        policies.push(file.clone());
        policies.extend(file.get("policy").cloned());
        for case in file.get("refused").and_then(Value::as_array).into_iter().flatten() {
            policies.extend(case.get("policy").cloned());
        }
        for case in file.get("cases").and_then(Value::as_array).into_iter().flatten() {
            if let Some(found) = case.get("context") {
                check(&context, found, is_context(found), "context")?;
            }
            if let Some(found) = case.get("plan") {
                check(&plan, found, true, "plan")?;
            }
        }
    }
    let (mut loaded, mut mutants) = (0, 0);
    let mut runner = TestRunner::deterministic();
    let drawn = strategies::policy();
    for _ in 0..RANDOM {
        policies.push(serde_json::to_value(
            drawn.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current(),
        )?);
    }
    for found in policies.iter().filter(|found| is_policy(found)) {
        loaded += 1;
        check(&policy, found, true, "policy")?;
        for mutant in with_unknown_key(found).into_iter().filter(|mutant| !is_policy(mutant)) {
            mutants += 1;
            check(&policy, &mutant, false, "policy with an unknown key")?;
        }
    }
    let drawn = (strategies::context(), strategies::policy());
    for _ in 0..RANDOM {
        let (one, under) =
            drawn.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        let found = serde_json::to_value(&one)?;
        check(&context, &found, true, "context")?;
        for mutant in with_unknown_key(&found) {
            mutants += 1;
            check(&context, &mutant, is_context(&mutant), "context with an unknown key")?;
        }
        if let Ok(found) = under.plan(&one) {
            check(&plan, &serde_json::to_value(found)?, true, "plan")?;
        }
    }
    two_refs(&context)?;
    println!(
        "{loaded} policies and {RANDOM} contexts are valid, {mutants} with an unknown key are not"
    );
    Ok(())
}

fn schema(name: &str) -> Result<Validator, Box<dyn Error>> {
    let text = std::fs::read_to_string(format!("{ROOT}/schemas/{name}.json"))?;
    Ok(jsonschema::validator_for(&serde_json::from_str(&text)?)?)
}

fn check(schema: &Validator, found: &Value, valid: bool, what: &str) -> Result<(), Box<dyn Error>> {
    if schema.is_valid(found) == valid {
        return Ok(());
    }
    let reasons: Vec<String> = schema
        .iter_errors(found)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    Err(format!("{what}, valid is {}: {reasons:?}\n{found:#}", !valid).into())
}

fn is_policy(found: &Value) -> bool {
    serde_json::from_value::<Policy>(found.clone()).is_ok()
}

fn is_context(found: &Value) -> bool {
    serde_json::from_value::<CiContext>(found.clone()).is_ok()
}

/// The value once for every object in it, with a key more.
fn with_unknown_key(value: &Value) -> Vec<Value> {
    let mut all = Vec::new();
    match value {
        Value::Object(entries) => {
            let mut more = entries.clone();
            more.insert("zzz".into(), "zzz".into());
            all.push(Value::Object(more));
            for (key, inner) in entries {
                for changed in with_unknown_key(inner) {
                    let mut entries = entries.clone();
                    entries.insert(key.clone(), changed);
                    all.push(Value::Object(entries));
                }
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                for changed in with_unknown_key(inner) {
                    let mut items = items.clone();
                    items[index] = changed;
                    all.push(Value::Array(items));
                }
            }
        }
        _ => {}
    }
    all
}

fn two_refs(context: &Validator) -> Result<(), Box<dyn Error>> {
    let pull_request = serde_json::json!({ "number": 1, "source": "a" });
    for (first, second) in [
        (("branch", Value::from("a")), ("tag", Value::from("a"))),
        (("branch", Value::from("a")), ("pull_request", pull_request.clone())),
        (("tag", Value::from("a")), ("pull_request", pull_request)),
    ] {
        let mut found = serde_json::json!({ "project": "a", "sha": "a".repeat(40) });
        found[first.0] = first.1;
        check(context, &found, is_context(&found), "context")?;
        found[second.0] = Value::Null;
        check(context, &found, is_context(&found), "context with a ref that is null")?;
        found[second.0] = second.1;
        check(context, &found, is_context(&found), "context with two refs")?;
    }
    Ok(())
}

/// The policies and cases beneath a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
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

fn read(path: &Path) -> Result<Option<Value>, Box<dyn Error>> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let text = || std::fs::read_to_string(path);
    Ok(match extension {
        Some("json") => serde_json::from_str(&text()?).ok(),
        Some("toml") => toml::from_str(&text()?).ok(),
        Some("yaml" | "yml") => serde_yaml_ng::from_str(&text()?).ok(),
        _ => None,
    })
}
