use proptest::prelude::*;
use serde_json::Value;
use tagwright::Slug;

use crate::vectors::vectors;

#[track_caller]
fn assert_ref(input: &str, expected: &str, why: &str) {
    let slug = Slug::gitlab_ref(input);
    assert_eq!(slug.as_ref().map_or("", Slug::as_str), expected, "{input:?}: {why}");
}

#[test]
fn the_ref_slug_is_gitlabs() {
    for (input, expected, why) in [
        ("Feature/Search", "feature-search", "lower case"),
        ("a//b", "a--b", "runs are kept"),
        ("/a/", "a", "edges are not"),
        ("v1.0_x", "v1-0-x", "no other character survives"),
        ("\u{212A}8s", "k8s", "the Kelvin sign has a lower case in ASCII"),
        ("\u{130}x", "i-x", "a dotted capital I becomes two characters"),
        ("é/ü", "", "nothing left"),
        ("", "", "nothing given"),
    ] {
        assert_ref(input, expected, why);
    }
    assert_ref(&"x".repeat(64), &"x".repeat(63), "63 characters");
    assert_ref(&("-".repeat(60) + "abcdef"), "abc", "the cut comes before the edges");
    assert_ref(&("-".repeat(63) + "a"), "", "so nothing may be left");
}

#[test]
fn the_environment_slug_is_gitlabs() {
    for (input, expected, why) in [
        ("production", "production", "unchanged"),
        ("qa-", "qa", "a hyphen at the end goes, without a suffix"),
        ("abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwx", "24 characters"),
        ("QA", "qa-1x6wbl", "lower case is a change"),
        ("1st", "env-1st-sru2wu", "begins with a letter"),
        ("a/b", "a-b-g3yd5d", "a replaced character is a change"),
        ("a--b", "a-b-m3ql0o", "so is a squeezed run"),
        ("日本", "env-83n8nm", "nothing left but the prefix"),
    ] {
        assert_eq!(Slug::gitlab_environment(input), expected, "{input:?}: {why}");
    }
}

#[test]
fn every_recorded_ref_slug_holds() {
    for file in ["gitlab/gitlab_slug_cases.json", "slugs/slug_vectors.json"] {
        let Some(recorded) = vectors(file) else { return };
        let mut checked = 0;
        for row in rows(&recorded, "gitlab_ref_slug") {
            // The mode that keeps dots is not the one of CI variables.
            if row["allow_dots"] == true {
                continue;
            }
            assert_ref(row["input"].as_str().unwrap(), output(row), "recorded");
            checked += 1;
        }
        println!("{file}: {checked} rows");
        assert!(checked > 40);
    }
}

#[test]
fn every_recorded_environment_slug_holds() {
    for file in ["gitlab/gitlab_env_slug_cases.json", "slugs/slug_vectors.json"] {
        let Some(recorded) = vectors(file) else { return };
        let (mut checked, mut stubbed) = (0, 0);
        for row in rows(&recorded, "gitlab_environment_slug") {
            // Ruby's `nil.to_s` is empty.
            let input = row["input"].as_str().unwrap_or("");
            let slug = Slug::gitlab_environment(input);
            let mut both = (slug.as_str(), output(row));
            // GitLab's own tests replace SHA-256 by a text that is no digest
            // of these names; there all but the suffix is compared.
            if is_stubbed(row) && both.0 != both.1 {
                both = (without_suffix(both.0), without_suffix(both.1));
                stubbed += 1;
            }
            assert_eq!(both.0, both.1, "{input:?}");
            checked += 1;
        }
        println!("{file}: {checked} rows, {stubbed} of them up to a stubbed suffix");
        assert!(checked > 50);
    }
}

fn is_stubbed(row: &Value) -> bool {
    row["digest_hex_stub"].is_string() || row["note"].as_str().is_some_and(|n| n.contains("stub"))
}

fn without_suffix(slug: &str) -> &str {
    &slug[..slug.len() - 6]
}

/// The rows of one algorithm, in either of the two recorded forms.
fn rows<'a>(recorded: &'a Value, algorithm: &str) -> &'a [Value] {
    let rows = recorded.as_array();
    rows.or_else(|| recorded["algorithms"][algorithm]["vectors"].as_array()).unwrap()
}

fn output(row: &Value) -> &str {
    row["expected"].as_str().or_else(|| row["output"].as_str()).unwrap()
}

proptest! {
    #[test]
    fn a_ref_slug_is_a_label_and_its_own_slug(text in ".{0,100}") {
        if let Some(slug) = Slug::gitlab_ref(&text) {
            let slug = slug.as_str();
            prop_assert!(slug.len() <= 63 && !slug.starts_with('-') && !slug.ends_with('-'));
            prop_assert!(slug.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')));
            prop_assert_eq!(Slug::gitlab_ref(slug).unwrap(), slug);
        }
    }

    #[test]
    fn an_environment_slug_is_as_gitlab_promises(name in "[a-zA-Z0-9/_. -]{0,40}|.{0,40}") {
        let slug = Slug::gitlab_environment(&name);
        let slug = slug.as_str();
        prop_assert!(slug.len() <= 24 && slug.starts_with(|c: char| c.is_ascii_lowercase()));
        prop_assert!(!slug.ends_with('-') && !slug.contains("--"));
        prop_assert!(slug.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-')));
        prop_assert_eq!(Slug::gitlab_environment(slug), slug);
    }
}
