use tagwright::document::PolicyErrorKind as Kind;
use tagwright::{CiContext, ImageName, TagKind};

use super::{Row, assert_refused, tags};
use crate::given::{branch, git_tag, load, policy};

/// A policy of one rule.
fn of_rule(when: &str, tags: &str) -> String {
    format!("rules = [{{ name = \"r\", when = {{ {when} }}, tags = {tags} }}]")
}

/// The tag of each name under a rule for branches.
#[track_caller]
fn assert_captured(patterns: &str, tag: &str, rows: &[(&str, &str)]) {
    let policy = policy(&of_rule(&format!("branch = {patterns}"), tag));
    for (name, expected) in rows {
        assert_eq!(tags(&policy, &branch(name)).unwrap(), [*expected], "{patterns}: {name}");
    }
}

#[test]
fn a_group_is_a_placeholder() {
    assert_captured(
        r"'/release\/v(?<line>[0-9]{1,5}\.[0-9]{1,5})/'",
        "'{line}-{short_sha}'",
        &[("release/v1.20", "1.20-a1b2c3d8")],
    );
    assert_captured("'/f-(?P<x>[a-z]{1,9})/'", "'{x}'", &[("f-a", "a"), ("f-search", "search")]);
    assert_captured("'/(?<all>[a-z]{1,9})/'", "'{all}-{all}'", &[("main", "main-main")]);
    // It may be empty.
    assert_captured("'/(?<x>a?)b/'", "'x-{x}'", &[("ab", "x-a"), ("b", "x-")]);
    // Letters stay as they are.
    assert_captured("'/(?i)(?<x>A{1,3})-.*/'", "'{x}'", &[("aA-x", "aA"), ("AAA-", "AAA")]);
    // As a regex captures: as much as it can, or as little.
    let (greedy, lazy) = ("(?<x>[a-z]{1,5})(?<y>[a-z]{0,5})", "(?<x>[a-z]{1,5}?)(?<y>[a-z]{0,5})");
    assert_captured(&format!("'/{greedy}/'"), "'{x}.{y}'", &[("abcdef", "abcde.f")]);
    assert_captured(&format!("'/{lazy}/'"), "'{x}.{y}'", &[("abcdef", "a.bcdef")]);
    // One in another.
    assert_captured(
        r"'/v(?<line>(?<first>[0-9]{1,4})\.[0-9]{1,4})\..*/'",
        "'{line}-{first}'",
        &[("v1.20.3", "1.20-1")],
    );
    assert_captured("'/(?x) (?<x> [a-z]{1,5} ) - .*/'", "'{x}'", &[("ab-c", "ab")]);
}

/// The first pattern that matches supplies every value.
#[test]
fn each_pattern_of_a_list_sets_it() {
    let both = r"['/(feature|fix)\/(?<topic>[a-z]{1,9})/', '/(?<topic>[a-z]{1,4}).*/']";
    assert_captured(both, "'x-{topic}'", &[("fix/a", "x-a"), ("wxyz", "x-wxyz")]);
    let in_table = r"{ matching = ['/a(?<x>[0-9])/', '/b(?<x>[a-z])/'], except = 'bx' }";
    assert_captured(in_table, "'{x}'", &[("a1", "1"), ("bc", "c")]);
}

/// The branch, the git tag, the branch that a pull request comes from, the variant.
#[test]
fn a_name_of_each_kind_is_captured_from() {
    let policy = policy(
        r#"
variants = { "py3.12-alpine" = "-alpine", "py3.13-debian" = "-debian" }

[[rules]]
name = "tag"
when = { tag = '/(?<component>[a-z]{1,9})@(?<line>[0-9]\.[0-9])\.[0-9]/' }
tags = "{component}-{line}"

[[rules]]
name = "release"
when = { release = {}, tag = '/v(?<first>[0-9])\..*/' }
tags = "first-{first}"

[[rules]]
name = "request"
when = { pull-request = { source = '/(?<user>[a-z]{1,9})\/.*/', target = "main" } }
tags = "pr-{user}-{pr}"

[[rules]]
name = "variant"
when = { branch = "main", variant = '/py(?<python>[0-9.]+)-(?<system>.*)/' }
tags = { tag = "{system}-{python}", affix = false }
"#,
    );
    let planned = |context: CiContext| tags(&policy, &context).unwrap();
    assert_eq!(planned(git_tag("api@1.4.0")), ["api-1.4"]);
    assert_eq!(planned(git_tag("v2.0.0")), ["first-2"]);
    let variant = |name| branch("main").with_variant(name).unwrap();
    assert_eq!(planned(variant("py3.12-alpine")), ["alpine-3.12"]);
    assert_eq!(planned(variant("py3.13-debian")), ["debian-3.13"]);
    let request = serde_json::from_str::<CiContext>(
        r#"{"project":"server","sha":"a1b2c3d8e5f60718293a4b5c6d7e8f9001122334","pull_request":{"number":7,"source":"kim/x","target":"main"}}"#,
    );
    assert_eq!(planned(request.unwrap()), ["pr-kim-7"]);
}

/// An image whose only rule captures may be called after what is captured, and so may
/// its cache.
#[test]
fn names_of_images_have_captures() {
    let policy = policy(
        r#"
[[images]]
name = "{component}"
push = "r.example.com"
cache = "{component}/cache"
rules = ["component"]

[[images]]
name = "all"
push = "r.example.com"
rules = ["branch"]

[[rules]]
name = "component"
when = { tag = '/(?<component>[a-z]{2,9})@.*/' }
tags = "{short_sha}"

[[rules]]
name = "branch"
when = { branch = "*" }
tags = "{short_sha}"
"#,
    );
    let plan = policy.plan(&git_tag("api@1")).unwrap();
    assert_eq!(plan.image().as_str(), "r.example.com/api");
    let image = plan.images().next().unwrap();
    assert_eq!(image.cache.map(ImageName::as_str), Some("r.example.com/api/cache"));
    assert_eq!(policy.plan(&branch("a")).unwrap().image().as_str(), "r.example.com/all");
}

/// The only rule of a policy is the only rule of each image.
#[test]
fn the_only_rule_needs_no_list() {
    let policy = policy(
        r#"
images = [{ name = "app-{system}", push = "r.example.com" }]
variants = { "py3-alpine" = "-alpine", "py3-debian" = "-debian" }
rules = [{ name = "r", when = { branch = "*", variant = '/py3-(?<system>[a-z]+)/' }, tags = "{short_sha}" }]
"#,
    );
    let plan = policy.plan(&branch("a").with_variant("py3-alpine").unwrap()).unwrap();
    assert_eq!(plan.image().as_str(), "r.example.com/app-alpine");
}

#[test]
fn a_slug_of_a_capture() {
    let policy = policy(
        r#"
[slugs]
rest = { of = "rest", case = "lower", max-length = 8 }
host = { preset = "dns-label", of = "rest" }

[[rules]]
name = "r"
when = { branch = '/feature\/(?<rest>.*)/' }
tags = ["b-{slug:rest}", "{slug:host}", "{slug}"]
"#,
    );
    let planned = |name| tags(&policy, &branch(name)).unwrap();
    assert_eq!(planned("feature/Ab/c"), ["b-ab-c", "ab-c", "feature-Ab-c"]);
    assert_eq!(planned("feature/größe-x"), ["b-gr--e-x", "gr-e-x", "feature-gr--e-x"]);
    assert_eq!(planned("feature/ABCDEFGHIJ")[0], "b-abcdefgh");
    // Nothing is left of what is replaced at both ends.
    assert_eq!(planned("feature/-")[..2], ["b--", "unnamed"].map(String::from));
}

/// A regex reads bytes: where a group begins in the middle of a character, a slug still
/// has text to be made of.
#[test]
fn a_group_may_split_a_character() {
    let policy = policy(
        r#"
slugs.rest = { of = "rest" }
rules = [{ name = "r", when = { branch = '/x.(?<rest>.*)/' }, tags = "b-{slug:rest}" }]
"#,
    );
    assert_eq!(tags(&policy, &branch("xéa")).unwrap(), ["b--a"]);
    assert_eq!(tags(&policy, &branch("xaé")).unwrap(), ["b--"]);
}

/// A capture never makes a tag immutable.
#[test]
fn a_capture_names_no_build() {
    let policy = policy(&of_rule(
        "tag = '/v(?<all>[0-9][0-9a-z.]{0,20})/'",
        "['{all}', '{all}-{short_sha}']",
    ));
    let plan = policy.plan(&git_tag("v1.2.3")).unwrap();
    let kinds: Vec<_> = plan.tags().iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [TagKind::Floating, TagKind::Immutable]);
}

/// What is wrong, what is said, and what loads once that was done.
struct Case {
    wrong: &'static str,
    kind: Kind,
    path: &'static str,
    index: Option<usize>,
    message: &'static str,
    right: &'static str,
}

/// The rest of a rule with one tag.
const OF_RULES: &[Case] = &[
    Case {
        wrong: "when = { branch = '/(?<x>a)?b/' }, tags = 'x-{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(2),
        message: "{x} at byte 2 has no value for some of the names that match \"/(?<x>a)?b/\"; write \"/(?<x>a)b/\" here, and a rule of its own for the other names",
        right: "when = { branch = '/(?<x>a)b/' }, tags = 'x-{x}' }, { name = 's', when = { branch = 'b' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<x>a)|b/' }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 has no value for some of the names that match \"/(?<x>a)|b/\"; write \"/(?<x>a)/\" here, and a rule of its own for the other names",
        right: "when = { branch = '/(?<x>a)/' }, tags = '{x}' }, { name = 's', when = { branch = 'b' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/c((?<x>a|b)?|d){1}e/' }, tags = 'x-{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(2),
        message: "{x} at byte 2 has no value for some of the names that match \"/c((?<x>a|b)?|d){1}e/\"; write \"/c((?<x>a|b)){1}e/\" here, and a rule of its own for the other names",
        right: "when = { branch = '/c((?<x>a|b)){1}e/' }, tags = 'x-{x}' }, { name = 's', when = { branch = 'cde' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/((?<x>a)c){0,3}/' }, tags = 'x-{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(2),
        message: "{x} at byte 2 is captured several times from some of the names that match \"/((?<x>a)c){0,3}/\"; write \"/((?<x>a)c)/\"",
        right: "when = { branch = '/((?<x>a)c)/' }, tags = 'x-{x}'",
    },
    Case {
        wrong: "when = { branch = '/(?<x>[a-z]){1,9}-.*/' }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 is captured several times from some of the names that match \"/(?<x>[a-z]){1,9}-.*/\"; write \"/(?<x>(?:[a-z]){1,9})-.*/\"",
        right: "when = { branch = '/(?<x>(?:[a-z]){1,9})-.*/' }, tags = '{x}'",
    },
    Case {
        wrong: "when = { branch = '/((?<x>a)c)+/' }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 is captured several times from some of the names that match \"/((?<x>a)c)+/\"; write \"/((?<x>a)c)/\"",
        right: "when = { branch = '/((?<x>a)c)/' }, tags = '{x}'",
    },
    Case {
        wrong: "when = { branch = ['/(?<x>a)/', 'b'] }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 has no value for a name that matches \"b\"; move that pattern to a rule of its own",
        right: "when = { branch = '/(?<x>a)/' }, tags = '{x}' }, { name = 's', when = { branch = 'b' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<x>a)(?<x>b)/' }, tags = '{x}'",
        kind: Kind::Pattern,
        path: "rules[0].when.branch",
        index: Some(11),
        message: "invalid regex \"/(?<x>a)(?<x>b)/\": duplicate capture group name at byte 11; write a list of patterns, each with the group",
        right: "when = { branch = ['/(?<x>a)/', '/(?<x>b)/'] }, tags = '{x}'",
    },
    Case {
        wrong: "when = { branch = '/(?<x>a\\b)-.*/' }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 cannot be proved, as its group in \"/(?<x>a\\\\b)-.*/\" has \\b, \\B, a large set of characters beyond ASCII or a large repetition; leave those out of the group",
        right: "when = { branch = '/(?<x>a)\\b-.*/' }, tags = '{x}'",
    },
    Case {
        wrong: "when = { branch = { except = ['/wip-(?P<x>.*)-((?<y>a)|b)/', 'b'] } }, tags = 'x'",
        kind: Kind::Pattern,
        path: "rules[0].when.branch.except",
        index: None,
        message: "\"/wip-(?P<x>.*)-((?<y>a)|b)/\" has the group x, and an exception captures nothing; write \"/wip-(?:.*)-((?:a)|b)/\"",
        right: "when = { branch = { except = ['/wip-(?:.*)-((?:a)|b)/', 'b'] } }, tags = 'x'",
    },
    Case {
        wrong: "when = { project = '/(?<x>a)/' }, tags = 'x'",
        kind: Kind::Pattern,
        path: "rules[0].when.project",
        index: None,
        message: "\"/(?<x>a)/\" has the group x, and project captures nothing; write \"/(?:a)/\"",
        right: "when = { project = '/(?:a)/' }, tags = 'x'",
    },
    Case {
        wrong: "when = { pull-request = { target = '/(?<x>a)/' } }, tags = 'x'",
        kind: Kind::Pattern,
        path: "rules[0].when.pull-request.target",
        index: None,
        message: "\"/(?<x>a)/\" has the group x, and target captures nothing; write \"/(?:a)/\"",
        right: "when = { pull-request = { target = '/(?:a)/' } }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<sha>a)/' }, tags = 'x'",
        kind: Kind::Duplicate,
        path: "rules[0].when.branch",
        index: None,
        message: "{sha} is a placeholder of the language; choose another name",
        right: "when = { branch = '/(?<mine>a)/' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<My_Line>a)/' }, tags = 'x'",
        kind: Kind::InvalidValue,
        path: "rules[0].when.branch",
        index: None,
        message: "\"My_Line\" is not a valid name; write my_line, for instance",
        right: "when = { branch = '/(?<my_line>a)/' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<x_>a)/' }, tags = 'x'",
        kind: Kind::InvalidValue,
        path: "rules[0].when.branch",
        index: None,
        message: "\"x_\" is not a valid name; a capture is named by lower-case letters, digits and '_', and each part between '_' begins with a letter",
        right: "when = { branch = '/(?<x>a)/' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<a2345678901234567890123456789>a)/' }, tags = 'x'",
        kind: Kind::TooLarge,
        path: "rules[0].when.branch",
        index: None,
        message: "29 bytes in the name of a capture are over the limit of 28",
        right: "when = { branch = '/(?<a234567890123456789012345678>a)/' }, tags = 'x'",
    },
    Case {
        wrong: "when = { branch = '/(?<line>a)/' }, tags = '{lin}'",
        kind: Kind::UnknownPlaceholder,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "\"{lin}\" at byte 0 is no placeholder; did you mean {line}?",
        right: "when = { branch = '/(?<line>a)/' }, tags = '{line}'",
    },
    Case {
        wrong: "when = { branch = '/(?<line>a)/' }, tags = '{line:8}'",
        kind: Kind::Template,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "at byte 0, {line} takes no format; only {created} and {committed} do",
        right: "when = { branch = '/(?<line>a)/' }, tags = '{line}'",
    },
    Case {
        wrong: "when = { branch = '/(?<x>a)/' }, tags = 'x' }, { name = 's', when = { branch = 'b' }, tags = '{x}'",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[1].tags[0]",
        index: Some(0),
        message: "{x} at byte 0 is captured by the patterns of rule r; add the group (?<x>...) to those of this rule too",
        right: "when = { branch = '/(?<x>a)/' }, tags = 'x' }, { name = 's', when = { branch = '/(?<x>b)/' }, tags = '{x}'",
    },
    Case {
        wrong: "when = { release = {}, tag = '/v(?<x>[0-9]{1,9})\\..*/' }, tags = { tag = '{x}', moves = 'highest' }",
        kind: Kind::InvalidValue,
        path: "rules[0].tags[0].moves",
        index: None,
        message: "versions are compared by {major} and {minor}, and not by what is captured; write these in the tag instead, or leave it out",
        right: "when = { release = {}, tag = '/v(?<x>[0-9]{1,9})\\..*/' }, tags = { tag = '{major}', moves = 'highest' }",
    },
];

const LONG: &str = "\"x-{slug:a}\" can give an illegal tag: branch \"faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\" would give \"x-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\": 130 bytes are 2 over the limit of 128; slugs.a.max-length = 126 would fit";

/// The whole part of a policy.
const OF_POLICIES: &[Case] = &[
    Case {
        wrong: "values.x.pattern = 'a'\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = 'x-{x}' }]",
        kind: Kind::Duplicate,
        path: "rules[0].when",
        index: None,
        message: "{x} is a declared value; choose another name",
        right: "values.x.pattern = 'a'\nrules = [{ name = 'r', when = { branch = '/(?<y>a)/' }, tags = 'x-{x}' }]",
    },
    Case {
        wrong: "variants = { a = '-a' }\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/', variant = '/(?<x>a)/' }, tags = 'x' }]",
        kind: Kind::Duplicate,
        path: "rules[0].when.variant",
        index: None,
        message: "x is captured twice; give one group another name",
        right: "variants = { a = '-a' }\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/', variant = '/(?<y>a)/' }, tags = 'x' }]",
    },
    Case {
        wrong: "env = ['A={x}']\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = '{x}' }]",
        kind: Kind::UnavailablePlaceholder,
        path: "env[0]",
        index: Some(2),
        message: "{x} at byte 2 is captured by the patterns of rule r, for its tags and images alone; write {image_tag}, or {slug}",
        right: "env = ['A={image_tag}']\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = '{x}' }]",
    },
    Case {
        wrong: "labels = { a = '{slug:x}' }\nslugs.x.of = 'x'\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = '{slug:x}' }]",
        kind: Kind::UnavailablePlaceholder,
        path: "labels.a",
        index: Some(0),
        message: "{slug:x} at byte 0 is captured by the patterns of rule r, for its tags and images alone; write {image_tag}, or {slug}",
        right: "labels = { a = '{slug}' }\nslugs.x.of = 'x'\nrules = [{ name = 'r', when = { branch = '/(?<x>aa)/' }, tags = 'b-{slug:x}' }]",
    },
    Case {
        wrong: "images = [{ name = 'a-{x}', push = 'r.io' }]\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = '{x}' }, { name = 's', when = { branch = 'b' }, tags = 'x' }]",
        kind: Kind::UnavailablePlaceholder,
        path: "images[0].name",
        index: Some(2),
        message: "{x} at byte 2 is captured by the patterns of rule r; let the image be for that rule alone, rules = [\"r\"], and push the tags of other rules to another image",
        right: "images = [{ name = 'a-{x}', push = 'r.io', rules = ['r'] }, { name = 'bb', push = 'r.io', rules = ['s'] }]\nrules = [{ name = 'r', when = { branch = '/(?<x>a)/' }, tags = '{x}' }, { name = 's', when = { branch = 'b' }, tags = 'x' }]",
    },
    Case {
        wrong: "slugs.a.of = 'xyz'\nrules = [{ name = 'r', when = { branch = '/(?<xy>a)/' }, tags = 'x-{slug:a}' }]",
        kind: Kind::InvalidValue,
        path: "slugs.a.of",
        index: None,
        message: "no rule captures \"xyz\"; did you mean xy?",
        right: "slugs.a.of = 'xy'\nrules = [{ name = 'r', when = { branch = '/(?<xy>a)/' }, tags = 'x-{slug:a}' }]",
    },
    Case {
        wrong: "slugs.a.of = 'branch'\nrules = [{ name = 'r', when = { branch = '*' }, tags = 'x-{slug:a}' }]",
        kind: Kind::InvalidValue,
        path: "slugs.a.of",
        index: None,
        message: "no rule captures \"branch\"; add a named group to the patterns of a rule, as in branch = \"/feature/(?<rest>.*)/\" and of = \"rest\"",
        right: "slugs.a.of = 'rest'\nrules = [{ name = 'r', when = { branch = \"/feature/(?<rest>.*)/\" }, tags = 'x-{slug:a}' }]",
    },
    Case {
        wrong: "slugs.a.of = 'x'\nvariants = { a = '-a' }\nrules = [{ name = 'r', when = { branch = '*', variant = '/(?<x>a)/' }, tags = 'x-{slug:a}' }]",
        kind: Kind::UnavailablePlaceholder,
        path: "rules[0].tags[0]",
        index: Some(2),
        message: "{slug:a} at byte 2 is a slug of a variant, whose name is known; write {x}",
        right: "variants = { a = '-a' }\nrules = [{ name = 'r', when = { branch = '*', variant = '/(?<x>a)/' }, tags = 'x-{x}' }]",
    },
    Case {
        wrong: "slugs.a.of = 'x'\nrules = [{ name = 'r', when = { branch = '/f(?<x>.*)/' }, tags = '{slug:a}' }]",
        kind: Kind::IllegalResult,
        path: "rules[0].tags[0]",
        index: Some(0),
        message: "\"{slug:a}\" can give an illegal tag: branch \"f\" would give \"\": it is empty; put text before it, or set slugs.a.edges = \"trim\" and slugs.a.empty = \"unnamed\"",
        right: "slugs.a = { of = 'x', edges = \"trim\", empty = \"unnamed\" }\nrules = [{ name = 'r', when = { branch = '/f(?<x>.*)/' }, tags = '{slug:a}' }]",
    },
    Case {
        wrong: "slugs.a = { of = 'x', max-length = 128 }\nrules = [{ name = 'r', when = { branch = '/f(?<x>.*)/' }, tags = 'x-{slug:a}' }]",
        kind: Kind::IllegalResult,
        path: "rules[0].tags[0]",
        index: Some(2),
        message: LONG,
        right: "slugs.a = { of = 'x', max-length = 126 }\nrules = [{ name = 'r', when = { branch = '/f(?<x>.*)/' }, tags = 'x-{slug:a}' }]",
    },
];

#[test]
fn what_captures_nothing_is_refused_with_what_loads() {
    let rule = |rest: &str| format!("rules = [{{ name = 'r', {rest} }}]");
    let of_rules = OF_RULES.iter().map(|case| (case, rule(case.wrong), rule(case.right)));
    let whole = OF_POLICIES.iter().map(|case| (case, case.wrong.into(), case.right.into()));
    for (case, wrong, right) in of_rules.chain(whole) {
        let Case { kind, path, index, message, .. } = case;
        let row: Row<'_> = (&wrong, *kind, path, *index, message);
        assert_refused(&[row]);
        assert_eq!(load(&right).map(drop), Ok(()), "{message}");
    }
}

/// What is before the rules, a regex, a template, what is told, and the regex and the
/// template that are proposed.
const UNBOUNDED: &[[&str; 6]] = &[
    [
        "",
        "f(?<x>[0-9]+)",
        "{x}",
        "200 bytes are 72 over the limit of 128",
        "f(?<x>[0-9]{1,60})",
        "{slug:x}",
    ],
    [
        "",
        "f(?<x>[0-9]+)(a*)",
        "x-{x}-{x}",
        "over the limit of 128",
        "f(?<x>[0-9]{1,60})(a*)",
        "x-{slug:x}-{slug:x}",
    ],
    [
        "",
        "(?<x>a*)-(?<y>b*)",
        "x{x}-{y}",
        "over the limit of 128",
        "(?<x>a{0,60})-(?<y>b{0,60})",
        "",
    ],
    [
        "",
        "feature-(?<x>.*)",
        "x-{x}",
        "branch \"feature-+\" would give \"x-+\": unexpected '+' at byte 2",
        "feature-(?<x>[0-9A-Za-z][0-9A-Za-z._-]{0,59})",
        "x-{slug:x}",
    ],
    [
        "",
        "v(?<x>[.a]{1,9})",
        "{x}",
        "branch \"v.a\" would give \".a\": unexpected '.' at byte 0",
        "v(?<x>[0-9A-Za-z][0-9A-Za-z._-]{0,59})",
        "{slug:x}",
    ],
    [
        "",
        "(?<x>[a-z]{1,3}/[a-z]{1,3})",
        "{x}",
        "branch \"a/a\" would give \"a/a\": unexpected '/' at byte 1",
        "(?<x>[0-9A-Za-z][0-9A-Za-z._-]{0,59})",
        "{slug:x}",
    ],
    [
        "",
        "(?<x>[0-9]{1,3})(?<y>a{0,200})",
        "{x}.{y}",
        "over the limit of 128",
        "(?<x>[0-9]{1,3})(?<y>a{0,60})",
        "",
    ],
    [
        "",
        "(?<x>(a|b)+|c{1,200})",
        "{x}",
        "over the limit of 128",
        "(?<x>(a|b){1,60}|c{1,60})",
        "{slug:x}",
    ],
    [
        "fits = 'dns-label'",
        "(?<x>[A-Z]{1,9})",
        "a{x}",
        "branch \"A\" would give \"aA\": unexpected 'A' at byte 1",
        "(?<x>[0-9a-z]{1,60})",
        "a{slug:x}",
    ],
    [
        "",
        "x(?<x>é?)x",
        "a{x}",
        "branch \"xéx\" would give \"aé\"",
        "x(?<x>[0-9A-Za-z][0-9A-Za-z._-]{0,59})x",
        "a{slug:x}",
    ],
];

/// A counterexample is a ref that gives the text; a bound of the group and a slug both
/// load.
#[test]
fn a_capture_that_breaks_a_template_is_refused_with_a_bound() {
    for [head, regex, template, told, proposed, slugged] in UNBOUNDED {
        let of = |regex: &str, template: &str, slug: &str| {
            let rule = of_rule(&format!("branch = '/{regex}/'"), &format!("'{template}'"));
            format!("{head}\n{slug}\n{rule}")
        };
        let error = load(&of(regex, template, "")).unwrap_err();
        assert_eq!(error.kind(), Kind::IllegalResult, "{error}");
        let text = error.to_string();
        assert!(text.contains(told), "{text}");
        let is_short = slugged.matches("{slug:x}").count() > 1 || !head.is_empty();
        let length = if is_short { ", max-length = 62" } else { "" };
        let slug = format!("slugs.x = {{ of = \"x\", preset = \"gitlab-ref\"{length} }}");
        let quoted = format!("{:?}", format!("/{proposed}/"));
        let or = format!(", or write {{slug:x}} with {slug}");
        let or = if slugged.is_empty() { "" } else { &or };
        let proposal = format!("; bound the group, as in {quoted}{or}");
        assert!(text.ends_with(&proposal), "{text}");
        let counterexample = error.counterexample().expect("one was found");
        assert!(counterexample.text().len() > 1, "{text}");
        assert_eq!(load(&of(proposed, template, "")).map(drop), Ok(()), "{text}");
        if !slugged.is_empty() {
            assert_eq!(load(&of(regex, slugged, &slug)).map(drop), Ok(()), "{text}");
        }
    }
}

/// What git allows around a capture counts: no part of a name begins with a dot, and none
/// ends with one.
#[test]
fn a_capture_is_part_of_a_name() {
    for when in [
        r"branch = '/(?<x>[.a]{1,9})/'",
        r"branch = '/f\/((?i)(?<x>[.a]{1,9})|(b))/'",
        r"tag = '/f/(?<x>[a.]{1,9})-?/'",
        r"branch = ['/(?<x>[a.]{1,9})/', '/a/(?<x>\.?a)/']",
    ] {
        let when = when.replace("|(b)", "");
        assert_eq!(load(&of_rule(&when, "'{x}'")).map(drop), Ok(()), "{when}");
    }
    let error = |when| load(&of_rule(when, "'{x}'")).unwrap_err().to_string();
    assert!(error("branch = '/a(?<x>[.a]{1,9})/'").contains("branch \"a.a\" would give \".a\""));
    let fits = |when| format!("fits = 'dns-label'\n{}", of_rule(when, "'a{x}'"));
    assert_eq!(load(&fits("branch = '/(?<x>[a]{1,9})/'")).map(drop), Ok(()));
}

/// Where a regex is not followed, no counterexample is made up.
#[test]
fn what_is_not_decided_is_refused_with_a_bound() {
    let of = |regex: &str| of_rule(&format!("branch = '/{regex}/'"), "'{x}'");
    let (wrong, right) = (r"\bf(?<x>[0-9]+)", r"\bf(?<x>[0-9]{1,60})");
    let message = "\"{x}\" cannot be proved to give a legal tag; bound the group, as in \
                   \"/\\\\bf(?<x>[0-9]{1,60})/\", or write {slug:x} with slugs.x = \
                   { of = \"x\", preset = \"gitlab-ref\" }";
    assert_refused(&[(&of(wrong), Kind::IllegalResult, "rules[0].tags[0]", Some(0), message)]);
    assert_eq!(load(&of(right)).map(drop), Ok(()));
}

/// One capture in another: both are bounded together.
#[test]
fn nested_captures_are_bounded_together() {
    let of = |regex: &str| of_rule(&format!("branch = '/{regex}/'"), "'{x}-{y}'");
    let error = load(&of("(?<x>a(?<y>b*)c)")).unwrap_err().to_string();
    let bound = "; bound the group, as in \"/(?<x>a(?<y>b{0,60})c)/\"";
    assert!(error.contains("403 bytes are 275 over the limit of 128"), "{error}");
    assert!(error.ends_with(bound), "{error}");
    assert_eq!(load(&of("(?<x>a(?<y>b{0,60})c)")).map(drop), Ok(()));
}
