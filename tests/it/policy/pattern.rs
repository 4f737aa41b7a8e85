use tagwright::CiContext;
use tagwright::document::PolicyErrorKind as Kind;

use super::{assert_refused, rule, tags};
use crate::given::{SHA, branch, load, policy};

#[test]
fn patterns_of_other_tools_are_refused_with_what_is_written_here() {
    const ONE_NAME: &str = "is one name; write a list of names, or a regex between slashes";
    const NO_PLACEHOLDERS: &str =
        "has braces, and a pattern has no placeholders; write * for any text";
    let never = |at: &str| {
        format!(
            "can never match: unexpected {at}; write a regex between slashes, such as /release-[0-9]+/"
        )
    };
    for (pattern, message, instead) in [
        ("refs/heads/main", r#"is a full ref; write "main""#, "'main'"),
        ("refs/heads/*", r#"is a full ref; write "*""#, "'*'"),
        ("refs/tags/v*", r#"is a full ref; write "v*""#, "'v*'"),
        ("!main", r#"excludes nothing; write except = "main""#, "{ except = 'main' }"),
        ("{main,develop}", ONE_NAME, "['main', 'develop']"),
        ("main|develop", ONE_NAME, "'/main|develop/'"),
        ("+(main|develop)", ONE_NAME, "'/(main|develop)+/'"),
        ("{project}-v*", NO_PLACEHOLDERS, "'*-v*'"),
        ("release-[0-9]*", &never("'[' at byte 8"), "'/release-[0-9]+/'"),
        ("^main$", &never("'^' at byte 0"), "'/^main$/'"),
        (r"v\d+", &never(r"'\\' at byte 1"), r"'/v\d+/'"),
    ] {
        let of = |pattern: &str| {
            format!("rules = [{{ name = 'a', when = {{ branch = {pattern} }}, tags = 'x' }}]")
        };
        let error = load(&of(&format!("'{pattern}'"))).unwrap_err();
        let shown = pattern.replace('\\', r"\\");
        assert_eq!(error.to_string(), format!("rules[0].when.branch: \"{shown}\" {message}"));
        assert_eq!(load(&of(instead)).map(drop), Ok(()), "{instead}");
    }
}

#[test]
fn a_look_ahead_is_an_exception_here() {
    let of = |when| format!("rules = [{{ name = 'a', when = {{ branch = {when} }}, tags = 'x' }}]");
    let error = load(&of("'/(?!main)[a-z]+/'")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rules[0].when.branch: invalid regex \"/(?!main)[a-z]+/\": look-around, including look-ahead \
         and look-behind, is not supported at byte 1; write except for what is not to match"
    );
    let instead = policy(&of("{ matching = '/[a-z]+/', except = 'main' }"));
    assert_eq!(tags(&instead, &branch("develop")), Ok(vec!["x".into()]));
    assert!(tags(&instead, &branch("main")).is_err());
}

#[test]
fn patterns_that_cannot_fire_are_refused() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = [] }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch",
            None,
            "an empty list matches no name; leave it out to match every name",
        ),
        (
            r#"rules = [{ name = "a", when = { tag = { matching = "v*", except = [] } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.tag.except",
            None,
            "an empty list matches no name; leave it out to match every name",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { except = "*" } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch",
            None,
            r#"can never match: the exception "*" takes every name"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { matching = "main", except = "m*" } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch.matching",
            None,
            r#""main" can never match: the exception "m*" takes all of it"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { matching = ["x", "v*"], except = ["v*"] } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch.matching[1]",
            None,
            r#""v*" can never match: the exception "v*" takes all of it"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "" }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch",
            Some(0),
            r#""" can never match: it is empty; a git ref has a name"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = ["main", "a b"] }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch[1]",
            Some(1),
            r#""a b" can never match: unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = ".*" }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch",
            Some(0),
            r#"".*" can never match: unexpected '.' at byte 0; no part of a git ref begins with '.'"#,
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = { target = "x/" } }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.pull-request.target",
            Some(2),
            r#""x/" can never match: unexpected end at byte 2; the parts of a git ref between '/' are not empty"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "//" }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.branch",
            None,
            "// can never match: a git ref has a name",
        ),
    ]);
}

/// Flags after a regex, as other tools have them, are answered with the pattern that
/// loads.
#[test]
fn flags_after_a_regex_are_written_within_it() {
    for (pattern, ours) in
        [("/^main$/i", "/(?i)^main$/"), ("/main/g", "/main/"), ("/a/b/gim", "/(?im)a/b/")]
    {
        let part = |pattern: &str| {
            format!(r#"rules = [{{ name = "a", when = {{ branch = "{pattern}" }}, tags = "x" }}]"#)
        };
        assert_eq!(
            load(&part(pattern)).unwrap_err().to_string(),
            format!("rules[0].when.branch: {pattern:?} has text after the regex; write {ours:?}"),
        );
        assert_eq!(load(&part(ours)).map(drop), Ok(()), "{ours}");
    }
}

/// What is no pattern for a branch is none for a project, but for names that git alone
/// forbids.
#[test]
fn projects_are_matched_by_patterns() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { project = "!ui" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.project",
            None,
            r#""!ui" excludes nothing; write except = "ui""#,
        ),
        (
            r#"rules = [{ name = "a", when = { project = ["ui", "[a-c]*"] }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.project[1]",
            Some(0),
            r#""[a-c]*" can never match: unexpected '[' at byte 0; write a regex between slashes, such as /release-[0-9]+/"#,
        ),
        (
            r#"rules = [{ name = "a", when = { project = "" }, tags = "x" }]"#,
            Kind::NeverFires,
            "rules[0].when.project",
            Some(0),
            r#""" can never match: a project has a name"#,
        ),
    ]);
    let part = r#"rules = [{ name = "a", when = { project = ["My App", "/(api|ui)-.+/", "x?"] }, tags = "x" }]"#;
    let policy =
        load(&format!("{part}\nimages = [{{ name = \"app\", push = \"r.io/x\" }}]")).unwrap();
    for (project, applies) in [("My App", true), ("ui-web", true), ("x1", true), ("x12", false)] {
        let context = crate::given::project(project);
        assert_eq!(policy.plan(&context).is_ok(), applies, "{project}");
    }
}

#[test]
fn a_regex_says_what_is_wrong_with_it() {
    assert_refused(&[
        (
            r#"rules = [{ name = "a", when = { branch = "/" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            None,
            r#""/" begins with '/' and does not end with it; a regex is written between two, and no git ref begins with one"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/main" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            None,
            r#""/main" begins with '/' and does not end with it; a regex is written between two, and no git ref begins with one"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/(/" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(1),
            r#"invalid regex "/(/": unclosed group at byte 1"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/a)|(b/" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(2),
            r#"invalid regex "/a)|(b/": unopened group at byte 2"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/\p{L}+/' }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(1),
            r#"invalid regex "/\\p{L}+/": Unicode not allowed here at byte 1"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/x(?iu)\w/' }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(2),
            "the flag u has no place here: classes are those of ASCII",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/(?x)( ?u:\w+)/' }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(5),
            "the flag u has no place here: classes are those of ASCII",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = '/a|(b(?x)( ?iu)c)/' }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(9),
            "the flag u has no place here: classes are those of ASCII",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/(?x)(#u\n?u-i:a)/" }, tags = "x" }]"#,
            Kind::Pattern,
            "rules[0].when.branch",
            Some(5),
            "the flag u has no place here: classes are those of ASCII",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = "/(a{1000}){1000}/" }, tags = "x" }]"#,
            Kind::TooLarge,
            "rules[0].when.branch",
            None,
            "1001000 characters in one regex with its repetitions written out are over the limit of 4096",
        ),
    ]);
}

/// The compiler's own limit depends on its features: it shares the beginnings of
/// alternatives, and with some features their ends as well.
#[test]
fn a_regex_is_too_large_whatever_features_its_compiler_has() {
    let long = "q".repeat(20);
    let alternatives = |spell: fn(&str, char) -> String| {
        ('a'..='z').map(|one| spell(&long, one)).collect::<Vec<_>>().join("|")
    };
    let all = [
        alternatives(|long, one| format!("{long}{one}")),
        alternatives(|long, one| format!("{one}{long}")),
    ];
    for all in all {
        for (count, is_legal) in [(7, true), (8, false), (100, false)] {
            let part = rule(&format!("branch = \"/(?:{all}){{{count}}}/\""), "x");
            assert_eq!(load(&part).is_ok(), is_legal, "{count}");
        }
    }
    for regex in ["a{4095}b?", "(?i)[a-z]{2048}", "(?:[0-9a-f-][.]){1365}", ".{4096}", "(a?){2048}"]
    {
        let part = rule(&format!("branch = '/{regex}/'"), "x");
        assert_eq!(load(&part).map(|_| ()), Ok(()), "{regex}");
    }
}

/// Whether a rule for branches with these names fires for a branch.
fn fires(when: &str, name: &str) -> bool {
    let context = CiContext::branch("server", name, SHA).unwrap();
    tags(&policy(&rule(when, "x")), &context).is_ok()
}

#[test]
fn texts_globs_and_regexes_match_whole_names() {
    for (pattern, name, expected, why) in [
        ("main", "main", true, "itself"),
        ("main", "Main", false, "case matters"),
        ("main", "main2", false, "the whole name"),
        ("release/*", "release/1.2/rc", true, "a star runs over slashes"),
        ("release/*", "release", false, "the slash is there"),
        ("*", "a/b/c", true, "any name"),
        ("f*", "f", true, "an empty run"),
        ("*-fix", "a-fix-fix", true, "the last star gives way"),
        ("a*b*c", "aXbYbZc", true, "several stars"),
        ("a*b*c", "acb", false, "in order"),
        ("v?", "v1", true, "one character"),
        ("v?", "v", false, "not none"),
        ("v?", "v12", false, "not two"),
        ("v?", "vé", true, "a character, not a byte"),
        ("a.c", "abc", false, "a dot is a dot"),
        ("/main|trunk/", "trunk", true, "either"),
        ("/main|trunk/", "main2", false, "the whole name, whichever"),
        ("/a|ab/", "ab", true, "not the first that matches"),
        ("/v\\d+/", "v12", true, "digits"),
        ("/v\\d/", "v٣", false, "of ASCII"),
        ("/\\w+/", "größe", false, "letters of ASCII"),
        ("/(?i)main/", "MAIN", true, "flags"),
        ("/(?i)ſ/", "s", false, "case of ASCII"),
        ("/größe/", "größe", true, "other characters as themselves"),
        ("/a/b/", "a/b", true, "slashes inside"),
        ("/(?x) main # trunk/", "main", true, "a comment of verbose mode ends with it"),
        ("/(?-u:x)y/", "xy", true, "the flag u may be off"),
        ("/(?-iu:x)y/", "xy", true, "as may others with it"),
        ("/\\(?u/", "u", true, "an optional bracket is no flag"),
        ("/[(?u]/", "u", true, "a class holds no flags"),
        ("/(?x)a#(?u)/", "a", true, "nor does a comment"),
    ] {
        let when = format!("branch = '{pattern}'");
        assert_eq!(fires(&when, name), expected, "{pattern} {name}: {why}");
    }
}

#[test]
fn exceptions_come_last() {
    for (when, name, expected) in [
        ("branch = { except = \"main\" }", "feature", true),
        ("branch = { except = \"main\" }", "main", false),
        ("branch = { except = [\"main\", \"wip/*\"] }", "wip/x", false),
        ("branch = { matching = [\"a*\", \"b*\"], except = \"/.*z/\" }", "bcd", true),
        ("branch = { matching = [\"a*\", \"b*\"], except = \"/.*z/\" }", "az", false),
        ("branch = { matching = [\"a*\", \"b*\"], except = \"/.*z/\" }", "c", false),
        ("branch = {}", "anything", true),
    ] {
        assert_eq!(fires(when, name), expected, "{when} {name}");
    }
}

/// Were each star tried at every place, this would not end.
#[test]
fn a_glob_of_many_stars_is_matched() {
    let name = "a".repeat(4096);
    assert!(!fires("branch = \"*a*a*a*a*b\"", &name));
    assert!(!fires(&format!("branch = \"{}b\"", "*a".repeat(500)), &name));
}
