use tagwright::Policy;
use tagwright::document::{PolicyErrorKind as Kind, TagConstraint};
use tagwright::plan::PlanErrorKind;

use super::{assert_refused, rule, tags};
use crate::given::{branch, git_tag, load, policy};

#[test]
fn what_fits_no_kubernetes_label_is_refused() {
    assert_refused(&[
        (
            r#"fits = "kubernetes-label"
rules = [{ name = "a", when = { branch = {} }, tags = "branch-{slug}-{sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(14),
            r#""branch-{slug}-{sha}" can give an illegal Kubernetes label: branch "feature/search" would give "branch-feature-search-a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1…": 86 bytes are 23 over the limit of 63; use {short_sha}"#,
        ),
        (
            r#"fits = ["kubernetes-label"]
slug.max-length = 50
rules = [{ name = "a", when = { branch = {} }, tags = "branch-{slug}-{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(7),
            r#""branch-{slug}-{short_sha}" can give an illegal Kubernetes label: branch "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" would give "branch-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-a1b2c3…": 66 bytes are 3 over the limit of 63; slug.max-length = 47 would fit"#,
        ),
        (
            r#"fits = ["kubernetes-label"]
rules = [{ name = "a", when = { branch = "f*" }, tags = "{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{slug}" can give an illegal Kubernetes label: branch "f_" would give "f-": unexpected '-' at byte 1; end the template with a letter or a digit, or set slug.edges = "trim""#,
        ),
        (
            r#"fits = ["kubernetes-label"]
rules = [{ name = "a", when = {}, tags = "_x" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""_x" can give an illegal Kubernetes label: branch "main" would give "_x": unexpected '_' at byte 0; begin the template with a letter or a digit"#,
        ),
        (
            r#"fits = ["kubernetes-label"]
rules = [{ name = "a", when = {}, tags = "x." }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""x." can give an illegal Kubernetes label: branch "main" would give "x.": unexpected '.' at byte 1; end the template with a letter or a digit"#,
        ),
    ]);
}

#[test]
fn what_fits_no_dns_label_is_refused() {
    assert_refused(&[
        (
            r#"fits = ["dns-label"]
slug.edges = "trim"
rules = [{ name = "a", when = { branch = {} }, tags = "b-{slug}-{short_sha}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(2),
            r#""b-{slug}-{short_sha}" can give an illegal DNS label: branch "A" would give "b-A-a1b2c3d8": unexpected 'A' at byte 2; a DNS label holds lower-case letters, digits and '-'; set slug.case = "lower""#,
        ),
        (
            r#"fits = ["dns-label", "kubernetes-label"]
rules = [{ name = "a", when = { release = {} }, tags = "{version}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{version}" can give an illegal DNS label: git tag "v1.0.0" would give "1.0.0": unexpected '.' at byte 1; write {major}-{minor}-{patch} for the version"#,
        ),
        (
            r#"fits = ["dns-label"]
rules = [{ name = "a", when = { branch = "Main" }, tags = "{branch}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(0),
            r#""{branch}" can give an illegal DNS label: branch "Main" would give "Main": unexpected 'M' at byte 0; use {slug}"#,
        ),
        (
            r#"fits = ["dns-label"]
rules = [{ name = "a", when = { branch = "/A{70}x?/" }, tags = "x{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""x{slug}" can give an illegal DNS label: branch "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA…" would give "xAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA": unexpected 'A' at byte 1; a DNS label holds lower-case letters, digits and '-'; set slug.case = "lower" and slug.edges = "trim""#,
        ),
        (
            r#"fits = ["dns-label"]
rules = [{ name = "a", when = { branch = '/\bA{90}/' }, tags = "x{slug}" }]"#,
            Kind::IllegalResult,
            "rules[0].tags[0]",
            Some(1),
            r#""x{slug}" cannot be proved to give a legal DNS label; set slug.case = "lower" and slug.edges = "trim""#,
        ),
    ]);
}

#[test]
fn a_suffix_that_fits_nowhere_is_refused() {
    assert_refused(&[
        (
            r#"fits = ["dns-label"]
variants = { v = "-Alpine" }"#,
            Kind::InvalidValue,
            "variants.v",
            Some(1),
            r#"invalid tag suffix "-Alpine": unexpected 'A' at byte 1; a DNS label holds lower-case letters, digits and '-'"#,
        ),
        (
            r#"fits = ["kubernetes-label"]
variants = { v = "-" }"#,
            Kind::InvalidValue,
            "variants.v",
            Some(0),
            r#"invalid tag suffix "-": unexpected '-' at byte 0; a Kubernetes label begins and ends with a letter or a digit"#,
        ),
    ]);
}

#[test]
fn what_fits_is_proved() {
    for (head, when, tag) in [
        ("fits = \"kubernetes-label\"\n", "branch = {}", "branch-{slug}-{short_sha}"),
        ("fits = [\"kubernetes-label\"]\n", "release = {}", "{version}"),
        ("fits = [\"kubernetes-label\"]\n", "tag = \"*\"", "{git_tag}"),
        ("fits = [\"kubernetes-label\"]\nslug.edges = \"trim\"\n", "branch = \"f*\"", "{slug}"),
        ("fits = [\"dns-label\"]\nslug.case = \"lower\"\n", "branch = {}", "b-{slug}-{short_sha}"),
        ("fits = [\"dns-label\"]\n", "release = {}", "{major}-{minor}-{patch}"),
        ("fits = [\"dns-label\"]\n", "branch = \"/[a-z]{1,9}/\"", "{slug}"),
        ("fits = []\n", "", "_x."),
    ] {
        let part = format!("{head}{}", rule(when, tag));
        assert_eq!(load(&part).map(|_| ()), Ok(()), "{part}");
    }
}

/// What a git tag holds is no part of the proof, so a plan checks it.
#[test]
fn a_git_tag_that_does_not_fit_has_no_plan() {
    let policy = policy(&format!(
        "fits = \"kubernetes-label\"\n\
         variants = {{ alpine = \"-alpine\" }}\n{}",
        rule("tag = \"v*\"", "{version}")
    ));
    assert_eq!(tags(&policy, &git_tag("v1.0.0")), Ok(vec!["1.0.0".into()]));
    let long = format!("v{}", "1".repeat(60));
    for (tag, variant, index, message) in [
        // With `-alpine` behind it, it is one.
        (
            "v1.0.0-",
            "",
            Some(6),
            "rule a: git tag \"v1.0.0-\" cannot be part of a tag: unexpected '-' at byte 6; a \
             Kubernetes label begins and ends with a letter or a digit",
        ),
        (
            &*long,
            "alpine",
            None,
            "rule a: for git tag \"v111111111111111111111111111111111111111111111111111111111111\", \
             invalid Kubernetes label \
             \"111111111111111111111111111111111111111111111111111111111111-alp…\": 67 bytes are 4 \
             over the limit of 63; a Kubernetes label has at most 63 characters",
        ),
    ] {
        let error = policy.plan(&git_tag(tag).with_variant(variant).unwrap()).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.index()), (message, index));
        assert_eq!(error.kind(), PlanErrorKind::IllegalTag);
        assert_eq!(error.path(), Some("rules[0].tags[0]"));
    }
}

#[test]
fn the_document_has_it_as_a_list() {
    let policy = policy(&format!("fits = \"dns-label\"\n{}", rule("", "x")));
    assert_eq!(policy.document().fits, [TagConstraint::DnsLabel]);
    let text = toml::to_string(&policy).unwrap();
    assert!(text.contains("fits = [\"dns-label\"]\n"), "{text}");
    assert_eq!(toml::from_str::<Policy>(&text).unwrap(), policy);
    assert!(tags(&policy, &branch("main")).is_ok());
}

#[test]
fn other_words_are_no_fits() {
    for (part, message) in [
        ("fits = \"k8s-label\"", r#"fits: unknown value "k8s-label"; did you mean dns-label?"#),
        (
            "fits = [\"dns-label\", \"port\"]",
            r#"fits[1]: unknown value "port"; expected kubernetes-label or dns-label"#,
        ),
        ("fits = 63", "fits: expected kubernetes-label or dns-label, found a number"),
    ] {
        super::document::messages::assert_message(&super::whole(part), message);
    }
}

#[test]
fn nobody_is_told_to_trim_what_is_trimmed() {
    assert_refused(&[(
        r#"fits = ["kubernetes-label"]
slug.edges = "trim"
rules = [{ name = "a", when = { branch = {} }, tags = "x-{slug}" }]"#,
        Kind::IllegalResult,
        "rules[0].tags[0]",
        Some(2),
        r#""x-{slug}" can give an illegal Kubernetes label: branch "_" would give "x-": unexpected '-' at byte 1; end the template with a letter or a digit, or set slug.empty = "unnamed""#,
    )]);
}
