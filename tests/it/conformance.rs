//! The suite that teams in other languages run too, run here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tagwright::{CiContext, Policy, PolicyDocument};

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

/// Runs a function over the files of the suite; where the variable asks for
/// that, writes back what it made of them.
fn each_file(mut check: impl FnMut(&mut Value)) {
    for path in files() {
        let mut file: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_eq!(file["format"], 1, "{}", path.display());
        check(&mut file);
        if std::env::var_os("TAGWRIGHT_WRITE").is_some() {
            std::fs::write(&path, serde_json::to_string_pretty(&file).unwrap() + "\n").unwrap();
        }
    }
}

/// A list of the file, empty where it has none.
fn list<'a>(file: &'a mut Value, key: &str) -> impl Iterator<Item = &'a mut Map<String, Value>> {
    let rows = file.get_mut(key).and_then(Value::as_array_mut);
    rows.into_iter().flatten().map(|row| row.as_object_mut().unwrap())
}

/// Compares an expectation with what came out; fields may be added to that.
#[track_caller]
fn assert_holds(expected: &Value, found: &Value, name: &Value) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            for (key, value) in expected {
                let Some(found) = found.get(key) else { panic!("{name}: {key} is missing") };
                assert_holds(value, found, name);
            }
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            for (expected, found) in expected.iter().zip(found) {
                assert_holds(expected, found, name);
            }
        }
        _ => assert_eq!(expected, found, "{name}"),
    }
}

/// The name of an error kind as the suite has it: `NoRule` is `no-rule`.
fn kind(kind: impl std::fmt::Debug) -> String {
    let mut name = String::new();
    for letter in format!("{kind:?}").chars() {
        if letter.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}

fn is_writing() -> bool {
    std::env::var_os("TAGWRIGHT_WRITE").is_some()
}

#[test]
fn the_suite_holds() {
    each_file(|file| {
        let Some(policy) = file.get("policy") else { return };
        let policy: Policy = serde_json::from_value(policy.clone()).unwrap();
        for case in list(file, "cases") {
            let context: CiContext = serde_json::from_value(case["context"].clone()).unwrap();
            let (key, found) = match policy.plan(&context) {
                Ok(plan) => ("plan", serde_json::to_value(plan).unwrap()),
                Err(error) => {
                    ("error", json!({ "kind": kind(error.kind()), "path": error.path() }))
                }
            };
            if is_writing() && !case.contains_key("plan") && !case.contains_key("error") {
                case.insert(key.to_owned(), found.clone());
            }
            let Some(expected) = case.get(key) else { panic!("{}: {found}", case["name"]) };
            assert_holds(expected, &found, &case["name"]);
        }
    });
}

#[test]
fn policies_of_the_suite_are_refused() {
    each_file(|file| {
        for case in list(file, "refused") {
            let document: Result<PolicyDocument, _> =
                serde_json::from_value(case["policy"].clone());
            // What a reader refuses, it reports through serde: as text, in which
            // the path stands first.
            let found = match document.map(Policy::new) {
                Err(error) => json!({ "path": path(&error.to_string()) }),
                Ok(Err(error)) => {
                    json!({ "path": error.path().unwrap_or_default(), "kind": kind(error.kind()) })
                }
                Ok(Ok(_)) => panic!("{} loads", case["name"]),
            };
            if is_writing() && !case.contains_key("error") {
                case.insert("error".to_owned(), found.clone());
            }
            assert_holds(&case["error"], &found, &case["name"]);
        }
    });
}

/// The path in front of a message; none for the policy as a whole.
fn path(message: &str) -> &str {
    match message.split_once(": ") {
        Some((path, _)) if !path.contains(' ') => path,
        _ => "",
    }
}

#[test]
fn the_built_in_policy_of_the_suite_is_the_built_in_policy() {
    let text = include_str!("../conformance/built-in.json");
    let file: Value = serde_json::from_str(text).unwrap();
    let policy: Policy = serde_json::from_value(file["policy"].clone()).unwrap();
    assert_eq!(policy, Policy::cwiq());
}

/// Every kind that the README names has a case, and every kind of a case is
/// named there.
#[test]
fn the_kinds_of_the_readme_are_those_of_the_cases() {
    let readme = include_str!("../conformance/README.md");
    let (_, kinds) = readme.split_once("Kinds of plan errors:").unwrap();
    let (of_plans, rest) = kinds.split_once("Kinds of refused policies:").unwrap();
    let (of_policies, _) = rest.split_once('.').unwrap();
    let named = |text: &str| -> BTreeSet<String> {
        text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    each_file(|file| {
        for (kinds, key) in found.iter_mut().zip(["cases", "refused"]) {
            let kinds_of_file = list(file, key).filter_map(|case| {
                let kind = case.get("error")?.get("kind")?.as_str()?;
                Some(kind.to_owned())
            });
            kinds.extend(kinds_of_file);
        }
    });
    assert_eq!(found, [named(of_plans), named(of_policies)]);
}

/// Each file has its line in the README, and each case its own name.
#[test]
fn files_and_names_are_told_apart() {
    let readme = include_str!("../conformance/README.md");
    each_file(|file| {
        let mut names = BTreeSet::new();
        for key in ["cases", "refused"] {
            for case in list(file, key) {
                assert!(case["shows"].is_string(), "{}", case["name"]);
                assert!(names.insert(case["name"].to_string()), "{} stands twice", case["name"]);
            }
        }
    });
    let listed = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(".json`"));
    let listed: BTreeSet<&str> = listed.map(|(name, _)| name).collect();
    let files = files();
    let found: BTreeSet<&str> =
        files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(listed, found);
}
