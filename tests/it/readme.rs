//! The README says what is.

use std::collections::BTreeSet;
use std::path::Path;

use tagwright::{Finding, Policy, Severity};

use crate::page::Page;

fn readme() -> Page {
    Page::read("README.md")
}

#[test]
fn the_table_of_the_built_in_policy_is_what_the_policy_shows() {
    readme().assert_generated("table", &Policy::cwiq().table().to_string());
}

#[test]
fn it_tells_of_every_warning_about_the_built_in_policy() {
    let readme = readme();
    let findings = Policy::cwiq().audit();
    let warnings = findings.iter().filter(|finding| finding.severity() != Severity::Info);
    let codes: BTreeSet<&str> = warnings.map(|finding| finding.code().as_str()).collect();
    assert_eq!(codes.len(), 3, "{codes:?}");
    for code in codes {
        assert!(readme.text().contains(&format!("`{code}`")), "{code} is not told of");
    }
}

#[test]
fn every_dependency_has_a_line_and_every_line_a_dependency() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest: toml::Table =
        toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    let dependencies: BTreeSet<&str> =
        manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
    let readme = readme();
    let (_, section) = readme.text().split_once("\n## Dependencies\n").unwrap();
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
fn the_policy_it_prints_loads_and_has_no_accidents() {
    let readme = readme();
    let blocks = readme.blocks("toml");
    let [_, policy] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let findings = toml::from_str::<Policy>(policy).unwrap().audit();
    let is_accident = |finding: &&Finding| finding.severity() != Severity::Info;
    assert_eq!(findings.iter().find(is_accident), None);
}

#[test]
fn every_page_of_the_guide_has_a_link_and_every_link_a_page() {
    let readme = readme();
    let links = readme.text().split("https://docs.rs/tagwright/latest/tagwright/guide/").skip(1);
    let linked: BTreeSet<&str> =
        links.filter_map(|rest| rest.split_once("/)")).map(|(name, _)| name).collect();
    assert_eq!(linked, crate::guide::pages().iter().map(String::as_str).collect());
}
