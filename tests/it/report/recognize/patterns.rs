use serde_json::json;
use tagwright::recognize::Dialect;
use tagwright::{Policy, Tag, TagKind};

use crate::given::policy;
use crate::report::rule;

const DIALECTS: [Dialect; 3] = [Dialect::Go, Dialect::JavaScript, Dialect::Posix];

/// Asserts the expression of the only rule, in Go's dialect, JavaScript's and
/// POSIX's.
#[track_caller]
fn assert_regex(front: &str, when: &str, tags: &str, expected: [&str; 3]) {
    let policy = policy(&[front, &rule("only", when, tags)].concat());
    for (dialect, expected) in DIALECTS.into_iter().zip(expected) {
        assert_eq!(policy.patterns(dialect)[0].regex, expected, "{dialect:?} of {tags}");
    }
}

#[test]
fn every_placeholder_has_its_expression() {
    for (front, when, tags, expected) in [
        ("", "{  }", "['x{short_sha}']", "^x(?P<short_sha>[0-9a-f]{8})$"),
        ("", "{  }", "['x{sha}']", "^x(?P<sha>[0-9a-f]{40}(?:[0-9a-f]{24})?)$"),
        (
            "short-sha = 50",
            "{  }",
            "['x{short_sha}']",
            "^x(?P<short_sha>[0-9a-f]{40}(?:[0-9a-f]{10})?)$",
        ),
        ("", "{  }", "['n-{run_number}']", "^n-(?P<run_number>0|[1-9][0-9]{0,19})$"),
        (
            "",
            "{  }",
            "['n-{created:%Y.%m}-{created:%s}']",
            r"^n-(?P<created>[0-9]{4}\.[0-9]{2})-(?P<created_2>0|[1-9][0-9]{0,11})$",
        ),
        ("", "{  }", "['{short_sha}-{short_sha}']", "^(?P<short_sha>[0-9a-f]{8})-(?:[0-9a-f]{8})$"),
        ("", "{ branch = [\"main\", \"dev\"] }", "['{branch}.x']", r"^(?P<branch>main|dev)\.x$"),
        ("", "{ branch = \"release/*\" }", "['{slug}']", "^(?P<slug>release-[0-9A-Za-z-]{0,32})$"),
        (
            "",
            "{ tag = \"v1.?.*\" }",
            "['{version}']",
            r"^(?P<version>1\.[.0-9A-Z_a-z-]\.[.0-9A-Z_a-z-]*)$",
        ),
        (
            "",
            "{ tag = [\"v1-x\", \"r1\", \"vb-*\", \"v?+\", \"/v?[0-9]+/\"] }",
            "['n-{version}']",
            "^n-(?P<version>1-x|r1|vb-[.0-9A-Z_a-z-]*|[0-9]_|v[.A-Z_a-z-]_|[0-9][0-9]*)$",
        ),
        (
            "",
            "{ tag = \"*-x\" }",
            "['n-{version}']",
            concat!(
                "^n-(?P<version>[0-9][.0-9A-Z_a-z-]*-x|v(?:[.A-Z_a-z-][.0-9A-Z_a-z-]*-x|-x)",
                "|[.0-9A-Z_a-uw-z-][.0-9A-Z_a-z-]*-x|-x)$",
            ),
        ),
        ("", "{ release = {} }", "['{slug}']", "^(?P<slug>v[0-9A-Za-z-]{0,39})$"),
        (
            "",
            "{ release = { prefix = \"api-v\" } }",
            "['x-{git_tag}']",
            concat!(
                r"^x-(?P<git_tag>api-v(?:0|[1-9][0-9]{0,19})\.(?:0|[1-9][0-9]{0,19})",
                r"\.(?:0|[1-9][0-9]{0,19})",
                r"(?:_[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)$",
            ),
        ),
        // What is collapsed, trimmed or hashed does not keep its beginning.
        (
            "[slug]\nruns = \"collapse\"",
            "{ branch = \"m_*\" }",
            "['b-{slug}']",
            "^b-(?P<slug>m(?:-?[0-9A-Za-z]){0,39}-?)$",
        ),
        (
            "[slug]\nedges = \"trim\"\nempty = \"x\"",
            "{ branch = \"m_*\" }",
            "['b-{slug}']",
            "^b-(?P<slug>m(?:[0-9A-Za-z-]{0,38}[0-9A-Za-z])?)$",
        ),
        (
            "[slug]\ndistinct = 4",
            "{ branch = \"main*\" }",
            "['b-{slug}']",
            "^b-(?P<slug>m[0-9A-Za-z-]{0,34}-[0-9a-f]{4})$",
        ),
        (
            "[slug]\nruns = \"collapse\"\nedges = \"trim\"\nkeep = \".\"\nempty = \"x\"",
            "{ branch = {} }",
            "['b-{slug}']",
            "^b-(?P<slug>[0-9A-Za-z](?:(?:-?[.0-9A-Za-z]){0,38}-?[0-9A-Za-z])?)$",
        ),
        (
            "[slug]\ndistinct = 4\nruns = \"collapse\"",
            "{ branch = {} }",
            "['n-{slug}']",
            "^n-(?P<slug>(?:(?:(?:-?[0-9A-Za-z]){1,35}-?|-)-|-)[0-9a-f]{4})$",
        ),
        (
            "",
            "{ release = {} }",
            "['{version}', '{major}.{minor}', 'x{version}']",
            concat!(
                r"^(?:(?P<version>(?:0|[1-9][0-9]{0,19})\.(?:0|[1-9][0-9]{0,19})\.(?:0|[1-9][0-9]{0,19})",
                r"(?:_[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)",
                r"|(?P<major>0|[1-9][0-9]{0,19})\.(?P<minor>0|[1-9][0-9]{0,19})",
                r"|x(?P<version_2>(?:0|[1-9][0-9]{0,19})\.(?:0|[1-9][0-9]{0,19})\.(?:0|[1-9][0-9]{0,19})",
                r"(?:_[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?))$",
            ),
        ),
        (
            "[slug]\ncase = \"lower\"\nruns = \"collapse\"\nedges = \"trim\"\nmax-length = 20",
            "{ branch = {} }",
            "['b-{slug}']",
            "^b-(?P<slug>(?:[0-9a-z](?:-?[0-9a-z]){0,19})?)$",
        ),
        (
            "[slug]\ndistinct = 8",
            "{ branch = {} }",
            "['b-{slug}']",
            "^b-(?P<slug>[0-9A-Za-z-]{1,31}-[0-9a-f]{8})$",
        ),
    ] {
        let javascript = expected.replace("(?P<", "(?<");
        let posix = unnamed(&javascript);
        assert_regex(front, when, tags, [expected, &javascript, &posix]);
    }
}

/// An expression without names, as POSIX writes it.
fn unnamed(javascript: &str) -> String {
    let mut text = javascript.replace("(?:", "(");
    while let Some(start) = text.find("(?<") {
        let end = start + text[start..].find('>').unwrap();
        text.replace_range(start + 1..=end, "");
    }
    text
}

#[test]
fn the_built_in_policy_has_these_expressions() {
    let patterns = Policy::cwiq().patterns(Dialect::Go);
    let found: Vec<_> = patterns.iter().map(|pattern| (&*pattern.rule, &*pattern.regex)).collect();
    let branch = "^branch-(?P<slug>[0-9A-Za-z-]{1,40})-(?P<short_sha>[0-9a-f]{8})$";
    assert_eq!(
        found,
        [
            ("main", "^(?:main-(?P<short_sha>[0-9a-f]{8})|latest)$"),
            ("feature", branch),
            ("merge-request", branch),
            (
                "release",
                "^(?:(?P<version>[0-9][.0-9A-Z_a-z-]*|v(?:[.A-Z_a-z-][.0-9A-Z_a-z-]*)?)|stable)$",
            ),
        ],
    );
}

#[test]
fn each_variant_has_patterns_of_its_own() {
    let text = r#"
        version = 1
        variants = { a = ".a", b = { prefix = "b-", suffix = "_" } }
        images = [{ name = "app", push = "registry.example.com" }]
        rules = [{ name = "all", when = {}, tags = ["a", { tag = "b", affix = false }] }]
    "#;
    let policy: Policy = toml::from_str(text).unwrap_or_else(|error| panic!("{error}"));
    let patterns = policy.patterns(Dialect::Posix);
    let found: Vec<_> =
        patterns.iter().map(|one| (one.variant.as_deref(), one.regex.as_str())).collect();
    assert_eq!(found, [(None, "^(a|b)$"), (Some("a"), r"^(a\.a|b)$"), (Some("b"), "^(b-a_|b)$")]);
    assert_eq!(patterns[1].tags[0].regex, r"^a\.a$");
    assert_eq!(patterns[1].tags[0].template, "a");
}

/// Of many patterns in many templates each would be written again.
#[test]
fn a_rule_with_many_patterns_has_no_endless_expression() {
    let names: Vec<String> = (0..256).map(|index| format!("'service-{index}-*'")).collect();
    let tags: Vec<String> = (0..64).map(|index| format!("'t{index}-{{git_tag}}'")).collect();
    let when = format!("{{ tag = [{}] }}", names.join(", "));
    let policy = policy(&rule("r", &when, &format!("[{}]", tags.join(", "))));
    let patterns = policy.patterns(Dialect::Go);
    let pattern = &patterns[0];
    assert!(pattern.tags[0].regex.starts_with("^t0-(?P<git_tag>service-0-[.0-9A-Z_a-z-]*|"));
    assert_eq!(pattern.tags[63].regex, "^t63-(?P<git_tag>[.0-9A-Z_a-z-]{10,})$");
    assert!(pattern.regex.len() < 32 * 1024, "{}", pattern.regex.len());
}

#[test]
fn programs_read_the_same_patterns() {
    let policy = policy(&rule("r", "{ branch = 'main' }", "['{short_sha}', 'edge']"));
    let patterns = policy.patterns(Dialect::Posix);
    assert_eq!(patterns[0].tags[1].kind, TagKind::Floating);
    assert_eq!(
        serde_json::to_value(&patterns).unwrap(),
        json!([{
            "rule": "r",
            "variant": null,
            "regex": patterns[0].regex,
            "tags": [
                {"path": "rules[0].tags[0]", "template": "{short_sha}", "kind": "immutable", "regex": "^([0-9a-f]{8})$"},
                {"path": "rules[0].tags[1]", "template": "edge", "kind": "floating", "regex": "^edge$"},
            ],
        }])
    );
}

/// A rule has patterns and candidates of its own variants alone.
#[test]
fn a_rule_is_read_in_its_own_variants() {
    let policy = policy(
        "variants = { alpine = \"-alpine\", cuda = \"-cuda\" }\n\
         rules = [{ name = \"a\", when = { branch = \"*\", variant = [\"cuda\", \"\"] }, tags = [\"x\"] },\n\
         { name = \"b\", when = { variant = \"alpine\" }, tags = [\"x\", { tag = \"x\", affix = false }] }]",
    );
    let patterns = policy.patterns(Dialect::Go);
    let all: Vec<_> = patterns
        .iter()
        .flat_map(|one| {
            one.tags.iter().map(|tag| (one.variant.as_deref(), &*tag.path, &*tag.regex))
        })
        .collect();
    assert_eq!(
        all,
        [
            (None, "rules[0].tags[0]", "^x$"),
            (Some("cuda"), "rules[0].tags[0]", "^x-cuda$"),
            (Some("alpine"), "rules[1].tags[0]", "^x-alpine$"),
            (Some("alpine"), "rules[1].tags[1]", "^x$"),
        ]
    );
    let of = |tag: &str| {
        let candidates = policy.recognize(&Tag::new(tag).unwrap());
        candidates.iter().map(|one| (one.rule, one.variant)).collect::<Vec<_>>()
    };
    assert_eq!(of("x"), [("a", None), ("b", Some("alpine"))]);
    assert_eq!(of("x-alpine"), [("b", Some("alpine"))]);
    assert_eq!(of("x-cuda"), [("a", Some("cuda"))]);
}
