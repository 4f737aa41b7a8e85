//! What the README states is true.

use std::collections::BTreeSet;
use std::path::Path;

use tagwright::audit::{Finding, Severity};
use tagwright::{CiContext, Policy, Provider};

use crate::page::Page;
use crate::plan::shell_text;

fn readme() -> Page {
    Page::read("README.md")
}

fn policy(readme: &Page) -> Policy {
    let blocks = readme.blocks("toml");
    let [policy] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    toml::from_str(policy).unwrap()
}

#[test]
fn it_is_read_in_one_go() {
    assert!(readme().text().lines().count() <= 120);
}

#[test]
fn the_table_is_that_of_its_policy() {
    let readme = readme();
    readme.assert_generated("table", &policy(&readme).table().to_string());
}

#[test]
fn its_policy_has_no_accidents() {
    let findings = policy(&readme()).audit();
    let is_accident = |finding: &&Finding| finding.severity != Severity::Info;
    assert_eq!(findings.iter().find(is_accident), None);
}

/// The comments of its program are what the program prints in a job.
#[test]
fn its_program_prints_what_it_says() {
    let readme = readme();
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let context = CiContext::branch("server", "main", sha).unwrap();
    let plan = policy(&readme).plan(&context).unwrap();
    let blocks = readme.blocks("rust,no_run");
    let [program] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let comments: Vec<&str> =
        program.lines().filter_map(|line| Some(line.split_once(" // ")?.1)).collect();
    let [primary, buildx, env] = comments[..] else { panic!("{comments:?}") };
    assert_eq!(primary, plan.tags().primary().tag.as_str());
    assert!(shell_text(&plan.buildx()).starts_with(buildx.strip_suffix(" …").unwrap()));
    assert_eq!(env, plan.build_env().to_string().trim_end());
}

#[test]
fn every_provider_has_its_place() {
    let page = Page::read("src/guide/ci_providers.md");
    let (_, rest) = page.text().split_once("The sources of this information:\n").unwrap();
    let items = rest.split_once("\n\nA fact").unwrap().0.split("\n* ").skip(1);
    let items = items.map(|item| item.split_once(": ").unwrap().1.split_once('.').unwrap().0);
    let listed: Vec<&str> = items.flat_map(|names| names.split(',')).map(str::trim).collect();
    assert_eq!(listed.len(), Provider::all().len(), "each once");
    for provider in Provider::all() {
        assert!(listed.contains(&&*provider.to_string()), "{provider}");
    }
    let count = format!("[{} CI systems](src/guide/ci_providers.md)", listed.len());
    assert!(readme().text().contains(&count), "{count}");
}

#[test]
fn every_dependency_has_a_line_and_every_line_a_dependency() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest: toml::Table =
        toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    let dependencies: BTreeSet<&str> =
        manifest["dependencies"].as_table().unwrap().keys().map(String::as_str).collect();
    let page = Page::read("src/guide/library.md");
    let (_, dependencies_of_page) = page.text().split_once("\n# Dependencies\n").unwrap();
    let listed: Vec<&str> = dependencies_of_page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(listed.len(), dependencies.len(), "each once");
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), dependencies);
}

#[test]
fn every_page_of_the_guide_has_a_link_and_every_link_a_page() {
    let readme = readme();
    let links = readme.text().split("(src/guide/").skip(1);
    let linked: BTreeSet<&str> =
        links.filter_map(|rest| rest.split_once(".md)")).map(|(name, _)| name).collect();
    assert_eq!(linked, crate::guide::pages().iter().map(String::as_str).collect());
}
