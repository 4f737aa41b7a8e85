use tagwright::document::PolicyErrorKind as Kind;
use tagwright::{Slug, SlugRules};

use super::{assert_refused, rule, tags};
use crate::given::{branch, git_tag, load, policy, pull_request};

#[test]
fn a_preset_is_named_or_overridden() {
    let options = |slug: &str| policy(&format!("slug = {slug}")).slug_rules().options();
    for (name, rules) in [
        ("gitlab-ref", SlugRules::GITLAB_REF),
        ("dns-label", SlugRules::DNS_LABEL),
        ("docker-metadata", SlugRules::DOCKER_METADATA),
    ] {
        assert_eq!(options(&format!("{name:?}")), rules.options());
        assert_eq!(options(&format!("{{ preset = {name:?} }}")), rules.options());
        let overridden = options(&format!("{{ max-length = 20, preset = {name:?}, empty = 'x' }}"));
        let mut expected = rules.options();
        expected.max_length = 20;
        expected.empty = Some("x".into());
        assert_eq!(overridden, expected);
    }
}

#[test]
fn a_policy_makes_several_slugs() {
    let policy = policy(
        r#"
        slug = "docker-metadata"
        slugs.host = { preset = "dns-label", max-length = 20 }
        slugs.flat = { keep = "", replacement = "" }
        rules = [
          { name = "a", when = { branch = "*" }, tags = [
            "x-{slug:host}-{slug:flat}", "{slug:gitlab-ref}"
          ] },
          { name = "b", when = { tag = "*" }, tags = "{slug:docker-metadata}" },
          { name = "c", when = { pull-request = {} }, tags = "p{slug:flat}" },
        ]
        env = ["HOST={slug:host}", "SLUG={slug}"]
        "#,
    );
    let plan = policy.plan(&branch("Feature/Ä_Search.Index")).unwrap();
    assert_eq!(plan.slug(), Some(&Slug::new("Feature-_Search.Index").unwrap()));
    assert_eq!(
        plan.build_env().to_string(),
        "HOST=feature-search-index\nSLUG=Feature-_Search.Index\n"
    );
    let tags_of = |context| tags(&policy, &context).unwrap();
    assert_eq!(
        tags_of(branch("Feature/Ä_Search.Index")),
        ["x-feature-search-index-FeatureSearchIndex", "feature---search-index"],
    );
    assert_eq!(tags_of(git_tag("v1.0.0+a")), ["v1.0.0-a"]);
    assert_eq!(tags_of(pull_request("a/b")), ["pab"]);
}

#[test]
fn a_slug_of_paths_names_images() {
    let policy = policy(
        r#"
        slugs.path = { keep = "/", case = "lower", edges = "trim", empty = "unnamed" }
        images = [{ name = "{project}/{slug:path}", push = "r.io", cache = "{slug:path}/cache" }]
        rules = [{ name = "a", when = { branch = "*" }, tags = "{short_sha}" }]
        "#,
    );
    let image = |name: &str| policy.plan(&branch(name)).unwrap().image().to_string();
    assert_eq!(image("Feature/New_Search"), "r.io/server/feature/new-search");
    assert_eq!(image("x/日本/_y_"), "r.io/server/x/y");
    assert_eq!(image("日本"), "r.io/server/unnamed");
}

#[test]
fn flaws_of_slugs_are_pointed_at() {
    let named = |slug: &str| rule("branch = '*'", &format!("x-{{slug:{slug}}}"));
    assert_refused(&[
        (
            &(String::from("slugs.host = {}\n") + &named("hots")),
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{slug:hots}" at byte 2 is not a slug; did you mean {slug:host}?"#,
        ),
        (
            &named("gitlab"),
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{slug:gitlab}" at byte 2 is not a slug; there are {slug}, {slug:gitlab-ref}, {slug:dns-label} or {slug:docker-metadata}, and a table [slugs.NAME] declares another"#,
        ),
        (
            &named("dns_label"),
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{slug:dns_label}" at byte 2 is not a slug; did you mean {slug:dns-label}?"#,
        ),
        (
            &named(""),
            Kind::UnknownPlaceholder,
            "rules[0].tags[0]",
            Some(2),
            r#""{slug:}" at byte 2 is not a slug; there are {slug}, {slug:gitlab-ref}, {slug:dns-label} or {slug:docker-metadata}, and a table [slugs.NAME] declares another"#,
        ),
        (
            &rule("", "x-{slug:dns-label}"),
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{slug:dns-label} at byte 2 has no value for a detached commit; when needs branch, default-branch, tag, release or pull-request",
        ),
        (
            "slugs.gitlab-ref = {}",
            Kind::Duplicate,
            "slugs.gitlab-ref",
            None,
            r#""gitlab-ref" is a preset, which {slug:gitlab-ref} uses without a declaration; give these options another name"#,
        ),
        (
            "slugs.host = {}",
            Kind::InvalidValue,
            "slugs.host",
            None,
            "no template uses {slug:host}; use it, or remove it",
        ),
        (
            &(String::from("slugs.gitlab-reff = {}\n") + &named("gitlab-ref")),
            Kind::InvalidValue,
            "slugs.gitlab-reff",
            None,
            "no template uses {slug:gitlab-reff}; did you mean gitlab-ref?",
        ),
        (
            "slugs.'a b' = {}",
            Kind::InvalidValue,
            r#"slugs."a b""#,
            None,
            "the name of a slug holds letters, digits, '-' and '_'",
        ),
        (
            "slugs.host.max-length = 0",
            Kind::InvalidValue,
            "slugs.host.max-length",
            Some(0),
            r#"invalid max-length "0": a slug has 1 to 128 characters"#,
        ),
        (
            "slug = { preset = 'dns-label', max-length = 5 }",
            Kind::InvalidValue,
            "slug.empty",
            Some(5),
            r#"invalid empty "unnamed": 7 bytes are 2 over the limit of 5; max-length is for it as well"#,
        ),
    ]);
}

/// What is after that done as it says, loads.
#[test]
fn a_slug_of_paths_is_for_names_of_images_alone() {
    let path = "slugs.path = { keep = '/', case = 'lower', edges = 'trim', empty = 'x' }\n";
    let message = |placeholder: &str, index: usize| {
        format!(
            "{placeholder} at byte {index} keeps '/', and only names of images use such a slug; \
             use another one, as in {{slug:docker-metadata}}"
        )
    };
    let refused = [
        (
            [path, &rule("branch = '*'", "{slug:path}")].concat(),
            "rules[0].tags[0]",
            message("{slug:path}", 0),
        ),
        ([path, "env = ['A={slug:path}']"].concat(), "env[0]", message("{slug:path}", 2)),
        (
            ["slug.keep = '/'\n", "labels = ['A={slug}']"].concat(),
            "labels[0]",
            message("{slug}", 2),
        ),
    ];
    for (part, place, message) in refused {
        let error = load(&part).unwrap_err();
        assert_eq!(error.to_string(), format!("{place}: {message}"));
        assert_eq!(error.kind(), Kind::UnavailablePlaceholder);
        let other = part.replace("{slug:path}", "{slug:docker-metadata}");
        let other = other.replace("{slug}", "{slug:docker-metadata}").replace(path, "");
        assert!(load(&other).is_ok(), "{other}");
    }
}
