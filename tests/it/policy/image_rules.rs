//! `rules` of an image, and what its name may then have.

use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;
use crate::given::load;

const RULES: &str = r#"
rules = [
  { name = "release", when = { release = {} }, tags = ["{version}"] },
  { name = "branches", when = { branch = {} }, tags = ["{short_sha}"] },
]"#;

fn images(all: &str) -> String {
    format!("images = [{all}]{RULES}")
}

#[test]
fn rules_are_names_of_rules() {
    let named = |rules: &str| images(&format!("{{ name = \"app\", push = \"r.io\", {rules} }}"));
    assert_refused(&[
        (
            &named("rules = \"relase\""),
            Kind::InvalidValue,
            "images[0].rules",
            None,
            r#"no rule is named "relase"; did you mean "release"?"#,
        ),
        (
            &named("rules = [\"release\", \"nightly\"]"),
            Kind::InvalidValue,
            "images[0].rules[1]",
            None,
            r#"no rule is named "nightly"; expected "release" or "branches""#,
        ),
        (
            &named("rules = [\"release\", \"release\"]"),
            Kind::Duplicate,
            "images[0].rules[1]",
            None,
            r#"rule "release" is listed twice"#,
        ),
        (
            &named("rules = []"),
            Kind::InvalidValue,
            "images[0].rules",
            None,
            "an empty list pushes no tag to this image; leave it out to push the tags of every rule",
        ),
    ]);
}

#[test]
fn every_rule_is_pushed_somewhere() {
    assert_refused(&[(
        &images("{ name = \"app\", push = \"r.io\", rules = \"release\" }"),
        Kind::InvalidValue,
        "rules[1]",
        None,
        r#"the tags of rule "branches" are pushed to no image; add "branches" to the rules of one, or remove the rule"#,
    )]);
    // As the message says.
    let added = "{ name = \"app\", push = \"r.io\", rules = [\"release\", \"branches\"] }";
    assert!(load(&images(added)).is_ok());
}

#[test]
fn two_images_may_share_a_name_for_different_rules() {
    let image = |rules: &str, more: &str| {
        format!("{{ name = \"app\", push = \"r.io\", rules = {rules}{more} }}")
    };
    let apart = [image("\"release\"", ""), image("\"branches\"", ", pull = \"m.io\"")].join(", ");
    assert!(load(&images(&apart)).is_ok());
    let twice = [image("\"release\"", ""), image("[\"branches\", \"release\"]", "")].join(", ");
    assert_refused(&[(
        &images(&twice),
        Kind::Duplicate,
        "images[1]",
        None,
        "images[0] has the same name, and a tag of both would be pushed twice",
    )]);
}

/// `docker.io` and `registry-1.docker.io` are hosts of Docker Hub, hosts have no case, and
/// 443 is the port of https.
#[test]
fn one_repository_under_two_spellings_is_one() {
    for [first, second] in [
        [("docker.io", "acme/app"), ("registry-1.docker.io", "acme/app")],
        [("registry-1.docker.io:443/acme", "app"), ("docker.io", "acme/app")],
        [("docker.io/acme", "app"), ("docker.io:443", "acme/app")],
        [("GHCR.io/acme", "app"), ("ghcr.io:443", "acme/app")],
    ] {
        let image =
            |(push, name): (&str, &str)| format!("{{ name = \"{name}\", push = \"{push}\" }}");
        let error = load(&images(&[image(first), image(second)].join(", "))).unwrap_err();
        assert_eq!(error.kind(), Kind::Duplicate, "{first:?} {second:?}: {error}");
    }
}

#[test]
fn a_name_has_what_all_of_its_rules_have() {
    let named =
        |name: &str, more: &str| images(&format!("{{ name = \"{name}\", push = \"r.io\"{more} }}"));
    assert_refused(&[
        (
            &named("app/{major}", ""),
            Kind::UnavailablePlaceholder,
            "images[0].name",
            Some(4),
            r#"{major} at byte 4 needs release in when, which rule branches does not have; list the rules that do, rules = ["release"], and push the tags of the others to another image"#,
        ),
        (
            &named("app", ", cache = \"cache/{git_tag}\""),
            Kind::UnavailablePlaceholder,
            "images[0].cache",
            Some(6),
            r#"{git_tag} at byte 6 needs tag or release in when, which rule branches does not have; list the rules that do, rules = ["release"], and push the tags of the others to another image"#,
        ),
        (
            &named("app/{pr}", ""),
            Kind::UnavailablePlaceholder,
            "images[0].name",
            Some(4),
            "{pr} at byte 4 needs pull-request in when, and no rule of this image has one",
        ),
    ]);
    // As the message says.
    let others = ", rules = \"release\" }, { name = \"app\", push = \"r.io\", rules = \"branches\"";
    assert!(load(&named("app/{major}", others)).is_ok());
    assert!(load(&named("app/{git_tag}", others)).is_ok());
}

/// The proof of a name is for the refs of its rules.
#[test]
fn a_name_is_proved_for_its_own_rules() {
    let named = |rules: &str| {
        format!(
            "images = [{{ name = \"app/{{branch}}\", push = \"r.io\", rules = {rules} }},\n\
             {{ name = \"app\", push = \"r.io\" }}]\n\
             rules = [{{ name = \"main\", when = {{ branch = \"main\" }}, tags = \"x\" }},\n\
             {{ name = \"all\", when = {{ branch = {{}} }}, tags = \"y\" }}]"
        )
    };
    assert!(load(&named("\"main\"")).is_ok());
    let error = load(&named("[\"main\", \"all\"]")).unwrap_err();
    assert_eq!(error.kind(), Kind::IllegalResult, "{error}");
    assert_eq!(error.path(), Some("images[0].name"));
}
