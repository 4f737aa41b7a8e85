//! One policy for a build matrix.

use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, ImageName, Plan, PlanError, Policy};

use super::{tags, texts};
use crate::given::{branch, git_tag, policy};

const MATRIX: &str = r#"
env = ["IMAGE_TAG={image_tag}", "FLAVOUR={variant}"]
labels = ["flavour={variant}"]

[variants]
debian = ""
alpine = "-alpine"
cuda = { suffix = "-cuda" }
slim = { prefix = "slim-" }

[[rules]]
name = "release"
when = { release = {} }
tags = ["{version}", { tag = "latest", moves = "highest" }]

[[rules]]
name = "bare"
when = { release = {}, variant = ["alpine", "cuda"] }
tags = [{ tag = "{variant}", affix = false }]
"#;

fn plan(policy: &Policy, context: CiContext, variant: &str) -> Result<Plan, PlanError> {
    policy.plan(&context.with_variant(variant).unwrap())
}

fn release() -> CiContext {
    git_tag("v1.2.3").with_versions(["v1.2.3"]).unwrap()
}

#[test]
fn affixes_apply_to_every_tag_but_those_without() {
    let policy = policy(MATRIX);
    for (variant, expected) in [
        ("debian", &["1.2.3", "latest"][..]),
        ("alpine", &["1.2.3-alpine", "latest-alpine", "alpine"]),
        ("cuda", &["1.2.3-cuda", "latest-cuda", "cuda"]),
        ("slim", &["slim-1.2.3", "slim-latest"]),
    ] {
        let plan = plan(&policy, release(), variant).unwrap();
        assert_eq!(tags(&plan), expected);
        assert_eq!(plan.variant(), Some(variant));
        assert_eq!(plan.labels().get("flavour"), Some(variant));
        let env = format!("IMAGE_TAG={}\nFLAVOUR={variant}\n", expected[0]);
        assert_eq!(plan.build_env().to_string(), env);
        assert_eq!(serde_json::to_value(&plan).unwrap()["variant"], variant);
        let promotion = |to: &&str| {
            format!("r.example.com/server:{} -> r.example.com/server:{to}", expected[0])
        };
        let promotions: Vec<String> = expected[1..].iter().map(promotion).collect();
        assert_eq!(texts(plan.promotions()), promotions);
    }
}

/// Without a variant there is the plain build, unless a variant has no affix.
#[test]
fn a_context_without_a_variant_is_the_plain_build() {
    let plain = policy(&MATRIX.replace("debian = \"\"\n", ""));
    let found = plan(&plain, release(), "").unwrap();
    assert_eq!(tags(&found), ["1.2.3", "latest"]);
    assert_eq!(found.variant(), None);
    assert_eq!(found.build_env().get("FLAVOUR"), Some(""));
    assert_eq!(found.labels().get("flavour"), None, "an empty label is left out");
    assert_eq!(serde_json::to_value(&found).unwrap()["variant"], serde_json::Value::Null);

    let error = policy(MATRIX).plan(&release()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the policy has variants, and the context does not say which one is built; give it \
         \"variant\": alpine, cuda, debian or slim"
    );
    assert_eq!(error.kind(), PlanErrorKind::MissingFact);
    assert_eq!(error.missing_facts().collect::<Vec<_>>(), ["variant"]);
    assert!(plan(&policy(MATRIX), release(), "debian").is_ok(), "as the message says");
}

#[test]
fn an_undeclared_variant_is_an_error() {
    let matrix = policy(MATRIX);
    for (policy, variant, message) in [
        (&matrix, "alpin", "variant \"alpin\" is not declared; did you mean alpine?"),
        (
            &matrix,
            "windows",
            "variant \"windows\" is not declared; expected alpine, cuda, debian or slim",
        ),
        (
            &policy(""),
            "alpine",
            "variant \"alpine\" is not declared, as the policy has no [variants]; declare it there, \
             or leave it out of the context",
        ),
    ] {
        let error = plan(policy, release(), variant).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), PlanErrorKind::UndeclaredVariant);
    }
}

#[test]
fn affixes_count_when_a_plan_is_made() {
    let policy = policy(
        "variants = { alpine = \"-alpine\" }\n\
         rules = [{ name = \"tag\", when = { tag = \"v*\" }, tags = \"{version}\" }]",
    );
    let version = "1".repeat(128 - "-alpine".len());
    assert!(plan(&policy, git_tag(&format!("v{version}")), "alpine").is_ok());
    let long = format!("v{version}1");
    assert!(plan(&policy, git_tag(&long), "").is_ok());
    let error = plan(&policy, git_tag(&long), "alpine").unwrap_err();
    let shown = "1".repeat(64);
    assert_eq!(
        error.to_string(),
        format!(
            "rule tag: for git tag \"v{}…\", invalid tag \"{shown}…\": 129 bytes are 1 over the \
             limit of 128; a tag has at most 128 characters",
            &shown[1..]
        )
    );
    // The byte is that of the git tag, behind the prefix of the variant.
    let prefixed = crate::given::policy(
        "variants = { slim = { prefix = \"slim-\" } }\n\
         rules = [{ name = \"tag\", when = { tag = \"v*\" }, tags = \"x-{version}\" }]",
    );
    let error = plan(&prefixed, git_tag("v1/2"), "slim").unwrap_err();
    assert_eq!(error.index(), Some(2), "{error}");
}

#[test]
fn a_variant_names_images_and_caches() {
    let policy = policy(
        r#"
images = [{ name = "{project}-{variant}", push = "r.io", cache = "cache/{variant}" }]
variants = { debian = "", alpine = "" }
rules = [{ name = "all", when = { branch = "*" }, tags = ["{short_sha}"] }]
"#,
    );
    let plan = plan(&policy, branch("main"), "alpine").unwrap();
    assert_eq!(texts(plan.references()), ["r.io/server-alpine:a1b2c3d8"]);
    let image = plan.images().next().unwrap();
    assert_eq!(image.cache.map(ImageName::as_str), Some("r.io/cache/alpine"));
    let codes: Vec<_> = policy.audit().iter().map(|one| one.code.to_string()).collect();
    assert!(!codes.contains(&"shared-tag".to_owned()), "{codes:?}");
}
