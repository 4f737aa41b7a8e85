//! Messages that sent people the wrong way: each by its mistake, with what it says now,
//! and with what loads once that is done.

use tagwright::{CiContext, Policy};

use crate::given::git_tag;

const HEAD: &str = "version = 1\nimages = [{ name = \"app\", push = \"r.example.com\" }]\n";

/// What somebody writes, what is said of it, and what they then write.
struct Case {
    name: &'static str,
    wrong: &'static str,
    message: &'static str,
    right: &'static str,
}

const fn case(
    name: &'static str,
    wrong: &'static str,
    message: &'static str,
    right: &'static str,
) -> Case {
    Case { name, wrong, message, right }
}

/// The rest of a rule.
const OF_RULES: &[Case] = &[
    case(
        "the number of a pull request, where there is one",
        "when = { pull-request = {} }\ntags = \"pr-{pr_number}\"",
        r#"rules[0].tags[0]: "{pr_number}" at byte 3 is no placeholder; did you mean {pr}?"#,
        "when = { pull-request = {} }\ntags = \"pr-{pr}\"",
    ),
    case(
        "the number of a pull request, where there is none",
        "when = { branch = \"main\" }\ntags = \"pr-{pr_number}\"",
        r#"rules[0].tags[0]: "{pr_number}" at byte 3 is no placeholder; did you mean {pr}? It has no value for a branch; when needs pull-request"#,
        "when = { pull-request = {} }\ntags = \"pr-{pr}\"",
    ),
    case(
        "a commit is no instant of one",
        "when = { branch = \"main\" }\ntags = \"{commit}\"",
        r#"rules[0].tags[0]: "{commit}" at byte 0 is no placeholder; did you mean {sha}?"#,
        "when = { branch = \"main\" }\ntags = \"{sha}\"",
    ),
    case(
        "a brace is closed",
        "when = { branch = \"main\" }\ntags = \"b-{slug-{short_sha}\"",
        r#"rules[0].tags[0]: "{slug-{short_sha}" at byte 2 is no placeholder; did you mean {slug}?"#,
        "when = { branch = \"main\" }\ntags = \"b-{slug}-{short_sha}\"",
    ),
    case(
        "a list holds what may be there",
        "when = { branch = \"main\" }\ntags = \"{nonsense}\"",
        r#"rules[0].tags[0]: "{nonsense}" at byte 0 is no placeholder; here there are {short_sha} {sha} {head_sha} {short_head_sha} {created} {committed} {slug} {branch} {default_branch} {project} {run_number}"#,
        "when = { branch = \"main\" }\ntags = \"{slug}\"",
    ),
    case(
        "both of two conditions are meant: a pull request into a branch",
        "when = { branch = \"main\", pull-request = {} }\ntags = \"a\"",
        r#"rules[0].when: branch and pull-request never hold together: branch needs a branch, pull-request a pull request; for pull requests into a branch write pull-request = { target = "main" }; if either is enough, write a rule for each"#,
        "when = { pull-request = { target = \"main\" } }\ntags = \"a\"",
    ),
    case(
        "both of two conditions are meant: a pull request into the default branch",
        "when = { default-branch = true, pull-request = {} }\ntags = \"a\"",
        r#"rules[0].when: pull-request and default-branch never hold together: pull-request needs a pull request, default-branch a branch; for pull requests into a branch write pull-request = { target = "main" }; if either is enough, write a rule for each"#,
        "when = { pull-request = { target = \"main\" } }\ntags = \"a\"",
    ),
    case(
        "no ref is a branch and a git tag",
        "when = { branch = \"main\", tag = \"v*\" }\ntags = \"a\"",
        "rules[0].when: branch and tag never hold together: branch needs a branch, tag a git tag; leave one out; if either is enough, write a rule for each",
        "when = { tag = \"v*\" }\ntags = \"a\"",
    ),
    case(
        "one of several alternatives",
        "when = [{ branch = \"main\" }, { tag = \"v*\" }]\ntags = \"a\"",
        "rules[0].when: expected a table such as { branch = \"main\" } or { default-branch = true }, found a list; write a rule for each of them",
        "when = { branch = \"main\" }\ntags = \"a\"\n[[rules]]\nname = \"b\"\nwhen = { tag = \"v*\" }\ntags = \"a\"",
    ),
    case(
        "a slug of one rule is not a question of TOML's order",
        "when = { branch = \"main\" }\ntags = \"x{slug}\"\nslug = \"dns-label\"",
        "rules[0].slug: unknown key; write [slugs.NAME] and {slug:NAME} for a slug of this rule alone, or slug before the first table for all rules",
        "when = { branch = \"main\" }\ntags = \"x{slug:dns}\"\n[slugs.dns]\npreset = \"dns-label\"",
    ),
    case(
        "an image of one rule is not a question of TOML's order",
        "when = { branch = \"main\" }\ntags = \"a\"\nimages = []",
        "rules[0].images: unknown key; write rules = [\"NAME\"] in an image, to push the tags of some rules to it alone",
        "when = { branch = \"main\" }\ntags = \"a\"\n[[rules]]\nname = \"b\"\nwhen = { tag = \"v*\" }\ntags = \"a\"",
    ),
    case(
        "a setting that no part has is a question of TOML's order too",
        "when = { branch = \"main\" }\ntags = \"a\"\nshort-sha = 7",
        "rules[0].short-sha: unknown key; the whole document has it, and no part of it has its own; in TOML it belongs before the first table",
        "when = { branch = \"main\" }\ntags = \"a\"",
    ),
    case(
        "the flags of a regex",
        "when = { branch = \"/^main$/i\" }\ntags = \"a\"",
        r#"rules[0].when.branch: "/^main$/i" has text after the regex; write "/(?i)^main$/""#,
        "when = { branch = \"/(?i)^main$/\" }\ntags = \"a\"",
    ),
    case(
        "the length of a sha",
        "when = { branch = \"main\" }\ntags = \"{sha:7}\"",
        "rules[0].tags[0]: at byte 0, {sha} takes no length; write {short_sha}, and set short-sha = 7",
        "when = { branch = \"main\" }\ntags = \"{short_sha}\"",
    ),
    case(
        "two changes are told at once",
        "when = { branch = \"*\" }\ntags = [\"{slug}\"]",
        r#"rules[0].tags[0]: "{slug}" can give an illegal tag: branch "_" would give "-": unexpected '-' at byte 0; begin the template with a letter or a digit, or set slug.edges = "trim" and slug.empty = "unnamed""#,
        "when = { branch = \"*\" }\ntags = [\"{slug}\"]\n[slug]\nedges = \"trim\"\nempty = \"unnamed\"",
    ),
    case(
        "a regex without a bound",
        "when = { branch = \"/release-[0-9]+/\" }\ntags = \"{branch}\"",
        r#"rules[0].tags[0]: "{branch}" can give an illegal tag: branch "release-11111111111111111111111111111111111111111111111111111111…" would give "release-11111111111111111111111111111111111111111111111111111111…": 129 bytes are 1 over the limit of 128; bound the pattern, as in "/release-[0-9]{1,60}/", or use {slug}"#,
        "when = { branch = \"/release-[0-9]{1,60}/\" }\ntags = \"{branch}\"",
    ),
    case(
        "two regexes without a bound",
        "when = { branch = [\"/a[0-9]+/\", \"/b[0-9]+/\"] }\ntags = \"x-{branch}-{short_sha}\"",
        r#"rules[0].tags[0]: "x-{branch}-{short_sha}" can give an illegal tag: branch "a111111111111111111111111111111111111111111111111111111111111111…" would give "x-a1111111111111111111111111111111111111111111111111111111111111…": 129 bytes are 1 over the limit of 128; bound the pattern, as in "/a[0-9]{1,60}/" and "/b[0-9]{1,60}/", or use {slug}"#,
        "when = { branch = [\"/a[0-9]{1,60}/\", \"/b[0-9]{1,60}/\"] }\ntags = \"x-{branch}-{short_sha}\"",
    ),
    case(
        "the branch that a pull request goes into has no slug",
        "when = { pull-request = {} }\ntags = \"into-{target_branch}\"",
        r#"rules[0].tags[0]: "into-{target_branch}" cannot be proved to give a legal tag; say which branches it may be, as in pull-request = { target = "main" }"#,
        "when = { pull-request = { target = \"main\" } }\ntags = \"into-{target_branch}\"",
    ),
    case(
        "a variable of GitLab",
        "when = { branch = \"main\" }\ntags = \"$CI_COMMIT_SHORT_SHA\"",
        "rules[0].tags[0]: at byte 0, $CI_COMMIT_SHORT_SHA is a variable, and a template reads none; write {short_sha}",
        "when = { branch = \"main\" }\ntags = \"{short_sha}\"",
    ),
    case(
        "a short word for a pull request",
        "when = { pr = {} }\ntags = \"pr-{pr}\"",
        "rules[0].when.pr: unknown key; write pull-request",
        "when = { pull-request = {} }\ntags = \"pr-{pr}\"",
    ),
    case(
        "no slug, and no remedy about one",
        "when = { branch = \"main\" }\ntags = \"-{short_sha}\"",
        r#"rules[0].tags[0]: "-{short_sha}" can give an illegal tag: branch "main" would give "-a1b2c3d8": unexpected '-' at byte 0; begin the template with a letter or a digit"#,
        "when = { branch = \"main\" }\ntags = \"a-{short_sha}\"",
    ),
    case(
        "no slug, and no remedy about one, where a tag is too long",
        "when = { branch = \"main\" }\ntags = \"{sha}-{head_sha}\"",
        r#"rules[0].tags[0]: "{sha}-{head_sha}" can give an illegal tag: branch "main" would give "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334a1b2c3d8e5f60718293a4b5c…": 129 bytes are 1 over the limit of 128; use {short_sha}"#,
        "when = { branch = \"main\" }\ntags = \"{short_sha}-{head_sha}\"",
    ),
    case(
        "every release",
        "when = { release = true }\ntags = \"{version}\"",
        "rules[0].when.release: expected a table, found a boolean; write release = {}",
        "when = { release = {} }\ntags = \"{version}\"",
    ),
    case(
        "the name of the default branch",
        "when = { default-branch = \"main\" }\ntags = \"a\"",
        r#"rules[0].when.default-branch: expected true or false, found a string; write default-branch = true, or branch = "main""#,
        "when = { default-branch = true }\ntags = \"a\"",
    ),
    case(
        "a boolean in quotes",
        "when = { protected = \"true\" }\ntags = \"a\"",
        "rules[0].when.protected: expected true or false, found a string; write true without quotes",
        "when = { protected = true }\ntags = \"a\"",
    ),
    case(
        "an event of another type",
        "when = { event = [true] }\ntags = \"a\"",
        "rules[0].when.event[0]: expected push, pull-request, merge-queue, schedule, manual, api, pipeline, deployment or release, found a boolean",
        "when = { event = [\"push\"] }\ntags = \"a\"",
    ),
];

/// A whole document but for its version, its image and a rule.
const OF_DOCUMENTS: &[Case] = &[
    case(
        "an assignment that is no string",
        "env = [5]",
        r#"env[0]: expected a string such as "KEY=value", found a number"#,
        "env = [\"KEY=value\"]",
    ),
    case(
        "one of several words",
        "slug = { case = true }",
        "slug.case: expected keep or lower, found a boolean",
        "slug = { case = \"lower\" }",
    ),
    case(
        "what tags fit",
        "fits = 63",
        "fits: expected kubernetes-label or dns-label, found a number",
        "fits = \"kubernetes-label\"",
    ),
    case(
        "a time zone",
        "timezone = 9",
        r#"timezone: expected a string such as "+09:00", found a number"#,
        "timezone = \"+09:00\"",
    ),
    case(
        "the image of the builder",
        "builder = [\"docker:27-cli\"]",
        r#"builder: expected an image such as "docker:27-cli" or a table such as { image = "docker:27-cli" }, found a list"#,
        "builder = \"docker:27-cli\"",
    ),
    case(
        "slugs without names",
        "slugs = [\"gitlab-ref\"]",
        "slugs: expected a table such as { short = { max-length = 20 } }, found a list",
        "slugs = { short = { max-length = 20 } }",
    ),
    case(
        "values without names",
        "values = [\"build\"]",
        "values: expected a table such as { build = { pattern = \"/[0-9]{1,9}/\" } }, found a list",
        "values = { build = { pattern = \"/[0-9]{1,9}/\" } }",
    ),
];

/// A context but for its project, and what is said of it.
const OF_CONTEXTS: &[Case] = &[
    case(
        "a hyphen in a key",
        r#""sha": SHA, "branch": "main", "default-branch": "main""#,
        "default-branch: unknown key; did you mean default_branch?",
        r#""sha": SHA, "branch": "main", "default_branch": "main""#,
    ),
    case(
        "a commit is no instant of one",
        r#""commit": SHA, "branch": "main""#,
        "commit: unknown key; write sha",
        r#""sha": SHA, "branch": "main""#,
    ),
    case(
        "a ref in full",
        r#""sha": SHA, "ref": "refs/heads/main""#,
        "ref: unknown key; write branch or tag, with the short name",
        r#""sha": SHA, "branch": "main""#,
    ),
    case(
        "a short word for a pull request",
        r#""sha": SHA, "pr": 12"#,
        "pr: unknown key; write pull_request",
        r#""sha": SHA, "pull_request": { "number": 12, "source": "feature/search" }"#,
    ),
    case(
        "the number of a pull request alone",
        r#""sha": SHA, "pull_request": 12"#,
        r#"pull_request: expected a table, found a number; write { "number": 12, "source": "feature/search" }"#,
        r#""sha": SHA, "pull_request": { "number": 12, "source": "feature/search" }"#,
    ),
    case(
        "the output of git tag",
        r#""sha": SHA, "branch": "main", "versions": "v1.0.0\nv1.1.0""#,
        r#"versions: expected a list such as ["v1.0.0"], found a string"#,
        r#""sha": SHA, "branch": "main", "versions": ["v1.0.0"]"#,
    ),
    case(
        "values without names",
        r#""sha": SHA, "branch": "main", "values": ["v1.2"]"#,
        r#"values: expected a table such as { "describe": "v1.2-3-gabc1234" }, found a list"#,
        r#""sha": SHA, "branch": "main", "values": { "describe": "v1.2-3-gabc1234" }"#,
    ),
    case(
        "seconds since 1970",
        r#""sha": SHA, "branch": "main", "created": 1773824400"#,
        r#"created: expected a string such as "2026-03-18T09:00:00Z", found a number"#,
        r#""sha": SHA, "branch": "main", "created": "2026-03-18T09:00:00Z""#,
    ),
];

#[track_caller]
fn check(Case { name, wrong, message, right }: &Case, read: impl Fn(&str) -> Result<(), String>) {
    assert_eq!(read(wrong).unwrap_err().trim_end(), *message, "{name}");
    assert_eq!(read(right), Ok(()), "{name}: what the message says");
}

fn load(text: &str) -> Result<(), String> {
    toml::from_str::<Policy>(text).map(drop).map_err(|error| error.to_string())
}

#[test]
fn of_rules() {
    for case in OF_RULES {
        check(case, |part| load(&format!("{HEAD}[[rules]]\nname = \"a\"\n{part}\n")));
    }
}

#[test]
fn of_documents() {
    for case in OF_DOCUMENTS {
        check(case, |part| {
            // A slug that no template uses is refused.
            let tag = if part.contains("short =") { "x{slug:short}" } else { "x" };
            let rules = format!("rules = [{{ name = 'a', when.branch = 'main', tags = '{tag}' }}]");
            load(&format!("{HEAD}{rules}\n{part}\n"))
        });
    }
}

#[test]
fn of_contexts() {
    let sha = format!("\"{}\"", crate::given::SHA);
    for case in OF_CONTEXTS {
        check(case, |part| {
            let text = format!("{{ \"project\": \"app\", {} }}", part.replace("SHA", &sha));
            serde_json::from_str::<CiContext>(&text).map(drop).map_err(|error| error.to_string())
        });
    }
}

/// Versions of which none is one say no more than no versions, and are named.
#[test]
fn versions_that_are_none() {
    let policy = crate::given::policy(
        "[[rules]]\nname = \"a\"\nwhen = { release = {} }\n\
         tags = [{ tag = \"latest\", moves = \"highest\" }]\n",
    );
    let tags = |versions: &[&str]| {
        let context = git_tag("v1.0.0").with_versions(versions.iter().copied()).unwrap();
        policy
            .plan(&context)
            .map(|plan| plan.tags().primary().tag.to_string())
            .map_err(|error| error.to_string())
    };
    let message = "no tag is known to move to git tag \"v1.0.0\": every tag of a moves only to the \
                   highest version; none of the \"versions\" that the context gives is one, as \
                   \"nightly\" is not; give it the git tags that exist";
    assert_eq!(tags(&["nightly", "x"]), Err(message.into()));
    assert_eq!(tags(&["nightly", "v1.0.0"]), Ok("latest".into()));
    let message = "rule a: the \"versions\" of the context lack git tag \"v1.0.0\", which is built, so \
                   others may be missing too; fetch all git tags (git fetch --tags), and give each";
    assert_eq!(tags(&[]), Err(message.into()));
}
