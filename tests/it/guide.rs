//! The guide says what is.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use tagwright::Policy;
use tagwright::audit::{Finding, FindingCode, Severity};
use tagwright::document::{Assignments, ConditionsDocument, PrereleaseFilter, ReleaseDocument};

use crate::page::Page;

/// Why each finding about the built-in policy is accepted, or how a policy of
/// one's own avoids it.
const ACCEPTED: &[(FindingCode, Severity, &str)] = &[
    (
        FindingCode::PrereleaseMovesFloating,
        Severity::Warning,
        "The source's rule is `v*`, literally. `when = { release = {} }` takes final releases alone.",
    ),
    (FindingCode::AnyTagMovesFloating, Severity::Warning, "The same rule, and the same way out."),
    (
        FindingCode::SharedTag,
        Severity::Info,
        "The pipelines of a branch and of its merge request build one commit, which is one image.",
    ),
    (
        FindingCode::SlugCollision,
        Severity::Info,
        "Of one commit, two branches build one image; and no SemVer version has a `_`. `when = { \
         release = {} }` takes versions alone.",
    ),
    (
        FindingCode::OldReleaseMovesFloating,
        Severity::Info,
        "`stable` is what was released last. `moves = \"highest\"` makes it the highest version.",
    ),
    (
        FindingCode::EventWithoutTags,
        Severity::Info,
        "No pipeline of the source builds images for them; planning one is an error that says so.",
    ),
    (
        FindingCode::CheckedAtPlanTime,
        Severity::Info,
        "A project or git tag that cannot be named is an error which says what would be legal.",
    ),
    (
        FindingCode::ShortShaCollision,
        Severity::Info,
        "Eight digits are what GitLab shows. `short-sha = 12` is enough for any repository.",
    ),
    (
        FindingCode::ReadsAsNumber,
        Severity::Info,
        "A release is called `v1.0.0`, and `1.0.0` is no number.",
    ),
    (FindingCode::LabelUnsafe, Severity::Info, "No release is called so."),
    (
        FindingCode::InheritedLabel,
        Severity::Info,
        "The Dockerfile of the source sets the labels from the build args, also to nothing. \
         `empty-labels = \"keep\"` does the same for a builder that sets them.",
    ),
];

/// The names of its pages.
pub(crate) fn pages() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide");
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter_map(|name| Some(name.strip_suffix(".md")?.to_owned())).collect()
}

fn page(name: &str) -> Page {
    Page::read(&format!("src/guide/{name}.md"))
}

#[test]
fn every_page_is_a_module() {
    let modules = Page::read("src/guide/mod.rs");
    for name in pages() {
        let module = format!("#[doc = include_str!(\"{name}.md\")]\npub mod {name} {{}}\n");
        assert!(modules.text().contains(&module), "{name} is no module");
        assert!(modules.text().contains(&format!("//! * [`{name}`]: ")), "{name} is not listed");
    }
}

#[test]
fn the_built_in_policy_is_the_one_it_prints() {
    let page = page("built_in_policy");
    let blocks = page.blocks("toml");
    let [policy] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    assert_eq!(toml::from_str::<Policy>(policy).unwrap(), Policy::cwiq());
}

#[test]
fn the_table_of_the_built_in_policy_is_what_the_policy_shows() {
    page("built_in_policy").assert_generated("table", &Policy::cwiq().table().to_string());
}

#[test]
fn what_the_audit_says_of_the_built_in_policy_is_what_it_says() {
    let findings = Policy::cwiq().audit();
    let mut text = String::new();
    let sort = |finding: &Finding| (finding.code, finding.severity);
    for group in findings.chunk_by(|left, right| sort(left) == sort(right)) {
        let (code, severity) = sort(&group[0]);
        let why = ACCEPTED.iter().find(|(accepted, of, _)| (*accepted, *of) == (code, severity));
        let (_, _, why) = why.unwrap_or_else(|| panic!("why is {code} accepted?"));
        writeln!(text, "* {severity} `{code}`. {why}").unwrap();
        for finding in group {
            let paths = finding.paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>();
            writeln!(text, "  * {}: {}", paths.join(", "), in_code(&finding.message)).unwrap();
        }
    }
    page("built_in_policy").assert_generated("audit", &text);
    for (code, severity, _) in ACCEPTED {
        let is_said = findings.iter().any(|finding| sort(finding) == (*code, *severity));
        assert!(is_said, "{code} is not said");
    }
}

/// What a message quotes, as code: to Markdown a `_` is no `_`.
fn in_code(message: &str) -> String {
    message.replace('"', "`")
}

/// The page names this as the way to avoid every warning.
#[test]
fn a_release_trigger_rules_out_every_warning_about_the_built_in_policy() {
    let mut document = Policy::cwiq().document().clone();
    let release = document.rules.iter_mut().find(|rule| rule.name == "release").unwrap();
    *release.when =
        ConditionsDocument::release(ReleaseDocument::new("v", PrereleaseFilter::Exclude));
    let findings = Policy::new(document).unwrap().audit();
    let warning = findings.iter().find(|finding| finding.severity != Severity::Info);
    assert_eq!(warning, None);
}

/// A block says a whole policy or what one part of it may be.
#[test]
fn every_policy_and_every_part_of_one_loads() {
    let page = page("policy_language");
    let blocks = page.blocks("toml");
    let [whole, parts @ ..] = &blocks[..] else { panic!("no block") };
    toml::from_str::<Policy>(whole).unwrap();
    assert!(parts.len() > 5, "the parts are found");
    for part in parts {
        let mut table: toml::Table = toml::from_str(whole).unwrap();
        table.extend(toml::from_str::<toml::Table>(part).unwrap());
        if let Err(error) = table.try_into::<Policy>() {
            panic!("{error}\n{part}");
        }
    }
}

#[test]
fn the_labels_it_prints_are_those_of_the_constant() {
    let page = page("policy_language");
    let blocks = page.blocks("toml");
    let labels = blocks.iter().find(|block| block.starts_with("labels = ")).unwrap();
    let table: toml::Table = toml::from_str(labels).unwrap();
    let found: Vec<&str> =
        table["labels"].as_array().unwrap().iter().map(|label| label.as_str().unwrap()).collect();
    assert_eq!(found, Assignments::OCI_LABELS);
}

#[test]
fn every_pipeline_it_prints_is_yaml() {
    let mut found = 0;
    for name in pages() {
        for block in page(&name).blocks("yaml") {
            let jobs: serde_yaml_ng::Mapping = serde_yaml_ng::from_str(block).unwrap();
            assert!(jobs.values().all(|job| job.get("script").is_some()), "{block}");
            found += 1;
        }
    }
    assert_eq!(found, 2);
}
