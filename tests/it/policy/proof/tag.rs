use std::collections::BTreeSet;

use tagwright::document::{
    ConditionsDocument, ImageDocument, NamesDocument, PolicyErrorKind as Kind, RuleDocument,
};
use tagwright::name::{SlugCase, SlugEdges, SlugOptions, SlugRuns};
use tagwright::{Policy, PolicyDocument, RefName, SlugRules, Tag};

use crate::given::{load, policy};
use crate::policy::{assert_refused, rule};

#[test]
fn refusals_show_a_ref_and_its_tag() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = {} }, tags = "{branch}-{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{branch}-{short_sha}" can give an illegal tag: branch "feature/search" would give "feature/search-a1b2c3d8": unexpected '/' at byte 7; use {slug}"#,
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = { target = ["main", "release/*"] } }, tags = "x-{target_branch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(2),
            r#""x-{target_branch}" can give an illegal tag: pull request 1 from branch "feature/search" would give "x-release/1.0": unexpected '/' at byte 9; say which branches it may be, as in pull-request = { target = "main" }"#,
        ),
        (
            r#"rules = [{ name = "a", when = { default-branch = true }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: branch "_" would give "-": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "v*" }, tags = "-{version}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""-{version}" can give an illegal tag: git tag "v1.0.0" would give "-1.0.0": unexpected '-' at byte 0; begin the template with a letter or a digit"#,
        ),
        (
            r#"slug.edges = "trim"
rules = [{ name = "a", when = { branch = {} }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: branch "_" would give "": it is empty; put text before it, or set slug.empty = "unnamed""#,
        ),
        (
            r#"slug.edges = "trim"
rules = [{ name = "a", when = { branch = {} }, tags = "{slug}-x" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}-x" can give an illegal tag: branch "_" would give "-x": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.empty = "unnamed""#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""" can give an illegal tag: branch "main" would give "": it is empty; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "a+b" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""a+b" can give an illegal tag: branch "main" would give "a+b": unexpected '+' at byte 1; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "{created}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{created}" can give an illegal tag: branch "main" would give "2026-03-18T09:00:00Z": unexpected ':' at byte 13; give a format without ':', such as {created:%Y%m%d}"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = { tag = "x/y", moves = "highest" } }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0].tag",
            Some(1),
            r#""x/y" can give an illegal tag: git tag "v1.0.0" would give "x/y": unexpected '/' at byte 1; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"slug.max-length = 100
rules = [{ name = "a", when = { branch = {} }, tags = "branch-{slug}-{sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(7),
            r#""branch-{slug}-{sha}" can give an illegal tag: branch "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" would give "branch-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": 148 bytes are 20 over the limit of 128; slug.max-length = 56 would fit"#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "v*" }, tags = "{version}-{sha}-{sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(10),
            r#""{version}-{sha}-{sha}" can give an illegal tag: git tag "v1.0.0" would give "1.0.0-a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f6071829…": 135 bytes are 7 over the limit of 128; use {short_sha}"#,
        ),
        (
            r#"variants = { alpine = "-alpine" }
slug.max-length = 128
rules = [{ name = "a", when = { branch = "f*" }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" in variant alpine can give an illegal tag: branch "faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" would give "faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": 135 bytes are 7 over the limit of 128; slug.max-length = 121 would fit"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/f.*/" }, tags = "{branch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{branch}" can give an illegal tag: branch "feature/search" would give "feature/search": unexpected '/' at byte 7; use {slug}"#,
        ),
        (
            r#"slug.edges = "trim"
rules = [{ name = "a", when = { branch = "/_*f*/" }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: branch "_" would give "": it is empty; put text before it, or set slug.empty = "unnamed""#,
        ),
    ]);
}

/// Names that nobody would think of are searched for, not guessed.
#[test]
fn refusals_by_patterns_show_the_shortest_tag() {
    let bs = "b".repeat(64);
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = "/b{90}.*/" }, tags = "x{slug}{slug}{slug}{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            &format!(
                r#""x{{slug}}{{slug}}{{slug}}{{slug}}" can give an illegal tag: branch "{bs}…" would give "x{}…": 161 bytes are 33 over the limit of 128; slug.max-length = 31 would fit"#,
                "b".repeat(63),
            ),
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/b{90}.*/" }, tags = "{branch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            &format!(
                r#""{{branch}}" can give an illegal tag: branch "{bs}…" would give "{bs}…": unexpected '+' at byte 90; use {{slug}}"#,
            ),
        ),
        (
            r#"slug.edges = "trim"
rules = [{ name = "a", when = { branch = "/_{45}.*/" }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: branch "_____________________________________________" would give "": it is empty; put text before it, or set slug.empty = "unnamed""#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { matching = "/[a-z]+|-x[^a-f]?/", except = "-x" } }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: branch "-xg" would give "-xg": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
    ]);
}

/// Where a pattern takes no everyday name, its shortest one is shown.
#[test]
fn refusals_by_patterns_show_a_ref_whatever_the_flaw() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = "/#+/" }, tags = "-{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r##""-{short_sha}" can give an illegal tag: branch "#" would give "-a1b2c3d8": unexpected '-' at byte 0; begin the template with a letter or a digit"##,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/rel-[0-9]+/" }, tags = "a+{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""a+{short_sha}" can give an illegal tag: branch "rel-1" would give "a+a1b2c3d8": unexpected '+' at byte 1; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = { target = "/release-[0-9]+/" } }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal tag: pull request 1 from branch "-" would give "-": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
    ]);
}

/// Of several flaws the one is to be mended that the counterexample shows.
#[test]
fn the_remedy_is_for_what_is_shown() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = {} }, tags = "{slug}é" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(6),
            r#""{slug}é" can give an illegal tag: branch "feature/search" would give "feature-searché": unexpected 'é' at byte 14; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = {} }, tags = "-é" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""-é" can give an illegal tag: branch "feature/search" would give "-é": unexpected '-' at byte 0; begin the template with a letter or a digit"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = {} }, tags = "{slug}{created}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(6),
            r#""{slug}{created}" can give an illegal tag: branch "feature/search" would give "feature-search2026-03-18T09:00:00Z": unexpected ':' at byte 27; give a format without ':', such as {created:%Y%m%d}"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = {} }, tags = "{slug}-{branch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(7),
            r#""{slug}-{branch}" can give an illegal tag: branch "feature/search" would give "feature-search-feature/search": unexpected '/' at byte 22; use {slug}"#,
        ),
        (
            r#"slug.max-length = 63
rules = [{ name = "a", when = { branch = '/[a-z]{63}-?/' }, tags = "{slug}-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" can give an illegal tag: branch "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" would give "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-…": 134 bytes are 6 over the limit of 128; slug.max-length = 57 would fit"#,
        ),
        (
            r#"slug.edges = "trim"
fits = ["dns-label"]
rules = [{ name = "a", when = { branch = '/_+/' }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal DNS label: branch "_" would give "": it is empty; put text before it, or set slug.case = "lower" and slug.empty = "unnamed""#,
        ),
        (
            r#"slug.case = "lower"
fits = ["dns-label"]
rules = [{ name = "a", when = { branch = '/[a-z]+-?/' }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal DNS label: branch "a-" would give "a-": unexpected '-' at byte 1; end the template with a letter or a digit, or set slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            r#"slug.case = "lower"
fits = ["dns-label"]
rules = [{ name = "a", when = { branch = '/[a-z]+/' }, tags = "{slug}-" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(6),
            r#""{slug}-" can give an illegal DNS label: branch "staging" would give "staging-": unexpected '-' at byte 7; end the template with a letter or a digit"#,
        ),
        (
            r#"slug.max-length = 63
fits = ["dns-label"]
rules = [{ name = "a", when = { branch = '/[a-z]{63}/' }, tags = "{slug}-x" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}-x" can give an illegal DNS label: branch "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" would give "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-…": 65 bytes are 2 over the limit of 63; slug.max-length = 61 would fit"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/[ab][ab-]{0,20}a[ab]{14}/' }, tags = "a:{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""a:{slug}" can give an illegal tag: branch "baaaaaaaaaaaaaaa" would give "a:baaaaaaaaaaaaaaa": unexpected ':' at byte 1; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prerelease = 'exclude' } }, tags = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{major}.{minor}.{patch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(80),
            r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" can give an illegal tag: git tag "v18446744073709551615.18446744073709551615.18446744073709551615" would give "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": 142 bytes are 14 over the limit of 128; a tag has at most 128 characters"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prerelease = 'only' } }, tags = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{major}.{minor}.{patch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(80),
            r#""xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" can give an illegal tag: git tag "v18446744073709551615.18446744073709551615.18446744073709551615-…" would give "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": 142 bytes are 14 over the limit of 128; a tag has at most 128 characters"#,
        ),
    ]);
}

/// How long a git tag is, is checked when a plan is made: what is shown is what
/// the policy can mend.
#[test]
fn a_free_value_is_no_reason_to_be_too_long() {
    assert_refused(&[(
        r#"rules = [{ name = "a", when = { tag = "*" }, tags = "{slug}a{version}" }]"#,
        Kind::IllegalResult,
        "rules[0].tags[0]",
        Some(0),
        r#""{slug}a{version}" can give an illegal tag: git tag "_" would give "-a_": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.edges = "trim""#,
    )]);
}

/// A regex that looks at the edges of words is not followed: what its names are
/// made into is proved for all names, or not at all.
#[test]
fn refusals_without_a_counterexample_say_so() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = '/\bf.*/' }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" cannot be proved to give a legal tag; set slug.edges = "trim" and slug.empty = "unnamed""#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/\bb{90}/' }, tags = "{slug}{slug}{slug}{slug}{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}{slug}{slug}{slug}{short_sha}" cannot be proved to give a legal tag; slug.max-length = 30 would fit"#,
        ),
    ]);
}

/// Which of very many texts are names takes more steps than there are.
#[test]
fn refusals_by_a_search_that_was_given_up_say_so() {
    assert_refused(&[(
        r#"slug.case = "lower"
fits = ["dns-label"]
rules = [{ name = "a", when = { branch = "/[ab][ab-]{0,20}a[ab]{14}/" }, tags = "{slug}" }]"#,
        Kind::IllegalResult,
        "rules[0].tags[0]",
        Some(0),
        r#""{slug}" cannot be proved to give a legal DNS label: the search for a ref that breaks it was given up; set slug.edges = "trim" and slug.empty = "unnamed", or make the patterns of its rule simpler"#,
    )]);
}

#[test]
fn templates_are_proved_for_the_names_of_their_patterns() {
    for (when, tag) in [
        ("branch = \"/f.*/\"", "{slug}"),
        ("branch = \"/[a-z]{1,4}/\"", "{slug}{slug}-{slug}{slug}-{slug}-{sha}"),
        ("branch = \"/release-[0-9]{1,9}/\"", "{branch}"),
        ("branch = [\"main\", \"v?\"]", "{slug}"),
        ("branch = { except = \"/[^a-z].*/\" }", "{slug}"),
        ("branch = { except = [\"/.*[^0-9a-z].*/\", \"/.{60,}/\"] }", "{branch}-{short_sha}"),
        ("tag = \"/v[0-9].*/\"", "{slug}"),
    ] {
        assert_eq!(load(&rule(when, tag)).map(|_| ()), Ok(()), "{when} {tag}");
    }
}

/// A search is only for what a template can do wrong: there is enough of it for
/// many rules.
#[test]
fn a_large_policy_of_regexes_is_proved() {
    let rule = |number: usize| {
        format!(
            r#"{{ name = "r{number}", when = {{ branch = "/(feature|fix|team{number})/[A-Z]+-[0-9]+.*/" }}, tags = ["{{slug}}", "{{slug}}-{{short_sha}}"] }}"#
        )
    };
    let rules: Vec<String> = (0..256).map(rule).collect();
    assert_eq!(load(&format!("rules = [{}]", rules.join(", "))).map(|_| ()), Ok(()));
}

#[test]
fn everyday_templates_are_proved() {
    for (when, tag) in [
        ("branch = \"main\"", "main-{short_sha}"),
        ("branch = {}", "branch-{slug}-{short_sha}"),
        ("branch = {}", "{short_sha}-{slug}"),
        ("branch = {}", "x{slug}-{sha}"),
        ("branch = [\"main\", \"develop\"]", "{branch}-{short_sha}"),
        ("branch = \"release-*\"", "{slug}"),
        ("branch = [\"feature/*\", \"fix/*\"]", "{slug}-{short_sha}"),
        ("pull-request = {}", "pr-{pr}"),
        ("pull-request = {}", "{pr}-{short_sha}"),
        ("pull-request = { target = [\"main\", \"next\"] }", "{target_branch}-{pr}"),
        ("tag = \"v*\"", "{slug}"),
        ("tag = \"*\"", "{version}"),
        ("release = {}", "{major}.{minor}.{patch}"),
        ("release = { prefix = \"server/v\" }", "{slug}"),
        ("release = { prefix = \"\" }", "{slug}"),
        ("event = 'schedule'", "nightly-{created:%Y%m%d}"),
        ("event = 'schedule'", "{created:%G-W%V}"),
        ("", "{created:%Y%m%d-%H%M%S}"),
        ("default-branch = true", "edge"),
        ("", "_"),
    ] {
        assert_eq!(load(&rule(when, tag)).map(|_| ()), Ok(()), "{when} {tag}");
    }
}

#[test]
fn a_literal_that_is_too_long_says_what_fits() {
    let error = load(&rule("", &format!("{}{{run_number}}", "x".repeat(110)))).unwrap_err();
    let shown = "x".repeat(64);
    assert_eq!(
        error.to_string(),
        format!(
            "rules[0].tags[0]: \"{shown}…\" can give an illegal tag: branch \"main\" would give \
             \"{shown}…\": 130 bytes are 2 over the limit of 128; a tag has at most 128 characters"
        ),
    );
}

/// A `max-length` that an error proposes is one under which the policy loads.
#[test]
fn a_proposed_length_fits() {
    for (slug, tag) in [
        ("max-length = 128", "{slug}-{short_sha}"),
        ("max-length = 100", "{slug}-{sha}"),
        ("max-length = 128", "x-{slug}-{slug}-{slug}"),
        ("max-length = 128, distinct = 10", "{slug}-{slug}"),
        ("max-length = 128, empty = \"unnamed\"", "{slug}-{sha}"),
    ] {
        let policy = |slug| {
            format!("slug = {{ edges = \"trim\", {slug} }}\n{}", rule("branch = \"f*\"", tag))
        };
        let error = load(&policy(slug)).unwrap_err().to_string();
        let (_, proposed) = error.rsplit_once("slug.").expect("a proposal");
        let (proposed, _) = proposed.rsplit_once(" would fit").expect("a proposal");
        let (_, rest) = slug.split_once(char::is_numeric).expect("a length");
        let rest = rest.trim_start_matches(char::is_numeric);
        assert!(load(&policy(&format!("{proposed}{rest}"))).is_ok(), "{error}");
    }
}

#[test]
fn no_length_is_proposed_that_the_other_options_refuse() {
    let part = "slug = { max-length = 66, distinct = 64 }\n".to_owned()
        + &rule("branch = {}", "x-{slug}-{sha}");
    let error = load(&part).unwrap_err().to_string();
    assert!(error.ends_with("; use {short_sha}"), "{error}");
}

/// What is checked when a plan is made is not to blame: there are git tags for
/// which the template is wrong though they are legal.
#[test]
fn a_counterexample_holds_no_flaw_of_its_own() {
    for tag in ["-{version}", "{git_tag}+x", "{version}{created}", "{version}-{sha}-{sha}"] {
        let error = load(&rule("tag = \"v*\"", tag)).unwrap_err();
        let name = error
            .counterexample()
            .expect("a counterexample")
            .git_ref
            .name()
            .expect("a name")
            .as_str();
        assert!(Tag::new(name).is_ok(), "{error}");
    }
}

/// Every name of up to four of these characters, which slugs, tags and git treat
/// differently.
fn short_names() -> Vec<String> {
    const ALPHABET: [&str; 9] = ["a", "Z", "7", "-", "_", ".", "/", "é", "+"];
    let mut all = Vec::new();
    let mut longest = vec![String::new()];
    for _ in 0..4 {
        let append = |name: &String| ALPHABET.map(|letter| format!("{name}{letter}"));
        longest = longest.iter().flat_map(append).collect();
        all.extend_from_slice(&longest);
    }
    all.retain(|name| RefName::new(name.as_str()).is_ok());
    all
}

fn slug_options() -> Vec<SlugOptions> {
    let mut all = Vec::new();
    let empties = [None, Some("x"), Some("-"), Some("_a"), Some("7.")];
    for case in [SlugCase::Keep, SlugCase::Lower] {
        for keep in ["", ".", "_", "._"] {
            for runs in [SlugRuns::Keep, SlugRuns::Collapse] {
                for edges in [SlugEdges::Keep, SlugEdges::Trim] {
                    for (empty, distinct) in empties.into_iter().zip([0, 4, 5].repeat(2)) {
                        all.extend((1..=8).map(|max_length| {
                            let mut options = SlugOptions::default();
                            options.case = case;
                            options.keep = keep.into();
                            options.runs = runs;
                            options.edges = edges;
                            options.empty = empty.map(Into::into);
                            options.distinct = distinct;
                            options.max_length = max_length;
                            options
                        }));
                    }
                }
            }
        }
    }
    all.retain(|options| SlugRules::new(options.clone()).is_ok());
    all
}

/// Every template of up to three of these parts that holds a slug.
fn templates() -> Vec<String> {
    const PARTS: [&str; 6] = ["{slug}", "-", ".", "_", "x", "{short_sha}"];
    let mut all = Vec::new();
    let mut longest = vec![String::new()];
    for _ in 0..3 {
        let append = |template: &String| PARTS.map(|part| format!("{template}{part}"));
        longest = longest.iter().flat_map(append).collect();
        all.extend_from_slice(&longest);
    }
    all.retain(|template| template.contains("{slug}"));
    all
}

/// Patterns of branches, exceptions, and whether a name matches them.
type Names = (&'static [&'static str], &'static [&'static str], fn(&str) -> bool);
const NAMES: [Names; 17] = [
    (&[], &[], |_| true),
    (&["a*"], &[], |name| name.starts_with('a')),
    (&["_*"], &[], |name| name.starts_with('_')),
    (&["-*"], &[], |name| name.starts_with('-')),
    (&["é*"], &[], |name| name.starts_with('é')),
    (&["Z/*"], &[], |name| name.starts_with("Z/")),
    (&["__*"], &[], |name| name.starts_with("__")),
    (&["-/_Z*"], &[], |name| name.starts_with("-/_Z")),
    (&["+", "a"], &[], |name| name == "+" || name == "a"),
    (&["-", "7*"], &[], |name| name == "-" || name.starts_with('7')),
    (&["_a", "/[a-z7].*/"], &[], |name| {
        name == "_a" || name.starts_with(|one: char| one.is_ascii_lowercase() || one == '7')
    }),
    (&[], &["_*", "-*"], |name| !name.starts_with(['_', '-'])),
    (&[], &["/[^aZ7].*/"], |name| name.starts_with(['a', 'Z', '7'])),
    (&[], &["?"], |name| name.chars().count() != 1),
    (&["?", "a*a"], &["_"], |name| {
        name != "_" && (name.chars().count() == 1 || is_between_as(name))
    }),
    (&["/[aZ]+/"], &[], |name| name.chars().all(|one| matches!(one, 'a' | 'Z'))),
    (&["/.?[^a]/"], &["/[+_].*/"], |name| {
        !name.starts_with(['+', '_']) && !name.ends_with('a') && name.chars().count() <= 2
    }),
];

fn is_between_as(name: &str) -> bool {
    name.len() > 1 && name.starts_with('a') && name.ends_with('a')
}

/// How many policies were loaded and refused; of the refused how many no short
/// name breaks, but a longer one, and of how many nobody knows.
#[derive(Debug, Default)]
struct Count {
    loaded: usize,
    refused: usize,
    by_longer_names: usize,
    undecided: usize,
}

/// Proves, by trying every short name, that what loads gives legal tags, and
/// that what is refused is refused rightly, with a counterexample.
fn try_all(step: usize) -> Count {
    let (names, templates) = (short_names(), templates());
    let mut count = Count::default();
    let cases =
        NAMES.iter().flat_map(|case| slug_options().into_iter().map(move |one| (case, one)));
    for ((patterns, exceptions, matches), options) in cases.step_by(step) {
        let rules = SlugRules::new(options.clone()).unwrap();
        let slug = |name: &String| rules.slug(name).map(String::from).unwrap_or_default();
        let slugs: BTreeSet<String> = names.iter().filter(|name| matches(name)).map(slug).collect();
        let list = |all: &[&str]| all.iter().copied().map(String::from).collect::<Vec<_>>();
        let mut when = NamesDocument::default();
        when.matching = Some(list(patterns)).filter(|all| !all.is_empty());
        when.except = Some(list(exceptions)).filter(|all| !all.is_empty());
        for template in &templates {
            let tag = |slug: &str| template.replace("{slug}", slug).replace("{short_sha}", "a1b2");
            let illegal = slugs.iter().find(|slug| Tag::new(tag(slug)).is_err());
            let case = || format!("{patterns:?} {template} {options:?} {illegal:?}");
            let rule =
                RuleDocument::new("a", ConditionsDocument::branch(when.clone()), [&**template]);
            let mut document = PolicyDocument::new([ImageDocument::new("app", "r.io")], [rule]);
            document.slug = options.clone();
            document.short_sha = 4;
            match Policy::new(document) {
                Ok(_) => {
                    count.loaded += 1;
                    assert_eq!(illegal, None, "{}", case());
                }
                Err(error) => {
                    count.refused += 1;
                    assert_eq!(error.kind(), Kind::IllegalResult, "{}", case());
                    let Some(counterexample) = error.counterexample() else {
                        // Each of them is searched as if it were of a name of its own.
                        let slugs = template.matches("{slug}").count();
                        assert!(slugs > 1 && illegal.is_none(), "{error} {}", case());
                        count.undecided += 1;
                        continue;
                    };
                    let name = String::from(counterexample.git_ref.name().unwrap().clone());
                    assert!(matches(&name), "{error} {}", case());
                    let sha = &counterexample.sha.as_str()[..4];
                    let text = tag(&slug(&name)).replace("a1b2", sha);
                    assert_eq!(counterexample.text(), text, "{error} {}", case());
                    assert!(Tag::new(text).is_err(), "{error} {}", case());
                    count.by_longer_names += usize::from(illegal.is_none());
                }
            }
        }
    }
    count
}

#[test]
fn what_loads_gives_legal_tags_for_every_short_name() {
    assert_both_were_seen(&try_all(101));
}

#[test]
#[ignore = "a minute, optimized; the one above takes a part of it"]
fn what_loads_gives_legal_tags_for_every_short_name_in_full() {
    assert_both_were_seen(&try_all(1));
}

/// Much loads and much is refused, nearly all of it for a short name.
fn assert_both_were_seen(count: &Count) {
    assert!(count.loaded > 1000 && count.refused > 1000, "{count:?}");
    assert!(count.by_longer_names * 10 < count.refused, "{count:?}");
    assert!(count.undecided * 1000 < count.refused, "{count:?}");
}

/// What a free value has wrong with it is said when a plan is made: it is no
/// reason to refuse what a pattern leaves open.
#[test]
fn a_free_value_is_no_counterexample() {
    policy(r#"rules = [{ name = "a", when = { tag = "/[a-z].*/" }, tags = "{slug}-{version}" }]"#);
    policy(
        r#"slug.keep = ""
fits = ["dns-label"]
rules = [{ name = "a", when = { tag = "/[^A-Z]*/" }, tags = "a{slug}z{version}z" }]"#,
    );
}

/// A byte that the search does not try must never make a tag look legal: the first
/// flaw of these templates is one that only some refs show.
#[test]
fn a_character_beyond_ascii_is_refused_wherever_it_stands() {
    for (when, tag, message) in [
        (
            "branch = \"/release-[0-9]+/\"",
            "{slug}–{short_sha}",
            r#""{slug}–{short_sha}" can give an illegal tag: branch "release-1" would give "release-1–a1b2c3d8": unexpected '–' at byte 9; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            "branch = {}",
            "{slug}–{short_sha}",
            r#""{slug}–{short_sha}" can give an illegal tag: branch "feature/search" would give "feature-search–a1b2c3d8": unexpected '–' at byte 14; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            "branch = \"/release-[0-9]+/\"",
            "{slug}{created:é%Y}",
            r#""{slug}{created:é%Y}" can give an illegal tag: branch "release-1" would give "release-1é2026": unexpected 'é' at byte 9; give a format without 'é', such as {created:%Y%m%d}"#,
        ),
        (
            "tag = \"/[$]{1,400}/\"",
            "{version}—x",
            r#""{version}—x" cannot be proved to give a legal tag; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
        (
            "pull-request = {}",
            "{slug}日{pr}",
            r#""{slug}日{pr}" can give an illegal tag: pull request 1 from branch "feature/search" would give "feature-search日1": unexpected '日' at byte 14; a tag holds letters, digits, '_', '.' and '-'"#,
        ),
    ] {
        let error = load(&rule(when, tag)).unwrap_err();
        assert_eq!(error.to_string(), format!("rules[0].tags[0]: {message}"));
    }
}
