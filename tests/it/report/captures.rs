//! What reports say of captures.

use tagwright::Policy;
use tagwright::audit::FindingCode;
use tagwright::recognize::{Dialect, TagFieldValue};

use crate::given::{branch, policy};
use crate::plan::texts;

fn of_lines() -> Policy {
    policy(
        r#"
slugs.topic.of = "topic"

[[rules]]
name = "line"
when = { branch = '/release\/v(?<line>[0-9]{1,5}\.[0-9]{1,5})/' }
tags = ["{line}-{short_sha}", "{line}"]

[[rules]]
name = "work"
when = { branch = ['/feature\/(?<topic>.*)/', '/(?<topic>wip-.*)/'] }
tags = ["work-{slug:topic}-{short_sha}"]
"#,
    )
}

/// An explanation says which pattern captures, and what becomes of a capture.
#[test]
fn an_explanation_has_the_pattern_and_the_capture() {
    let of = |name| of_lines().explain(&branch(name)).to_string();
    let line = r#"
  {line}-{short_sha} -> 1.20-a1b2c3d8
    {line}       1.20       branch "release/v1.20": captured by /release\/v(?<line>[0-9]{1,5}\.[0-9]{1,5})/
    {short_sha}  a1b2c3d8   commit: first 8 of 40 digits
    kind         immutable  {short_sha} names the commit
"#;
    let text = of("release/v1.20");
    assert!(text.contains(line), "{text}");
    let topic = r#"
  work-{slug:topic}-{short_sha} -> work-new-cart-a1b2c3d8
    {slug:topic}  new-cart   capture "new/cart": 8 characters, 1 replaced
"#;
    let text = of("feature/new/cart");
    assert!(text.contains(topic), "{text}");
    // The first pattern that matches.
    let variants = policy(
        r#"
variants = { "py3.12-alpine" = "-alpine" }
rules = [{ name = "r", when = { branch = "*", variant = '/py(?<python>[0-9.]+)-.*/' }, tags = "p-{python}" }]
"#,
    );
    let text = variants.explain(&branch("a").with_variant("py3.12-alpine").unwrap()).to_string();
    let row = "{python}  3.12           variant \"py3.12-alpine\": captured by /py(?<python>[0-9.]+)-.*/\n";
    assert!(text.contains(row), "{text}");
}

#[test]
fn a_tag_is_read_back_as_its_captures() {
    let policy = of_lines();
    let read = |tag: &str| texts(policy.recognize(&tag.parse().unwrap()).iter());
    assert_eq!(
        read("1.20-a1b2c3d8"),
        ["rule line ({line}-{short_sha}): line 1.20, short_sha a1b2c3d8"]
    );
    assert_eq!(
        read("work-new-cart-a1b2c3d8"),
        ["rule work (work-{slug:topic}-{short_sha}): slug new-cart, short_sha a1b2c3d8"]
    );
    assert_eq!(read("1.x"), [""; 0]);
    let tag = "1.20".parse().unwrap();
    let found = policy.recognize(&tag);
    assert_eq!(found[0].get("line"), Some(&TagFieldValue::Text("1.20".into())));
}

#[test]
fn the_slug_of_an_empty_capture_is_read_back() {
    for (options, slug) in [
        ("max-length = 40", ""),
        ("distinct = 10", "e3b0c44298"),
        ("distinct = 10, empty = 'none'", "none-e3b0c44298"),
        ("empty = 'none'", "none"),
    ] {
        let policy = policy(&format!(
            "slugs.rest = {{ of = 'rest', {options} }}\n\
             rules = [{{ name = 'r', when = {{ branch = '/f(?<rest>.*)/' }}, tags = 'b-{{slug:rest}}x' }}]"
        ));
        let plan = policy.plan(&branch("f")).unwrap();
        let tag = &plan.tags().primary().tag;
        assert_eq!(*tag, *format!("b-{slug}x"));
        assert_eq!(policy.recognize(tag).len(), 1, "{tag}");
    }
}

#[test]
fn a_capture_is_a_group_of_exported_regexes() {
    let regexes: Vec<String> =
        of_lines().patterns(Dialect::Go).into_iter().map(|one| one.regex).collect();
    assert_eq!(
        regexes,
        [
            r"^(?:(?P<line>[0-9]{1,5}\.[0-9]{1,5})-(?P<short_sha>[0-9a-f]{8})|(?P<line_2>[0-9]{1,5}\.[0-9]{1,5}))$",
            r"^work-(?P<slug>(?:[0-9A-Za-z-]{1,40})?)-(?P<short_sha>[0-9a-f]{8})$",
        ]
    );
}

#[test]
fn a_table_has_names_from_which_something_is_captured() {
    let table = of_lines().table().to_string();
    for row in [
        "| branch `feature/search` | `work-{slug:topic}-{short_sha}` | immutable | `work-search-a1b2c3d8` |",
        "| branch `release/v1.1` | `{line}-{short_sha}`, `{line}` | immutable, floating | `1.1-a1b2c3d8`, `1.1` |",
    ] {
        assert!(table.lines().any(|line| line == row), "{table}");
    }
}

#[test]
fn a_diff_shows_other_captures() {
    let other = policy(
        r#"rules = [{ name = "line", when = { branch = '/release\/v(?<line>[0-9]{1,5})\..*/' }, tags = "{line}" }]"#,
    );
    let diff = of_lines().diff(&other, &[branch("release/v1.20")]).to_string();
    assert!(diff.contains("\n  + tag 1: floating\n"), "{diff}");
}

/// The findings of these codes, as text.
fn findings(part: &str, codes: &[FindingCode]) -> Vec<String> {
    let findings = policy(part).audit();
    texts(findings.iter().filter(|finding| codes.contains(&finding.code)))
}

const SHARED: &[FindingCode] = &[FindingCode::SharedTag, FindingCode::NotDecided];

/// One group under two rules of one image.
#[test]
fn rules_that_capture_one_text_share_a_tag() {
    let rules = |when: [&str; 2]| {
        let [left, right] = when;
        format!(
            "rules = [{{ name = \"r\", when = {{ branch = '{left}' }}, tags = '{{x}}' }}, \
             {{ name = \"s\", when = {{ branch = '{right}' }}, tags = '{{x}}' }}]"
        )
    };
    assert_eq!(
        findings(&rules(["/r(?<x>[0-9]{1,3})/", "/s(?<x>[0-9]{1,3})/"]), SHARED),
        [
            "warning shared-tag at rules[0].tags[0], rules[1].tags[0]: tag \"1\" comes from rule r for \
             branch \"r1\" and from rule s for branch \"s1\"; begin the tags of each rule with a different \
             prefix"
        ]
    );
    assert_eq!(findings(&rules(["/r(?<x>a)/", "/s(?<x>b)/"]), SHARED), [""; 0]);
    // One name is one ref, whichever rule gives the tag.
    let both = rules(["/r(?<x>[0-9]{1,3})/", "/(?<x>r[0-9]{1,3})/"]);
    assert_eq!(findings(&both, SHARED), [""; 0]);
}

/// What is not exact of two captures is not decided: of `{x}` and `{y}`, each may be any
/// digits to a search, but the second begins the first.
#[test]
fn overlapping_captures_are_not_decided() {
    let part = r#"
rules = [
  { name = "r", when = { branch = '/r(?<x>(?<y>[0-9])[0-9]{1,3})/' }, tags = "{x}.{y}" },
  { name = "s", when = { branch = '/s(?<z>10\.2)/' }, tags = "{z}" },
]"#;
    assert_eq!(
        findings(part, SHARED),
        ["info not-decided at rules[0].tags[0], rules[1].tags[0]: whether rules[0].tags[0] and \
             rules[1].tags[0] can be one tag was not decided; begin the tags of each rule with a different \
             prefix"]
    );
}

#[test]
fn captures_without_a_text_between_them_collide() {
    let of = |tag: &str| {
        format!(
            "rules = [{{ name = \"r\", when = {{ branch = '/(?<a>[0-9]{{1,3}})-(?<b>[0-9]{{1,3}})/' }}, tags = '{tag}' }}]"
        )
    };
    let codes = &[FindingCode::SlugCollision, FindingCode::NotDecided];
    assert_eq!(
        findings(&of("{a}{b}"), codes),
        [
            "warning slug-collision at rules[0].tags[0]: rule r gives tag \"111\" for branch \"1-11\" and \
             for branch \"11-1\"; separate its parts with characters that none of them contains, or add {short_sha}"
        ]
    );
    assert_eq!(findings(&of("{a}.{b}"), codes), [""; 0]);
    assert_eq!(findings(&of("{a}{b}{short_sha}"), &codes[1..]), [""; 0]);
}

#[test]
fn slugs_of_captures_collide() {
    let codes = &[FindingCode::SlugCollision];
    let found = findings(
        r#"
slugs.rest = { of = "rest" }
rules = [{ name = "r", when = { branch = '/f-(?<rest>.*)/' }, tags = "b-{slug:rest}" }]
"#,
        codes,
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].contains("as {slug:rest} is cut to 40 characters"), "{found:?}");
    let distinct = findings(
        r#"
slugs.rest = { of = "rest", distinct = 6 }
rules = [{ name = "r", when = { branch = '/f-(?<rest>.*)/' }, tags = "b-{slug:rest}" }]
"#,
        codes,
    );
    assert_eq!(distinct, [""; 0]);
}

/// An older release of the captured line moves the tag, and the remedy names the numbers.
#[test]
fn an_older_release_moves_a_captured_line() {
    let of = |tag: &str| {
        format!(
            r"rules = [{{ name = 'r', when = {{ release = {{}}, tag = '/v(?<line>[0-9]{{1,3}}\.[0-9]{{1,3}})\..*/' }}, tags = ['{{version}}', {tag}] }}]"
        )
    };
    let codes = &[FindingCode::OldReleaseMovesFloating, FindingCode::NotDecided];
    assert_eq!(
        findings(&of("'{line}'"), codes),
        ["info old-release-moves-floating at rules[0].tags[1]: rule r moves \"1.2\" from git tag \
             \"v1.2.9\" to git tag \"v1.2.8\", which is older; compare versions: when = { release = {} }, \
             {major} and {minor} instead of captures, and moves = \"highest\" for the tag"]
    );
    let right = "{ tag = '{major}.{minor}', moves = 'highest' }";
    assert_eq!(findings(&of(right), codes), [""; 0]);
}
