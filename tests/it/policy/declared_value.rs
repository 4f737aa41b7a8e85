use tagwright::document::PolicyErrorKind as Kind;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy, TagKind};

use super::{assert_refused, tags};
use crate::given::{branch, load, pull_request};

/// A policy of one value and one tag under every branch.
fn of_value(value: &str, tag: &str) -> String {
    format!(
        "values = {{ {value} }}\nrules = [{{ name = \"r\", when = {{ branch = \"*\" }}, tags = \"{tag}\" }}]"
    )
}

#[track_caller]
fn policy(value: &str, tag: &str) -> Policy {
    load(&of_value(value, tag)).unwrap()
}

fn with(context: CiContext, values: &[(&str, &str)]) -> CiContext {
    values.iter().fold(context, |context, (name, text)| context.with_value(*name, *text).unwrap())
}

const DESCRIBE: &str =
    "describe = { pattern = '/v?[0-9A-Za-z][0-9A-Za-z.-]{0,60}/', unique = true }";

/// In tags, names, caches, build args, labels and variables.
#[test]
fn a_value_is_a_placeholder_everywhere() {
    let policy = crate::given::policy(
        r#"
build-args = ["DESCRIBE={describe}"]
labels = ["com.example.flavor={flavor}", "org.opencontainers.image.version={describe}"]
env = ["DESCRIBE={describe}"]

[values]
describe = { pattern = '/v?[0-9A-Za-z][0-9A-Za-z.-]{0,60}/', unique = true }
flavor = { pattern = "/[a-z]{1,9}/", default = "plain" }

[[images]]
name = "{project}-{flavor}"
push = "r.example.com"
cache = "{project}/{flavor}/cache"

[[rules]]
name = "all"
when = {}
tags = ["{describe}", "{flavor}", "{flavor}-{describe}"]
"#,
    );
    let context = with(branch("main"), &[("describe", "v1.2-3-gabc1234")]);
    let plan = policy.plan(&context).unwrap();
    let tags: Vec<_> = plan.tags().iter().map(|one| (one.tag.as_str(), one.kind)).collect();
    assert_eq!(
        tags,
        [
            ("v1.2-3-gabc1234", TagKind::Immutable),
            ("plain", TagKind::Floating),
            ("plain-v1.2-3-gabc1234", TagKind::Immutable),
        ]
    );
    assert_eq!(plan.image(), "r.example.com/server-plain");
    let cache = plan.images().next().unwrap().cache.unwrap();
    assert_eq!(cache, "r.example.com/server/plain/cache");
    assert_eq!(plan.build_args().get("DESCRIBE"), Some("v1.2-3-gabc1234"));
    assert_eq!(plan.labels().get("com.example.flavor"), Some("plain"));
    assert_eq!(plan.labels().get("org.opencontainers.image.version"), Some("v1.2-3-gabc1234"));
    assert_eq!(plan.build_env().to_string(), "DESCRIBE=v1.2-3-gabc1234\n");
    let plan = policy.plan(&with(context, &[("flavor", "slim")])).unwrap();
    assert_eq!(plan.image(), "r.example.com/server-slim");
}

#[test]
fn what_a_value_may_be_is_checked_when_a_plan_is_made() {
    let policy = policy(DESCRIBE, "{describe}");
    let refused = |values: &[(&str, &str)], kind, path: Option<&str>, message: &str| {
        let error = policy.plan(&with(branch("main"), values)).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!((error.kind(), error.path()), (kind, path), "{message}");
    };
    refused(
        &[("describe", "v1 2")],
        PlanErrorKind::IllegalValue,
        Some("values.describe"),
        r#"value describe: "v1 2" does not match the pattern "/v?[0-9A-Za-z][0-9A-Za-z.-]{0,60}/" of the policy"#,
    );
    refused(
        &[("descibe", "v1"), ("describe", "v1")],
        PlanErrorKind::UndeclaredValue,
        None,
        r#"the policy declares no value "descibe"; did you mean describe?"#,
    );
    refused(
        &[("version", "v1"), ("describe", "v1")],
        PlanErrorKind::UndeclaredValue,
        None,
        r#"the policy declares no value "version"; it declares describe"#,
    );
    let none = crate::given::policy("");
    let error = none.plan(&with(branch("main"), &[("build", "7")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"the policy declares no value "build"; add [values.build] with a pattern to the policy"#,
    );
}

/// An empty text is absent, as every fact that a CI leaves empty.
#[test]
fn a_missing_value_is_an_error_only_where_it_is_used() {
    const MISSING: &str = "rule r: {describe} needs the value describe, which is unknown; give the \
                           context \"values.describe\", or set values.describe.default in the policy";
    let used = policy(DESCRIBE, "{describe}");
    for context in [branch("main"), with(branch("main"), &[("describe", "")])] {
        let error = used.plan(&context).unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (PlanErrorKind::MissingFact, MISSING.into()));
        assert_eq!(error.missing_facts().collect::<Vec<_>>(), ["values.describe"]);
    }
    assert_eq!(tags(&policy(DESCRIBE, "x"), &branch("main")), Ok(vec!["x".into()]));
    let default = policy("flavor = { pattern = '/[a-z]{1,9}/', default = 'plain' }", "{flavor}");
    for (context, tag) in [
        (branch("main"), "plain"),
        (with(branch("main"), &[("flavor", "")]), "plain"),
        (with(branch("main"), &[("flavor", "slim"), ("flavor", "")]), "plain"),
        (with(branch("main"), &[("flavor", "slim")]), "slim"),
    ] {
        assert_eq!(tags(&default, &context), Ok(vec![tag.into()]));
    }
}

/// Text, globs and regexes, as in `when`; what other tools write is refused.
#[test]
fn patterns_are_those_of_conditions() {
    for (pattern, legal, illegal) in [
        ("1.10", &["1.10"][..], &["1x10", "1.1"][..]),
        ("1.?", &["1.1", "1.x"], &["1.", "1.10"]),
        ("rc-*", &["rc-", "rc-a/b"], &["xrc-"]),
        ("*", &["a", " /"], &[]),
        ("/[ab]+/", &["ab"], &["abc", "a\u{e9}"]),
        ("/a|b?/", &["a", "b"], &["ab"]),
        ("/(?i)x$/", &["X"], &["xx"]),
    ] {
        let value = format!("v = {{ pattern = '{pattern}' }}");
        let policy = load(&format!("values = {{ {value} }}\nlabels = [\"a={{v}}\"]")).unwrap();
        let plan = |text: &str| policy.plan(&with(branch("main"), &[("v", text)]));
        for text in legal {
            assert_eq!(plan(text).unwrap().labels().get("a"), Some(*text), "{pattern}");
        }
        for text in illegal {
            assert_eq!(plan(text).unwrap_err().kind(), PlanErrorKind::IllegalValue, "{pattern}");
        }
    }
}

/// Each declaration is refused with this kind, path and message.
fn assert_declarations(rows: &[(&str, Kind, &str, &str)]) {
    for (value, kind, path, message) in rows {
        let part = of_value(value, "x");
        assert_refused(&[(&*part, *kind, path, None, message)]);
    }
}

#[test]
fn patterns_that_match_no_value_are_refused() {
    const REGEX: &str = r#"write a regex between slashes, such as "/[0-9]{1,9}/""#;
    for (pattern, message) in [
        ("", r#""" matches no value; a value is never empty"#.to_owned()),
        ("//", r#""//" matches no value; a value is never empty"#.to_owned()),
        ("/()/", r#""/()/" can never match"#.to_owned()),
        ("/a$b/", r#""/a$b/" can never match"#.to_owned()),
        (
            "/a",
            r#""/a" begins with '/' and does not end with it; a regex is written between two"#
                .to_owned(),
        ),
        ("!a", format!(r#""!a" excludes nothing; {REGEX}"#)),
        ("[0-9]*", format!(r#""[0-9]*" is one text; {REGEX}"#)),
        ("{a,b}", format!(r#""{{a,b}}" is one text; {REGEX}"#)),
        ("a|b", format!(r#""a|b" is one text; {REGEX}"#)),
        (
            r"/\bf/",
            r#""/\\bf/" cannot be proved; a value's pattern has neither \b nor \B, and neither large sets of characters beyond ASCII nor large repetitions"#
                .to_owned(),
        ),
    ] {
        let value = format!("v = {{ pattern = '{pattern}' }}");
        assert_declarations(&[(&*value, Kind::Pattern, "values.v.pattern", &*message)]);
    }
    let message = r#"invalid regex "/(/": unclosed group at byte 1"#;
    let part = of_value("v = { pattern = '/(/' }", "x");
    assert_refused(&[(&*part, Kind::Pattern, "values.v.pattern", Some(1), message)]);
}

#[test]
fn a_unique_value_has_several_texts_and_no_default() {
    let default = "values.v.default";
    assert_declarations(&[
        (
            "v = { pattern = 'a', unique = true }",
            Kind::Pattern,
            "values.v.pattern",
            r#""a" matches "a" alone, which every build would have; leave unique = true out"#,
        ),
        (
            "v = { pattern = '/[ab]/', unique = true, default = 'a' }",
            Kind::InvalidValue,
            default,
            "a unique value has no default, which many builds would have; leave out either",
        ),
        (
            "v = { pattern = '/[ab]/', default = 'c' }",
            Kind::InvalidValue,
            default,
            r#""c" does not match the pattern "/[ab]/""#,
        ),
        (
            "v = { pattern = '/a?/', default = '' }",
            Kind::InvalidValue,
            default,
            "a value is never empty; leave default out for none",
        ),
    ]);
}

#[test]
fn a_value_has_a_name_of_its_own() {
    assert_declarations(&[
        (
            "short_sha = { pattern = 'a' }",
            Kind::Duplicate,
            "values.short_sha",
            "{short_sha} is a placeholder of the language; choose another name",
        ),
        (
            "Describe = { pattern = 'a' }",
            Kind::InvalidValue,
            "values.Describe",
            r#""Describe" is not a valid name; write describe, for instance"#,
        ),
        (
            "git-describe = { pattern = 'a' }",
            Kind::InvalidValue,
            "values.git-describe",
            r#""git-describe" is not a valid name; write git_describe, for instance"#,
        ),
        (
            "python_3 = { pattern = 'a' }",
            Kind::InvalidValue,
            "values.python_3",
            r#""python_3" is not a valid name; write python3, for instance"#,
        ),
        (
            "'7' = { pattern = 'a' }",
            Kind::InvalidValue,
            "values.7",
            r#""7" is not a valid name; a value is named by lower-case letters, digits and '_', and each part between '_' begins with a letter"#,
        ),
        (
            "a2345678901234567890123456789 = { pattern = 'a' }",
            Kind::TooLarge,
            "values.a2345678901234567890123456789",
            "29 bytes in the name of a value are over the limit of 28",
        ),
    ]);
    for name in ["describe", "git_describe", "python3"] {
        let value = format!("{name} = {{ pattern = 'a' }}");
        assert_eq!(load(&of_value(&value, &format!("{{{name}}}"))).map(drop), Ok(()));
    }
}

#[test]
fn a_declaration_is_a_table() {
    for (value, message) in [
        (
            "v = 'x'",
            r#"values.v: expected a table such as { pattern = "/[0-9]{1,9}/" }, found a string"#,
        ),
        ("v = { patern = 'x' }", "values.v.patern: unknown key; did you mean pattern?"),
        ("v = {}", "values.v: the key pattern is missing; add it, as in pattern = '/[0-9a-f]{8}/'"),
        (
            "v = { pattern = 'x', unique = 'yes' }",
            "values.v.unique: expected true or false, found a string",
        ),
    ] {
        let whole = crate::given::whole(&of_value(value, "x"));
        assert_eq!(toml::from_str::<Policy>(&whole).unwrap_err().message(), message);
    }
    let many = |count: usize| -> String {
        let values = (0..count).map(|one| format!("v{one} = {{ pattern = 'a' }}"));
        of_value(&values.collect::<Vec<_>>().join(", "), "x")
    };
    assert!(load(&many(64)).is_ok());
    let error = load(&many(65)).unwrap_err().to_string();
    assert_eq!(error, "values: 65 values are over the limit of 64");
}

/// A counterexample says the value, and the pattern that an error proposes loads.
#[test]
fn a_value_that_breaks_a_template_is_refused_with_a_bound() {
    for (head, pattern, template, told, proposed) in [
        ("", "/[0-9]+/", "{v}", "200 bytes are 72 over the limit of 128", "/[0-9]{1,60}/"),
        ("", "/[0-9]+/", "x-{v}-{v}", "403 bytes are 275 over the limit of 128", "/[0-9]{1,60}/"),
        ("", "/[a-z]{2,}?x/", "{v}", "201 bytes are 73 over the limit of 128", "/[a-z]{2,60}x/"),
        (
            "",
            "/([a-z]+-)*x/",
            "{v}",
            "202 bytes are 74 over the limit of 128",
            "/([a-z]{1,10}-){0,10}x/",
        ),
        (
            "",
            "/v[0-9a-z.-]*/",
            "{v}-{short_sha}",
            "210 bytes are 82 over the limit of 128",
            "/v[0-9a-z.-]{0,60}/",
        ),
        (
            "",
            "v?-*",
            "{v}",
            "203 bytes are 75 over the limit of 128",
            "/v[0-9A-Za-z._-]-[0-9A-Za-z._-]{0,60}/",
        ),
        (
            "",
            "*",
            "{v}",
            "200 bytes are 72 over the limit of 128",
            "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/",
        ),
        (
            "",
            "/[.a]+/",
            "{v}",
            "200 bytes are 72 over the limit of 128",
            "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/",
        ),
        (
            "",
            "/[.a]{1,9}/",
            "{v}",
            "with v \".\" would give \".\": unexpected '.' at byte 0",
            "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/",
        ),
        (
            "",
            "/[a+]{1,9}/",
            "x{v}",
            "with v \"+\" would give \"x+\": unexpected '+' at byte 1",
            "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/",
        ),
        (
            "",
            "/é?x/",
            "{v}",
            "with v \"éx\" would give \"éx\": unexpected 'é' at byte 0",
            "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/",
        ),
        ("", "/[^a]x/", "a{v}", "would give \"a", "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/"),
        (
            "fits = 'dns-label'\n",
            "/[-a]{1,9}/",
            "a{v}",
            "with v \"-\" would give \"a-\"",
            "/[0-9a-z]{1,60}/",
        ),
    ] {
        let of = |pattern: &str| {
            let value = format!("v = {{ pattern = '{pattern}' }}");
            head.to_owned() + &of_value(&value, template)
        };
        let error = load(&of(pattern)).unwrap_err();
        assert_eq!(error.kind(), Kind::IllegalResult, "{error}");
        let counterexample = error.counterexample().expect("one was found");
        assert_eq!(counterexample.values.keys().collect::<Vec<_>>(), ["v"]);
        let error = error.to_string();
        assert!(error.contains(told), "{error}");
        let proposal = format!("; write values.v.pattern = {proposed:?}");
        assert!(error.ends_with(&proposal), "{error}");
        assert_eq!(load(&of(proposed)).map(drop), Ok(()), "{error}");
    }
}

/// The whole message, of a tag, a name, a cache and a variable.
#[test]
fn a_value_is_proved_where_it_is_used() {
    let v = |pattern: &str| format!("values.v = {{ pattern = '{pattern}' }}\n");
    let image = |name: &str| format!("images = [{{ name = \"{name}\", push = 'r.io' }}]");
    for (value, rest, message, remedy) in [
        (
            v("/[A-Z]{1,9}/"),
            image("x-{v}"),
            r#"images[0].name: "x-{v}" can give an illegal image name: branch "main" with v "A" would give "x-A": unexpected 'A' at byte 2; write values.v.pattern = "/[0-9a-z]{1,60}/""#,
            v("/[0-9a-z]{1,60}/"),
        ),
        (
            v("/[a.]{1,9}/"),
            image("x-{v}"),
            r#"images[0].name: "x-{v}" can give an illegal image name: branch "main" with v "." would give "x-.": unexpected '.' at byte 2; write values.v.pattern = "/[0-9a-z]{1,60}/""#,
            v("/[0-9a-z]{1,60}/"),
        ),
        (
            v("/[ -~]{1,9}/"),
            "env = [\"A={v}\"]".into(),
            r#"env[0]: "{v}" can give an illegal dotenv value: branch "main" with v "{" would give "{": unexpected '{' at byte 0; write values.v.pattern = "/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/""#,
            v("/[0-9A-Za-z][0-9A-Za-z._-]{0,59}/"),
        ),
        (
            v("/[0-9]+/"),
            "env = [\"A={v}\"]".into(),
            r#"env: the lines together may have any length, because {v} may; GitLab reads fewer than 5120 bytes; write values.v.pattern = "/[0-9]{1,60}/""#,
            v("/[0-9]{1,60}/"),
        ),
        (
            v("/[a-z]{1,9}/"),
            "images = [{ name = \"x-{v}\", push = 'r.io', cache = \"x-cache\" }]".into(),
            r#"images[0].cache: "x-cache" can be the name of images[0] as well, for branch "main" with v "cache", and cached layers would replace its tags; give the cache a repository of its own, such as "x-cache-cache""#,
            v("/[a-b]{1,9}/"),
        ),
    ] {
        assert_eq!(load(&(value + &rest)).unwrap_err().to_string(), message);
        assert_eq!(load(&(remedy + &rest)).map(drop), Ok(()), "{message}");
    }
}

/// A word of the image specification is checked when a plan is made only where the
/// pattern leaves it open.
#[test]
fn a_label_of_the_specification_is_checked() {
    let policy = |pattern: &str| {
        let label = "labels = [\"org.opencontainers.image.version={v}\"]";
        load(&format!("values.v = {{ pattern = '{pattern}' }}\n{label}")).unwrap()
    };
    let open = policy("/[ -~]{1,9}/");
    let error = open.plan(&with(branch("main"), &[("v", "1 0")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"label org.opencontainers.image.version: for branch "main", invalid label value "1 0": unexpected ' ' at byte 1; a version or revision is one word"#,
    );
    assert!(open.plan(&with(branch("main"), &[("v", "1.0")])).is_ok());
    assert!(policy("/[!-~]{1,9}/").plan(&with(branch("main"), &[("v", "1+0")])).is_ok());
}

/// What an explanation, a diff and a recognized tag say of a value.
#[test]
fn reports_know_values() {
    let policy = load(
        r#"
values.describe = { pattern = "/v[0-9.]{1,9}(-g[0-9a-f]{4,9})?/", unique = true }
values.flavor = { pattern = "/[a-z]{1,9}/", default = "plain" }
rules = [{ name = "r", when = {}, tags = ["{describe}-{flavor}", "{flavor}"] }]
"#,
    )
    .unwrap();
    let context = with(pull_request("x"), &[("describe", "v1.2-gabcd")]);
    let explanation = policy.explain(&context);
    let tag = explanation.tags().next().unwrap();
    assert_eq!(tag.kind_reason, "{describe} names one build, because its value is unique");
    let values: Vec<_> = tag
        .text
        .values
        .iter()
        .map(|value| (value.fact, value.source.as_deref(), value.steps.clone()))
        .collect();
    assert_eq!(
        values,
        [
            ("declared value", Some("v1.2-gabcd"), vec![]),
            ("declared value", Some("plain"), vec!["the default of the policy".to_owned()]),
        ]
    );
    let found = policy.recognize(&"v1.2-gabcd-plain".parse().unwrap());
    assert_eq!(
        found.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["rule r ({describe}-{flavor}): describe v1.2-gabcd, flavor plain"],
    );
    assert!(policy.recognize(&"x1.2-plain".parse().unwrap()).is_empty());
    let regex = &policy.patterns(tagwright::recognize::Dialect::Go)[0].tags[0].regex;
    assert_eq!(regex, r"^(?P<describe>v[.0-9]{1,9}(?:-g[0-9a-f]{4,9})?)-(?P<flavor>[a-z]{1,9})$");
    let rows = policy.table().rows;
    assert!(rows.iter().all(|row| row.error.is_none()), "{rows:?}");
    let mut document = policy.document().clone();
    document.values.get_mut("flavor").unwrap().default = Some("slim".into());
    let diff = policy.diff(&Policy::new(document).unwrap(), [&context]);
    assert!(diff.to_string().ends_with("  + tag slim: floating\n"), "{diff}");
}
