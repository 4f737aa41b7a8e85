//! Whole policies: accidents that happened or will, and policies without any.
//!
//! An accident says in its comments what it is about: `expect SEVERITY CODE at
//! PATHS` (these and perhaps others), `never CODE`, `refused PATH`.

use std::path::{Path, PathBuf};

use tagwright::Policy;
use tagwright::audit::{Finding, Severity};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/policies").join(folder);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// All of them that load.
pub(crate) fn policies() -> Vec<Policy> {
    let files = ["accidents", "clean"].into_iter().flat_map(files);
    files.filter_map(|file| toml::from_str(&std::fs::read_to_string(file).unwrap()).ok()).collect()
}

/// What a witness shows is what the policy plans.
#[track_caller]
pub(crate) fn assert_reproducible(policy: &Policy, finding: &Finding) {
    let Some(witness) = &finding.witness else { return };
    assert!(!&witness.contexts.is_empty(), "{finding}");
    for context in &witness.contexts {
        let plan = policy.plan(context);
        match &witness.tag {
            None => assert!(plan.is_err(), "{finding}: {context:?}"),
            Some(tag) => {
                let plan = plan.unwrap_or_else(|error| panic!("{finding}: {error}"));
                assert!(plan.tags().contains(tag.as_str()), "{finding}: {context:?}");
            }
        }
    }
}

#[test]
fn accidents_are_refused_or_reported() {
    for file in files("accidents") {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        let said: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# ")).collect();
        let policy: Result<Policy, _> = toml::from_str(&text);
        if let Some(path) = said.iter().find_map(|line| line.strip_prefix("refused ")) {
            let error = policy.expect_err(name).to_string();
            assert!(error.contains(path), "{name}: {error}");
            continue;
        }
        let policy = policy.unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = policy.audit();
        let shown: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let shown = shown.join("\n");
        for finding in &findings {
            assert_reproducible(&policy, finding);
        }
        let mut count = 0;
        for line in said {
            if let Some(expected) = line.strip_prefix("expect ") {
                count += 1;
                let (kind, paths) = expected.split_once(" at ").expect(line);
                let found = findings.iter().any(|finding| {
                    format!("{} {}", finding.severity, finding.code) == kind
                        && paths
                            .split(", ")
                            .all(|path| finding.paths.iter().any(|found| found == path))
                });
                assert!(found, "{name}: no {expected}\n{shown}");
            }
            if let Some(code) = line.strip_prefix("never ") {
                count += 1;
                let found = findings.iter().any(|finding| finding.code.as_str() == code);
                assert!(!found, "{name}: {code}\n{shown}");
            }
        }
        assert!(count > 0, "{name} says what to expect");
    }
}

#[test]
fn policies_without_hazards_are_clean() {
    for file in files("clean") {
        let text = std::fs::read_to_string(&file).unwrap();
        let policy: Policy =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for finding in policy.audit() {
            assert_reproducible(&policy, &finding);
            assert_eq!(finding.severity, Severity::Info, "{}: {finding}", file.display());
        }
    }
}
