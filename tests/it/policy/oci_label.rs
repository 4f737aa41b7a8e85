//! The labels that the image specification defines: their keys, and the values
//! that a policy says itself.

use proptest::prelude::*;
use regex::Regex;
use tagwright::Policy;
use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;
use crate::given::{load, policy};

const PREFIX: &str = "org.opencontainers.image.";

/// A policy with one label.
fn label(name: &str, value: &str) -> String {
    let text = format!("{PREFIX}{name}={value}");
    format!("labels = [{text:?}]")
}

/// Every row: the key behind the prefix, a value, and the message, in which the
/// value of a list begins behind its key.
#[track_caller]
fn assert_values_refused(rows: &[(&str, &str, usize, &str)]) {
    for (name, value, index, message) in rows {
        let part = label(name, value);
        let index = PREFIX.len() + name.len() + "=".len() + index;
        assert_refused(&[(&part, Kind::InvalidValue, "labels[0]", Some(index), message)]);
    }
}

#[test]
fn a_key_under_the_prefix_is_one_of_the_specification() {
    for (key, remedy) in [
        ("licence", "did you mean org.opencontainers.image.licenses?"),
        ("license", "did you mean org.opencontainers.image.licenses?"),
        ("author", "did you mean org.opencontainers.image.authors?"),
        ("Title", "did you mean org.opencontainers.image.title?"),
        ("ref-name", "did you mean org.opencontainers.image.ref.name?"),
        ("base_digest", "did you mean org.opencontainers.image.base.digest?"),
        ("documentation.url", "did you mean org.opencontainers.image.documentation?"),
        (
            "team",
            "org.opencontainers.image. is followed by created, authors, url, documentation, \
             source, version, revision, vendor, licenses, ref.name, title, description, \
             base.digest or base.name",
        ),
    ] {
        let message =
            format!("\"{PREFIX}{key}\" is not a label of the OCI image specification; {remedy}");
        let list = label(key, "x");
        let table = format!("labels = {{ \"{PREFIX}{key}\" = \"x\" }}");
        let table_path = format!("labels.\"{PREFIX}{key}\"");
        assert_refused(&[
            (&list, Kind::InvalidValue, "labels[0]", Some(25), &message),
            (&table, Kind::InvalidValue, &table_path, Some(25), &message),
        ]);
    }
}

#[test]
fn every_other_key_is_free() {
    for key in [
        "org.opencontainers.image",
        "org.opencontainers.artifact.created",
        "org.opencontainers.imagex.created",
        "org.label-schema.vcs-url",
        "com.example.created",
        "created",
        "licence",
    ] {
        policy(&format!("labels = [\"{key}=whatever it is\"]"));
    }
}

#[test]
fn values_that_the_specification_allows_are_taken() {
    for (name, values) in [
        ("created", &["2026-03-18T09:00:00Z", "2026-03-18T10:00:00.123+01:00"][..]),
        ("authors", &["Jane Doe <jane@example.com>, größe"]),
        (
            "url",
            &[
                "https://example.com",
                "http://[::1]:8080/a%20b?q=1&r=%C3%A9#top",
                "HTTPS://user@example.com:8443/~x/(y)/z!$',;*+",
                "git+ssh://git@example.com/acme/server.git",
            ],
        ),
        ("documentation", &["https://docs.example.com/a//b/"]),
        ("source", &["ssh://git@git.example.com:2222/acme/server.git", "git://x"]),
        ("version", &["1.0.0", "v1.0.0-rc.1+build.5", "größe"]),
        ("revision", &["a1b2c3d8", "r1234", "refs/heads/main"]),
        ("vendor", &["ACME, Inc."]),
        (
            "licenses",
            &[
                "MIT",
                "MIT OR Apache-2.0",
                "GPL-2.0+",
                "GPL-2.0-only WITH Classpath-exception-2.0",
                "(LGPL-2.1-only OR MIT OR BSD-3-Clause)",
                "(MIT AND (Apache-2.0 OR BSD-2-Clause)) OR LicenseRef-acme.1",
                "MIT AND(Apache-2.0)OR Zlib",
                "DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2",
                "NOASSERTION",
                " MIT ",
            ],
        ),
        (
            "ref.name",
            &["v1.0.0", "stable", "ghcr.io/acme/server:1.0.0", "a--b", "a@sha256:0f", "x+y_z"],
        ),
        ("title", &["orchestrator server"]),
        ("description", &["it's 100% \\\"done\\\" \\\\ $HOME", "{{title}}"]),
        (
            "base.digest",
            &["sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582"],
        ),
        (
            "base.name",
            &[
                "docker.io/library/debian:12",
                "debian",
                "ghcr.io/acme/base@sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
            ],
        ),
    ] {
        for value in values {
            policy(&format!("labels = [\"{PREFIX}{name}={value}\"]"));
            policy(&format!("labels = {{ \"{PREFIX}{name}\" = \"{value}\" }}"));
        }
        policy(&label(name, ""));
    }
}

#[test]
fn instants_digests_and_references_are_what_they_are_everywhere() {
    assert_values_refused(&[
        (
            "created",
            "2026-03-18",
            0,
            r#"invalid timestamp "2026-03-18": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (
            "created",
            "2026-03-18T09:00:00",
            0,
            r#"invalid timestamp "2026-03-18T09:00:00": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (
            "base.digest",
            "sha256:E6",
            7,
            r#"invalid digest "sha256:E6": unexpected 'E' at byte 7; a sha256 digest has 64 digits of 0-9 and a-f"#,
        ),
        (
            "base.name",
            "ghcr.io/Acme/base",
            8,
            r#"invalid reference "ghcr.io/Acme/base": unexpected 'A' at byte 8; a repository is lower-case"#,
        ),
    ]);
}

#[test]
fn urls_have_a_scheme_and_a_host_and_the_characters_of_urls() {
    const FORM: &str = "expected a form like https://example.com/path";
    const HOLDS: &str = "a URL holds ASCII letters, digits and -._~:/?#[]@!$&'()*+,;=; another character is written as %20 is";
    for (value, index, finding, remedy) in [
        ("example.com/x", 11, "unexpected '/' at byte 11", FORM),
        ("git@github.com:acme/server.git", 3, "unexpected '@' at byte 3", FORM),
        ("example.com:8080/x", 12, "unexpected '8' at byte 12", FORM),
        ("mailto:jane@example.com", 7, "unexpected 'j' at byte 7", FORM),
        ("https:", 6, "unexpected end at byte 6", FORM),
        ("https:/x", 7, "unexpected 'x' at byte 7", FORM),
        ("https://", 8, "unexpected end at byte 8", FORM),
        ("https:///x", 8, "unexpected '/' at byte 8", FORM),
        ("://x", 0, "unexpected ':' at byte 0", FORM),
        ("1s://x", 0, "unexpected '1' at byte 0", FORM),
        ("https://example.com/a b", 21, "unexpected ' ' at byte 21", HOLDS),
        ("https://example.com/größe", 22, "unexpected 'ö' at byte 22", HOLDS),
        ("https://example.com/%2", 20, "unexpected '%' at byte 20", HOLDS),
        ("https://example.com/%zz", 20, "unexpected '%' at byte 20", HOLDS),
        ("https://example.com/{{", 20, "unexpected '{' at byte 20", HOLDS),
    ] {
        let shown = value.replace("{{", "{");
        let message = format!("invalid URL \"{shown}\": {finding}; {remedy}");
        for name in ["url", "source", "documentation"] {
            assert_values_refused(&[(name, value, index, &message)]);
        }
    }
}

#[test]
fn licenses_are_an_spdx_expression() {
    for (value, index, finding) in [
        ("MIT/Apache-2.0", 3, "unexpected '/' at byte 3"),
        ("MIT, Apache-2.0", 3, "unexpected ',' at byte 3"),
        ("MIT Apache-2.0", 4, "unexpected 'A' at byte 4"),
        ("MIT or Apache-2.0", 4, "unexpected 'o' at byte 4"),
        ("MIT OR", 6, "unexpected end at byte 6"),
        ("OR MIT", 0, "unexpected 'O' at byte 0"),
        ("MIT OR AND Zlib", 7, "unexpected 'A' at byte 7"),
        ("(MIT", 4, "unexpected end at byte 4"),
        ("MIT)", 3, "unexpected ')' at byte 3"),
        ("()", 1, "unexpected ')' at byte 1"),
        ("MIT (Zlib)", 4, "unexpected '(' at byte 4"),
        ("(MIT OR Zlib) WITH x", 14, "unexpected 'W' at byte 14"),
        ("MIT WITH", 8, "unexpected end at byte 8"),
        ("MIT WITH a WITH b", 11, "unexpected 'W' at byte 11"),
        ("MIT WITH a+", 10, "unexpected '+' at byte 10"),
        ("+", 0, "unexpected '+' at byte 0"),
        ("GPL-2.0++", 7, "unexpected '+' at byte 7"),
        ("MIT:LicenseRef-x", 0, "unexpected 'M' at byte 0"),
        ("DocumentRef-x:MIT", 14, "unexpected 'M' at byte 14"),
        ("DocumentRef-:LicenseRef-x", 12, "unexpected ':' at byte 12"),
        ("DocumentRef-a_b:LicenseRef-x", 13, "unexpected '_' at byte 13"),
        ("DocumentRef-x:LicenseRef-a_b", 26, "unexpected '_' at byte 26"),
        ("The MIT License", 4, "unexpected 'M' at byte 4"),
        ("größe", 2, "unexpected 'ö' at byte 2"),
        (" ", 1, "unexpected end at byte 1"),
    ] {
        let message = format!(
            "invalid license expression \"{value}\": {finding}; an SPDX expression joins license \
             ids by AND, OR and WITH, such as MIT OR Apache-2.0"
        );
        assert_values_refused(&[("licenses", value, index, &message)]);
    }
}

#[test]
fn a_ref_name_has_its_grammar_and_a_version_is_a_word() {
    for (value, index, finding) in [
        ("-a", 0, "unexpected '-' at byte 0"),
        ("a-", 2, "unexpected end at byte 2"),
        ("a---b", 3, "unexpected '-' at byte 3"),
        ("a__b", 2, "unexpected '_' at byte 2"),
        ("a//b", 2, "unexpected '/' at byte 2"),
        ("a b", 1, "unexpected ' ' at byte 1"),
        ("größe", 2, "unexpected 'ö' at byte 2"),
    ] {
        let message = format!(
            "invalid ref.name \"{value}\": {finding}; a ref.name holds letters and digits with \
             one of - . _ : @ + / or -- between them"
        );
        assert_values_refused(&[("ref.name", value, index, &message)]);
    }
    for name in ["version", "revision"] {
        let message = "invalid label value \"1.0 beta\": unexpected ' ' at byte 3; a version or \
                       revision is one word";
        assert_values_refused(&[(name, "1.0 beta", 3, message)]);
    }
}

#[test]
fn a_value_in_a_table_begins_at_its_own_byte() {
    let part = format!("labels = {{ \"{PREFIX}version\" = \"a b\" }}");
    let error = load(&part).unwrap_err();
    assert_eq!(error.index(), Some(1));
    assert_eq!(error.path(), Some("labels.\"org.opencontainers.image.version\""));
}

fn expression() -> impl Strategy<Value = String> {
    let id = "[A-Za-z0-9.-]{1,6}";
    let word =
        id.prop_filter("an operator is no id", |id| !matches!(id.as_str(), "AND" | "OR" | "WITH"));
    let word = word.boxed();
    let simple = prop_oneof![
        3 => word.clone(),
        1 => word.clone().prop_map(|id| id + "+"),
        1 => (word.clone(), word.clone()).prop_map(|(id, exception)| format!("{id} WITH {exception}")),
        1 => "LicenseRef-[a-z.-]{1,4}",
        1 => "DocumentRef-[a-z.-]{1,4}:LicenseRef-[a-z.-]{1,4}",
    ];
    simple.prop_recursive(4, 16, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone(), proptest::sample::select(&["AND", "OR"][..]))
                .prop_map(|(left, right, operator)| format!("{left} {operator} {right}")),
            inner.prop_map(|inner| format!("( {inner})")),
        ]
    })
}

/// Whether a policy with this label, which is a text without placeholders,
/// loads.
fn loads(name: &str, value: &str) -> bool {
    let value = value.replace('{', "{{").replace('}', "}}");
    let mut document = policy("").document().clone();
    document.labels = [format!("{PREFIX}{name}={value}")].into_iter().collect();
    Policy::new(document).is_ok()
}

proptest! {
    #[test]
    fn every_spdx_expression_is_taken(expression in expression()) {
        prop_assert!(loads("licenses", &expression), "{expression}");
        let broken = format!("{expression} AND");
        prop_assert!(!loads("licenses", &broken), "{broken}");
        let open = format!("({expression}");
        prop_assert!(!loads("licenses", &open), "{open}");
    }

    #[test]
    fn a_ref_name_is_what_the_grammar_of_the_specification_says(
        value in "[a-zA0-9/_:@+. é-]{1,8}|[a-b-]{1,6}|\\PC{1,6}"
    ) {
        let component = "[A-Za-z0-9]+(?:(?:--|[-._:@+])[A-Za-z0-9]+)*";
        let grammar = Regex::new(&format!("^{component}(?:/{component})*$")).unwrap();
        prop_assert_eq!(loads("ref.name", &value), grammar.is_match(&value), "{}", value);
    }

    #[test]
    fn a_url_has_the_form_that_it_is_said_to_have(
        value in "[a-z+.-]{0,3}:?/{0,3}[a-z/?#%0-9A-G é<]{0,8}|\\PC{1,6}"
    ) {
        let character = "(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\\[\\]-]|%[0-9A-Fa-f]{2})";
        let holds = format!("^{character}*$");
        let form = "^[A-Za-z][A-Za-z0-9+.-]*://[^/?#].*$";
        let [form, holds] = [form, &holds].map(|one| Regex::new(one).unwrap());
        let expected = value.is_empty() || form.is_match(&value) && holds.is_match(&value);
        prop_assert_eq!(loads("url", &value), expected, "{}", value);
    }
}
