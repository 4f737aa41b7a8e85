use tagwright::document::PolicyErrorKind as Kind;

use super::{assert_refused, rule};
use crate::given::load;

#[test]
fn a_prefix_that_no_tag_has_is_refused() {
    assert_refused(&[(
        r#"rules = [{ name = "a", when = { release = { prefix = "a b" } }, tags = "x" }]"#,
        Kind::NeverFires,
        "rules[0].when.release.prefix",
        Some(1),
        r#"no git tag begins with "a b": unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
    )]);
}

#[test]
fn conditions_that_never_hold_together_are_refused() {
    let refused = |when: &str, message: &str| {
        let error = load(&rule(when, "x")).unwrap_err();
        assert_eq!(error.to_string(), format!("rules[0].when: {message}"), "{when}");
        assert_eq!(error.kind(), Kind::NeverFires, "{when}");
    };
    for (when, message) in [
        (
            "branch = 'main', tag = 'v*'",
            "branch and tag never hold together: branch needs a branch, tag a git tag; leave one \
             out; if either is enough, write a rule for each",
        ),
        (
            "branch = {}, event = 'pull-request'",
            "branch and event never hold together: branch needs a branch, event a pull request; \
             for pull requests into a branch write pull-request = { target = \"main\" }; if either \
             is enough, write a rule for each",
        ),
        (
            "pull-request = {}, event = ['push', 'schedule']",
            "pull-request and event never hold together: pull-request needs a pull request, event \
             a branch, a git tag or a detached commit; leave one out; if either is enough, write \
             a rule for each",
        ),
        (
            "default-branch = false, fork = true",
            "default-branch and fork never hold together: default-branch needs a branch, fork a \
             pull request; leave one out; if either is enough, write a rule for each",
        ),
        (
            "tag = ['nightly', 'v1'], release = {}",
            "tag and release never hold together: \"nightly\" is no such release",
        ),
    ] {
        refused(when, message);
    }
    for when in [
        "event = 'push'",
        "tag = { except = 'v0.*' }, release = {}",
        "tag = ['nightly', 'v1.0.0'], release = {}",
        "branch = {}, default-branch = false, event = { except = 'push' }, fork = false",
        "pull-request = {}, event = 'manual', fork = true, protected = true, project = 's*'",
    ] {
        assert_eq!(load(&rule(when, "x")).map(drop), Ok(()), "{when}");
    }
}

#[test]
fn lists_of_events_are_not_empty() {
    let cases = [
        ("event = []", "an empty list matches no event; leave it out to match every event"),
        (
            "event = { except = ['push', 'pull-request', 'merge-queue', 'schedule', 'manual', \
             'api', 'pipeline', 'deployment', 'release'] }",
            "can never match: every event is excepted",
        ),
    ];
    for (when, message) in cases {
        let error = load(&rule(when, "x")).unwrap_err();
        assert_eq!(error.to_string(), format!("rules[0].when.event: {message}"));
        assert_eq!(error.kind(), Kind::NeverFires);
    }
}

/// Each refusal of a placeholder says what `when` needs; with that, the rule loads.
#[test]
fn what_when_needs_is_enough() {
    for (placeholder, when) in [
        ("slug", "branch, default-branch, tag, release or pull-request"),
        ("pr", "pull-request"),
        ("version", "tag or release"),
        ("major", "release"),
    ] {
        let error = load(&rule("", &format!("x-{{{placeholder}}}"))).unwrap_err();
        assert!(error.to_string().ends_with(&format!("; when needs {when}")), "{error}");
        for key in when.split(", ").flat_map(|keys| keys.split(" or ")) {
            let value = if key == "default-branch" { "true" } else { "{}" };
            let part = rule(&format!("{key} = {value}"), &format!("x-{{{placeholder}}}"));
            assert_eq!(load(&part).map(drop), Ok(()), "{part}");
        }
    }
}

#[test]
fn a_placeholder_needs_conditions_that_supply_it() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = {}, tags = ["x", "y-{slug}"] }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[1]",
            Some(2),
            "{slug} at byte 2 has no value for a detached commit; when needs branch, default-branch, tag, release or pull-request",
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "*" }, tags = "x-{branch}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{branch} at byte 2 has no value for a git tag; when needs branch, default-branch or pull-request",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "*" }, tags = "x-{pr}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{pr} at byte 2 has no value for a branch; when needs pull-request",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "*" }, tags = "{version}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{version} at byte 0 has no value for a branch; when needs tag or release",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = "{prerelease}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            r#"{prerelease} at byte 0 has no value for a final version; when needs release with prerelease = "only""#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "*" }, tags = "{major}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{major} at byte 0 has no value for a git tag that is not a version; when needs release",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "{project_path}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{project_path} at byte 0 is not for tags; use it in names, labels, build args and env",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = "x-{title}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{title} at byte 2 is not for tags; use it in labels and build args",
        ),
    ]);
}

const CONDITIONS: [&str; 14] = [
    "branch = {}",
    "branch = \"main\"",
    "default-branch = true",
    "pull-request = { target = \"main\" }",
    "tag = \"v*\"",
    "release = {}",
    "release.prerelease = \"only\"",
    "event = 'schedule'",
    "",
    "event = 'release'",
    "event = ['pull-request', 'merge-queue']",
    "event = { except = ['manual', 'api', 'pipeline', 'deployment', 'push'] }",
    "fork = true",
    "fork = false, protected = true, project = 's*'",
];

/// Whether `x-{…}` loads under each of these conditions: `+` does, `.` nothing supplies it,
/// `!` it could be illegal.
const MATRIX: [(&str, &str); 29] = [
    // branch main default pull tag release prerelease schedule none
    // event: release, pull requests, of all but detached; fork, others
    ("short_sha", "++++++++++++++"),
    ("sha", "++++++++++++++"),
    ("head_sha", "++++++++++++++"),
    ("short_head_sha", "++++++++++++++"),
    ("created", "!!!!!!!!!!!!!!"),
    ("created:%Y%m%d", "++++++++++++++"),
    ("committed:%s", "++++++++++++++"),
    ("project", "++++++++++++++"),
    ("run_number", "++++++++++++++"),
    ("slug", "++++++++.++++."),
    ("branch", "!+!!......!.!."),
    ("target_branch", "...+......!.!."),
    ("default_branch", "!!!!......!.!."),
    ("pr", "...+......+.+."),
    ("git_tag", "....+++..+...."),
    ("version", "....+++..+...."),
    ("major", ".....++......."),
    ("minor", ".....++......."),
    ("patch", ".....++......."),
    ("prerelease", "......+......."),
    ("project_path", ".............."),
    ("source_url", ".............."),
    ("title", ".............."),
    ("description", ".............."),
    ("licenses", ".............."),
    ("image_tag", ".............."),
    ("reference", ".............."),
    ("pull_reference", ".............."),
    ("committed", "!!!!!!!!!!!!!!"),
];

#[test]
fn conditions_supply_their_placeholders() {
    for (placeholder, expected) in MATRIX {
        let found: String = CONDITIONS
            .iter()
            .map(|when| match load(&rule(when, &format!("x-{{{placeholder}}}"))) {
                Ok(_) => '+',
                Err(error) if error.kind() == Kind::UnavailablePlaceholder => '.',
                Err(error) if error.kind() == Kind::IllegalResult => '!',
                Err(error) => panic!("{error}"),
            })
            .collect();
        assert_eq!(found, expected, "{placeholder}");
    }
}

/// `+` it loads, `.` nothing supplies it there, `!` it could be illegal there.
const OUTSIDE: [(&str, &str); 24] = [
    // name cache build-arg label env
    ("short_sha", "+++++"),
    ("sha", "+++++"),
    ("head_sha", "+++++"),
    ("short_head_sha", "+++++"),
    ("created", "!!+++"),
    ("created:%Y%m%d", "+++++"),
    ("committed", "!!+++"),
    ("slug", "+++++"),
    ("branch", "!!++!"),
    ("target_branch", "!!++!"),
    ("default_branch", "..++!"),
    ("pr", "+++++"),
    ("git_tag", "+++++"),
    ("version", "+++++"),
    ("major", "+++++"),
    ("minor", "+++++"),
    ("patch", "+++++"),
    ("prerelease", "+++++"),
    ("project", "+++++"),
    ("project_path", "+++++"),
    ("run_number", "+++++"),
    ("image_tag", "..+++"),
    ("reference", "..+++"),
    ("pull_reference", "..+++"),
];

#[test]
fn each_place_takes_its_placeholders() {
    for (placeholder, expected) in OUTSIDE {
        let image = |name: &str, more: &str| {
            format!(
                "slug = {{ edges = \"trim\", empty = \"none\" }}\n\
                 images = [{{ name = \"{name}\", push = \"r.io\", case = \"lower\"{more} }}]"
            )
        };
        let outcome = |part: &str| match load(part) {
            Ok(_) => '+',
            Err(error) if error.kind() == Kind::UnavailablePlaceholder => '.',
            Err(error) if error.kind() == Kind::IllegalResult => '!',
            Err(error) => panic!("{error}"),
        };
        // Of a name, under the conditions that supply the placeholder, if there are any.
        let named = |part: String| {
            let conditions = ["branch = {}", "pull-request = {}", "release.prerelease = \"only\""];
            let all = conditions.map(|when| outcome(&format!("{part}\n{}", rule(when, "x"))));
            *all.iter().find(|one| **one != '.').unwrap_or(&'.')
        };
        let found = [
            named(image(&format!("x-{{{placeholder}}}"), "")),
            named(image("app", &format!(", cache = \"x-{{{placeholder}}}\""))),
            outcome(&format!("build-args = [\"A={{{placeholder}}}\"]")),
            outcome(&format!("labels = [\"A={{{placeholder}}}\"]")),
            outcome(&format!("env = [\"A={{{placeholder}}}\"]")),
        ];
        let found = String::from_iter(found);
        assert_eq!(found, expected, "{placeholder}");
    }
}
