//! The README says what is.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use tagwright::{Finding, FindingCode, Policy, Severity};

const TABLE: [&str; 2] = ["<!-- table: generated -->\n", "<!-- /table -->"];
const AUDIT: [&str; 2] = ["<!-- audit: generated -->\n", "<!-- /audit -->"];

/// Why each finding about the built-in policy is accepted, or how a policy of
/// one's own avoids it.
const ACCEPTED: &[(FindingCode, &str)] = &[
    (
        FindingCode::SharedTag,
        "It takes a git tag that is called like a branch's image behind its `v`. Those who may make \
         git tags may release as well; `when = { release = {} }` rules it out.",
    ),
    (
        FindingCode::PrereleaseMovesFloating,
        "The source's rule is `v*`, literally. `when = { release = {} }` takes final releases alone.",
    ),
    (FindingCode::AnyTagMovesFloating, "The same rule, and the same way out."),
    (
        FindingCode::SlugCollision,
        "No SemVer version has a `_`. `when = { release = {} }` takes versions alone.",
    ),
    (
        FindingCode::OldReleaseMovesFloating,
        "`stable` is what was released last. `moves = \"highest\"` makes it the highest version.",
    ),
    (
        FindingCode::EventWithoutTags,
        "No pipeline of the source builds images for them; planning one is an error that says so.",
    ),
    (
        FindingCode::CheckedAtPlanTime,
        "A project or git tag that cannot be named is an error which says what would be legal.",
    ),
    (
        FindingCode::ShortShaCollision,
        "Eight digits are what GitLab shows. `short-sha = 12` is enough for any repository.",
    ),
    (FindingCode::ReadsAsNumber, "A release is called `v1.0.0`, and `1.0.0` is no number."),
    (FindingCode::LabelUnsafe, "No release is called so."),
];

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// Compares what stands between two marks, or with `UPDATE_README` writes it.
#[track_caller]
fn assert_generated([begin, end]: [&str; 2], expected: &str) {
    let readme = std::fs::read_to_string(path()).unwrap();
    let (before, rest) = readme.split_once(begin).expect("where it begins");
    let (found, after) = rest.split_once(end).expect("where it ends");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path(), format!("{before}{begin}{expected}{end}{after}")).unwrap();
        return;
    }
    assert_eq!(found, expected, "UPDATE_README=1 with one test thread writes it anew");
}

#[test]
fn the_table_of_the_built_in_policy_is_what_the_policy_shows() {
    assert_generated(TABLE, &Policy::cwiq().table().to_string());
}

#[test]
fn what_the_audit_says_of_the_built_in_policy_is_what_it_says() {
    let findings = Policy::cwiq().audit();
    let mut text = String::new();
    for group in findings.chunk_by(|left, right| left.code() == right.code()) {
        let (code, severity) = (group[0].code(), group[0].severity());
        let why = ACCEPTED.iter().find(|(accepted, _)| *accepted == code);
        let (_, why) = why.unwrap_or_else(|| panic!("why is {code} accepted?"));
        writeln!(text, "* {severity} `{code}`. {why}").unwrap();
        for finding in group {
            let paths = finding.paths().map(|path| format!("`{path}`")).collect::<Vec<_>>();
            writeln!(text, "  * {}: {}", paths.join(", "), finding.message()).unwrap();
        }
    }
    assert_generated(AUDIT, &text);
    for (code, _) in ACCEPTED {
        assert!(findings.iter().any(|finding| finding.code() == *code), "{code} is not said");
    }
}

#[test]
fn every_dependency_has_a_line_and_every_line_a_dependency() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest: toml::Table =
        toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    let dependencies: BTreeSet<&str> =
        manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
    let readme = std::fs::read_to_string(path()).unwrap();
    let (_, section) = readme.split_once("\n## Dependencies\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let listed: Vec<&str> = section
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(listed.len(), dependencies.len(), "each once");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), dependencies);
}

#[test]
fn the_policy_it_prints_is_the_built_in_one() {
    let readme = std::fs::read_to_string(path()).unwrap();
    let (_, rest) = readme.split_once("```toml\nversion = 1").expect("the policy as a file");
    let (policy, _) = rest.split_once("```").unwrap();
    let policy: Policy = toml::from_str(&format!("version = 1{policy}")).unwrap();
    assert_eq!(policy, Policy::cwiq());
}

#[test]
fn every_policy_it_prints_loads_and_the_small_one_has_no_accidents() {
    let readme = std::fs::read_to_string(path()).unwrap();
    let policies: Vec<Policy> = readme
        .split("```toml\n")
        .filter(|block| block.starts_with("version = 1\n"))
        .map(|block| toml::from_str(block.split("```").next().unwrap()).unwrap())
        .collect();
    let [_, small] = &policies[..] else { panic!("{} policies", policies.len()) };
    let findings = small.audit();
    let is_accident = |finding: &&Finding| finding.severity() != Severity::Info;
    assert_eq!(findings.iter().find(is_accident), None);
}

#[test]
fn the_labels_it_prints_are_those_of_the_constant() {
    let readme = std::fs::read_to_string(path()).unwrap();
    let (_, rest) = readme.split_once("```toml\n  labels").expect("the labels as a file has them");
    let (labels, _) = rest.split_once("```").unwrap();
    let table: toml::Table = toml::from_str(&format!("labels{labels}")).unwrap();
    let found: Vec<&str> =
        table["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect();
    assert_eq!(found, tagwright::Assignments::OCI_LABELS);
}
