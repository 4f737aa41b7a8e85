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
fn a_placeholder_needs_a_trigger_that_supplies_it() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = ["x", "y-{slug}"] }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[1]",
            Some(2),
            "{slug} at byte 2 needs a branch, tag, release or pull-request trigger",
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "*" }, tags = "x-{branch}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{branch} at byte 2 needs a branch, default-branch or pull-request trigger",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "*" }, tags = "x-{pr}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{pr} at byte 2 needs a pull-request trigger",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "*" }, tags = "{version}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{version} at byte 0 needs a tag or release trigger",
        ),
        (
            r#"rules = [{ name = "a", when = { release = {} }, tags = "{prerelease}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            r#"{prerelease} at byte 0 needs a release trigger with prerelease = "only""#,
        ),
        (
            r#"rules = [{ name = "a", when = { tag = "*" }, tags = "{major}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{major} at byte 0 needs a release trigger",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "{project_path}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(0),
            "{project_path} at byte 0 is not for tags; it stands in names, labels, build args and env",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x-{title}" }]"#,
            Kind::UnavailablePlaceholder,
            "rules[0].tags[0]",
            Some(2),
            "{title} at byte 2 is not for tags; it stands in labels and build args",
        ),
    ]);
}

const TRIGGERS: [&str; 9] = [
    "branch = {}",
    "branch = \"main\"",
    "default-branch = {}",
    "pull-request = { target = \"main\" }",
    "tag = \"v*\"",
    "release = {}",
    "release.prerelease = \"only\"",
    "schedule = {}",
    "any = {}",
];

/// Whether `x-{…}` loads under each trigger: `+` does, `.` nothing supplies it,
/// `!` it could be illegal.
const MATRIX: [(&str, &str); 29] = [
    // branch main default pull tag release prerelease schedule any
    ("short_sha", "+++++++++"),
    ("sha", "+++++++++"),
    ("head_sha", "+++++++++"),
    ("short_head_sha", "+++++++++"),
    ("created", "!!!!!!!!!"),
    ("created:%Y%m%d", "+++++++++"),
    ("committed:%s", "+++++++++"),
    ("project", "+++++++++"),
    ("run_number", "+++++++++"),
    ("slug", "+++++++.."),
    ("branch", "!+!!....."),
    ("target_branch", "...+....."),
    ("default_branch", "!!!!....."),
    ("pr", "...+....."),
    ("git_tag", "....+++.."),
    ("version", "....+++.."),
    ("major", ".....++.."),
    ("minor", ".....++.."),
    ("patch", ".....++.."),
    ("prerelease", "......+.."),
    ("project_path", "........."),
    ("source_url", "........."),
    ("title", "........."),
    ("description", "........."),
    ("licenses", "........."),
    ("image_tag", "........."),
    ("reference", "........."),
    ("pull_reference", "........."),
    ("committed", "!!!!!!!!!"),
];

#[test]
fn each_trigger_supplies_its_placeholders() {
    for (placeholder, expected) in MATRIX {
        let found: String = TRIGGERS
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
        // Of a name, under the triggers that supply the placeholder, if there are any.
        let named = |part: String| {
            let triggers = ["branch = {}", "pull-request = {}", "release.prerelease = \"only\""];
            let all = triggers.map(|when| outcome(&format!("{part}\n{}", rule(when, "x"))));
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
