//! The suite that teams in other languages run too, run here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;
use tagwright::{CiContext, Policy, PolicyDocument};

use crate::ordered_json::Json;

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
fn each_file(mut check: impl FnMut(&mut Json)) {
    for path in files() {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(file.get("format"), Some(&Json::Scalar(1.into())), "{}", path.display());
        assert_eq!(file.to_string(), text, "{} is written as it would be", path.display());
        check(&mut file);
        if is_writing() && file.to_string() != text {
            std::fs::write(&path, file.to_string()).unwrap();
        }
    }
}

/// The text that a case has under a key.
fn text<'c>(case: &'c Json, key: &str) -> &'c str {
    case.get(key).and_then(Json::as_str).unwrap_or_else(|| panic!("{case} has no {key}"))
}

/// Compares an expectation with what came out; fields may be added to that.
#[track_caller]
fn assert_holds(expected: &Json, found: &Json, name: &str) {
    match (expected, found) {
        (Json::Object(expected), Json::Object(_)) => {
            for (key, value) in expected {
                let Some(found) = found.get(key) else { panic!("{name}: {key} is missing") };
                assert_holds(value, found, name);
            }
        }
        (Json::List(expected), Json::List(found)) if expected.len() == found.len() => {
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
        let policy: Policy = policy.read().unwrap();
        for case in file.list("cases") {
            let context: CiContext = case.get("context").unwrap().read().unwrap();
            let (key, found) = match policy.plan(&context) {
                Ok(plan) => ("plan", Json::of(&plan)),
                Err(error) => {
                    let error = json!({ "kind": kind(error.kind()), "path": error.path() });
                    ("error", Json::of(&error))
                }
            };
            if is_writing() && case.get("plan").is_none() && case.get("error").is_none() {
                case.push(key, found.clone());
            }
            let name = text(case, "name");
            let Some(expected) = case.get(key) else { panic!("{name}: {found}") };
            assert_holds(expected, &found, name);
        }
    });
}

#[test]
fn policies_of_the_suite_are_refused() {
    each_file(|file| {
        for case in file.list("refused") {
            let name = text(case, "name").to_owned();
            let document = case.get("policy").unwrap().read::<PolicyDocument>();
            // What a reader refuses, it reports through serde: as text, in which
            // the path stands first.
            let found = match document.map(Policy::new) {
                Err(error) => json!({ "path": path(&error.to_string()) }),
                Ok(Err(error)) => {
                    json!({ "path": error.path().unwrap_or_default(), "kind": kind(error.kind()) })
                }
                Ok(Ok(_)) => panic!("{name} loads"),
            };
            let found = Json::of(&found);
            if is_writing() && case.get("error").is_none() {
                case.push("error", found.clone());
            }
            assert_holds(case.get("error").unwrap_or_else(|| panic!("{name}")), &found, &name);
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
    let file: Json = serde_json::from_str(text).unwrap();
    let policy: Policy = file.get("policy").unwrap().read().unwrap();
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
            let kinds_of_file = file.list(key).filter_map(|case| {
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
            for case in file.list(key) {
                let name = text(case, "name");
                assert!(!text(case, "shows").is_empty(), "{name}");
                assert!(names.insert(name.to_owned()), "{name} stands twice");
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
