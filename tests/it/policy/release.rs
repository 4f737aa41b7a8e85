//! Which releases a rule may ask for, and which kinds their tags have.

use tagwright::document::PolicyErrorKind as Kind;
use tagwright::{Policy, TagKind};

use super::{assert_refused, rule};
use crate::given::load;

#[test]
fn a_release_that_says_nothing_is_refused() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { release = { prefix = [] } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.release.prefix",
            None,
            "an empty list matches no git tag; leave it out for the prefix \"v\"",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefix = ["v", "a b"] } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.release.prefix[1]",
            Some(1),
            r#"no git tag begins with "a b": unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefix = "{project}..v" } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.release.prefix",
            Some(10),
            r#"no git tag begins with "{project}..v": unexpected '.' at byte 10; git refs hold no "..""#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefix = "{branch}-v" } }, tags = "x" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].when.release.prefix",
            Some(0),
            "{branch} at byte 0 is not for a prefix; {project} is the only placeholder there",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefix = "v{version}" } }, tags = "x" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].when.release.prefix",
            Some(1),
            "{version} at byte 1 is not for a prefix; the version follows the prefix by itself",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefix = "{repo}-v" } }, tags = "x" }]"#,
            Kind::UnknownPlaceholder,
            "rules[0].when.release.prefix",
            Some(0),
            r#""{repo}" at byte 0 is no placeholder; did you mean {project}?"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { scheme = "dotted" } }, tags = "{patch}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{patch} at byte 0 has no value for a dotted version of two numbers ({version} has all \
             that there are); when needs release with scheme = \"semver\" or \"pep440\"",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { scheme = "dotted" } }, tags = "{prerelease}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{prerelease} at byte 0 has no value for a dotted version, which is never a \
             prerelease; when needs release with prerelease = \"only\" and another scheme",
        ),
        (
            r#"rules = [{ name = "a", when = { release = false }, tags = "{major}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{major} at byte 0 has no value for a git tag that is not a version; when needs release",
        ),
        (
            r#"rules = [{ name = "a", when = { release = false, tag = ["v1.0.0", "v2.0.0-rc.1"] }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when",
            None,
            "tag and release never hold together: \"v1.0.0\" is a version",
        ),
        (
            r#"rules = [{ name = "a", when = { release = false }, tags = [{ tag = "x", moves = "highest" }] }]"#,
            Kind::InvalidValue,
            "rules[0].tags[0].moves",
            None,
            "only releases are compared; add release = {} to when, or leave it out",
        ),
    ]);
}

#[test]
fn keys_that_dotted_versions_have_no_use_for_are_refused() {
    for (key, message) in [
        (
            "prerelease = 'exclude'",
            "rules[0].when.release.prerelease: a dotted version is never a prerelease; leave \
             prerelease out",
        ),
        (
            "prerelease = 'only'",
            "rules[0].when.release.prerelease: a dotted version is never a prerelease; leave \
             prerelease out",
        ),
        (
            "build = 'drop'",
            "rules[0].when.release.build: a dotted version has no build metadata; leave build out",
        ),
    ] {
        let when = format!("release = {{ scheme = 'dotted', {key} }}");
        let error = toml::from_str::<Policy>(&crate::given::whole(&rule(&when, "{version}")));
        assert_eq!(error.unwrap_err().message(), message, "{when}");
    }
    // What the message says loads.
    load(&rule("release = { scheme = 'dotted' }", "{version}")).unwrap();
}

/// What each refusal says to write is a policy.
#[test]
fn each_remedy_loads() {
    for (when, tag) in [
        ("release = {}", "x"),
        ("release = { prefix = '{project}-v' }", "x"),
        ("release = { scheme = 'dotted' }", "{version}"),
        ("release = { scheme = 'dotted' }", "{major}-{minor}"),
        ("release = { scheme = 'pep440' }", "{major}.{minor}.{patch}"),
        ("release = { scheme = 'pep440', prerelease = 'only' }", "{prerelease}"),
        ("release = false", "{version}"),
    ] {
        load(&rule(when, tag)).unwrap_or_else(|error| panic!("{when}: {error}"));
    }
}

/// A label holds no dot: each scheme is told what it has.
#[test]
fn a_version_that_does_not_fit_is_told_what_does() {
    for (scheme, remedy) in
        [("semver", "{major}-{minor}-{patch}"), ("dotted", "{major}-{minor}"), ("pep440", "")]
    {
        let of = |tag: &str| {
            let when = format!("release = {{ scheme = '{scheme}' }}");
            format!("fits = [\"dns-label\"]\n{}", rule(&when, tag))
        };
        match load(&of("{version}")) {
            Ok(_) => assert_eq!(remedy, "", "{scheme}"),
            Err(error) => {
                let error = error.to_string();
                assert!(error.ends_with(&format!("write {remedy} for the version")), "{error}");
                load(&of(&format!("x{remedy}"))).unwrap();
            }
        }
    }
}

#[test]
fn a_version_is_immutable_unless_builds_share_it() {
    use TagKind::{Floating, Immutable};
    for (release, tag, expected) in [
        ("", "{version}", Immutable),
        ("build = 'keep'", "{version}", Immutable),
        ("build = 'drop'", "{version}", Floating),
        ("build = 'drop'", "{version}-{short_sha}", Immutable),
        ("build = 'drop'", "{git_tag}", Immutable),
        ("prefix = ['v', '']", "{version}", Immutable),
        ("scheme = 'dotted'", "{version}", Immutable),
        ("scheme = 'dotted'", "{major}.{minor}", Floating),
        ("scheme = 'pep440'", "{version}", Immutable),
        ("scheme = 'pep440', build = 'drop'", "{version}", Floating),
        ("scheme = 'pep440'", "{major}.{minor}.{patch}", Floating),
        ("prerelease = 'only'", "{major}.{minor}.{patch}-{prerelease}", Floating),
        ("", "{major}.{minor}.{patch}", Floating),
    ] {
        let policy = load(&rule(&format!("release = {{ {release} }}"), tag)).unwrap();
        let patterns = policy.patterns(tagwright::recognize::Dialect::Go);
        assert_eq!(patterns[0].tags[0].kind, expected, "{release} {tag}");
    }
}
