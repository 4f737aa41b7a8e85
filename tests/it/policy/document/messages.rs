use tagwright::Policy;
use tagwright::document::Assignments;

use crate::given::{load, whole};

/// The same policy as TOML, JSON and YAML is refused with this message.
#[track_caller]
pub(crate) fn assert_message(text: &str, message: &str) {
    let value: toml::Table = toml::from_str(text).expect("TOML");
    let error = toml::from_str::<Policy>(text).expect_err(text);
    assert_eq!(error.message(), message, "TOML: {text}");
    let json = serde_json::to_string(&value).expect("JSON");
    assert_json(&json, message);
    let yaml = serde_yaml_ng::to_string(&value).expect("YAML");
    let error = serde_yaml_ng::from_str::<Policy>(&yaml).expect_err(&yaml).to_string();
    assert_eq!(error, message, "YAML: {yaml}");
}

#[track_caller]
fn assert_json(json: &str, message: &str) {
    let error = serde_json::from_str::<Policy>(json).expect_err(json).to_string();
    assert_eq!(error, message, "JSON: {json}");
}

#[track_caller]
fn assert_messages(rows: &[(&str, &str)]) {
    for (part, message) in rows {
        assert_message(&whole(part), message);
    }
}

#[test]
fn unknown_keys_name_the_nearest() {
    assert_messages(&[
        ("lables = []", "lables: unknown key; did you mean labels?"),
        (
            "zzz = 1",
            "zzz: unknown key; expected version, short-sha, builder, build-args, labels, empty-labels, env, fits, timezone, values, slug, slugs, variants, images, rules or accept",
        ),
        (
            r#"builder = { image = "x", pul = "r.io" }"#,
            "builder.pul: unknown key; did you mean pull?",
        ),
        ("slug.max_length = 40", "slug.max_length: unknown key; did you mean max-length?"),
        (
            r#"images = [{ nam = "x", push = "r.io" }]"#,
            "images[0].nam: unknown key; did you mean name?",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tag = "x" }]"#,
            "rules[0].tag: unknown key; did you mean tags?",
        ),
        (
            r#"rules = [{ name = "a", when = { brnch = "main" }, tags = "x" }]"#,
            "rules[0].when.brnch: unknown key; did you mean branch?",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { excpt = "main" } }, tags = "x" }]"#,
            "rules[0].when.branch.excpt: unknown key; did you mean except?",
        ),
        (
            r#"rules = [{ name = "a", when = { tag = { match = "v*" } }, tags = "x" }]"#,
            "rules[0].when.tag.match: unknown key; expected matching or except",
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prefx = "v" } }, tags = "x" }]"#,
            "rules[0].when.release.prefx: unknown key; did you mean prefix?",
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = { tagret = "main" } }, tags = "x" }]"#,
            "rules[0].when.pull-request.tagret: unknown key; did you mean target?",
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = { target = { xcept = "main" } } }, tags = "x" }]"#,
            "rules[0].when.pull-request.target.xcept: unknown key; did you mean except?",
        ),
        (
            r#"rules = [{ name = "a", when = { default-branch = { name = "main" } }, tags = "x" }]"#,
            "rules[0].when.default-branch: expected true or false, found a table",
        ),
        (
            r#"rules = [{ name = "a", when = { schedule = { cron = "x" } }, tags = "x" }]"#,
            r#"rules[0].when.schedule: unknown key; write event = "schedule""#,
        ),
        (
            r#"rules = [{ name = "a", when = { scheduled = true }, tags = "x" }]"#,
            r#"rules[0].when.scheduled: unknown key; write event = "schedule""#,
        ),
        (
            r#"rules = [{ name = "a", when = { pr = {} }, tags = "x" }]"#,
            "rules[0].when.pr: unknown key; write pull-request",
        ),
        (
            r#"rules = [{ name = "a", when = { merge-request = {} }, tags = "x" }]"#,
            "rules[0].when.merge-request: unknown key; write pull-request",
        ),
        (
            r#"rules = [{ name = "a", when = { any = {} }, tags = "x" }]"#,
            "rules[0].when.any: unknown key; expected branch, tag, release, pull-request, \
             default-branch, event, fork, protected, project or variant",
        ),
        (
            r#"rules = [{ name = "a", when = { event = { exept = "push" } }, tags = "x" }]"#,
            "rules[0].when.event.exept: unknown key; did you mean except?",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = { tag = "x", move = "highest" } }]"#,
            "rules[0].tags.move: unknown key; did you mean moves?",
        ),
        (
            r#""a b" = 1"#,
            r#""a b": unknown key; expected version, short-sha, builder, build-args, labels, empty-labels, env, fits, timezone, values, slug, slugs, variants, images, rules or accept"#,
        ),
        (
            r#""" = 1"#,
            r#""": unknown key; expected version, short-sha, builder, build-args, labels, empty-labels, env, fits, timezone, values, slug, slugs, variants, images, rules or accept"#,
        ),
        (
            "images = [{ name = \"xx\", push = \"r.io\", slug = { max-length = 20 } }]",
            "images[0].slug: unknown key; the whole document has it, and no part of it has its own; in TOML it belongs before the first table",
        ),
        (
            r#"rules = [{ name = "a", labels = ["a=b"], tags = "x" }]"#,
            "rules[0].labels: unknown key; the whole document has it, and no part of it has its own; in TOML it belongs before the first table",
        ),
    ]);
}

#[test]
fn unknown_choices_name_the_nearest() {
    assert_messages(&[
        (
            r#"rules = [{ name = "a", when = {}, tags = ["y", { tag = "x", moves = "hihgest" }] }]"#,
            r#"rules[0].tags[1].moves: unknown value "hihgest"; did you mean highest?"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = { prerelease = "yes" } }, tags = "x" }]"#,
            r#"rules[0].when.release.prerelease: unknown value "yes"; expected exclude, include or only"#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io", case = "upper" }]"#,
            r#"images[0].case: unknown value "upper"; expected keep or lower"#,
        ),
        (
            r#"rules = [{ name = "a", when = { event = ["push", "shedule"] }, tags = "x" }]"#,
            r#"rules[0].when.event[1]: unknown value "shedule"; did you mean schedule?"#,
        ),
        (
            r#"rules = [{ name = "a", when = { event = "tag" }, tags = "x" }]"#,
            r#"rules[0].when.event: unknown value "tag"; expected push, pull-request, merge-queue, schedule, manual, api, pipeline, deployment or release"#,
        ),
        (
            r#"slug = { case = "Lower" }"#,
            r#"slug.case: unknown value "Lower"; did you mean lower?"#,
        ),
        (
            r#"slug = { runs = "colapse" }"#,
            r#"slug.runs: unknown value "colapse"; did you mean collapse?"#,
        ),
        (r#"slug = "gitlab_ref""#, r#"slug: unknown value "gitlab_ref"; did you mean gitlab-ref?"#),
        (
            r#"slug = { preset = "docker", max-length = 20 }"#,
            r#"slug.preset: unknown value "docker"; expected gitlab-ref, dns-label or docker-metadata"#,
        ),
        (
            r#"slugs.x = "metadata""#,
            r#"slugs.x: unknown value "metadata"; expected gitlab-ref, dns-label or docker-metadata"#,
        ),
        (
            r#"slug = { edges = "trimmed" }"#,
            r#"slug.edges: unknown value "trimmed"; expected keep, trim or legal"#,
        ),
    ]);
}

#[test]
fn values_of_another_type_say_what_is_expected() {
    assert_messages(&[
        (r#"version = "1""#, "version: expected a number, found a string; write 1 without quotes"),
        (
            "version = 1.0",
            "version: expected a number, found a fraction; write it without a decimal point, such as 1",
        ),
        ("version = -1", "version: -1 is out of range; expected a number from 0"),
        ("short-sha = -8", "short-sha: -8 is out of range; expected a number from 0"),
        (
            r#"short-sha = "8""#,
            "short-sha: expected a number, found a string; write 8 without quotes",
        ),
        ("slug.max-length = -40", "slug.max-length: -40 is out of range; expected a number from 0"),
        ("slug.distinct = true", "slug.distinct: expected a number, found a boolean"),
        (
            "slug = 40",
            r#"slug: expected the name of a preset or a table, as in "gitlab-ref" or { max-length = 40 }, found a number"#,
        ),
        (
            r#"slugs = ["gitlab-ref"]"#,
            "slugs: expected a table such as { short = { max-length = 20 } }, found a list",
        ),
        (
            "slugs.host = 40",
            r#"slugs.host: expected the name of a preset or a table, as in "gitlab-ref" or { max-length = 40 }, found a number"#,
        ),
        (
            "builder = 7",
            r#"builder: expected an image such as "docker:27-cli" or a table such as { image = "docker:27-cli" }, found a number"#,
        ),
        (
            "builder = { image = 7 }",
            "builder.image: expected a string, found a number; put it in quotes",
        ),
        (
            r#"build-args = "A=x""#,
            r#"build-args: expected a list such as ["KEY=value"] or a table such as { KEY = "value" }, found a string"#,
        ),
        ("labels = { a = 1 }", "labels.a: expected a string, found a number; put it in quotes"),
        (r#"env = ["A=x", 7]"#, r#"env[1]: expected a string such as "KEY=value", found a number"#),
        (r#"env = { A = ["x"] }"#, "env.A: expected a string, found a list"),
        ("env = { A = { b = 1 } }", "env.A: expected a string, found a table"),
    ]);
}

#[test]
fn lists_and_rules_of_another_type_say_what_is_expected() {
    assert_messages(&[
        (
            r#"images = { name = "xx", push = "r.io" }"#,
            "images: expected a list of tables, each of which TOML writes [[images]], found a table",
        ),
        (
            r#"images = ["x"]"#,
            r#"images[0]: expected a table such as { name = "{project}", push = "registry.example.com" }, found a string"#,
        ),
        (
            r#"images = [{ name = 1.10, push = "r.io" }]"#,
            "images[0].name: expected a string, found a fraction; put it in quotes",
        ),
        (
            r#"rules = "x""#,
            "rules: expected a list of tables, each of which TOML writes [[rules]], found a string",
        ),
        (
            r#"rules = ["x"]"#,
            r#"rules[0]: expected a table such as { name = "main", when = { branch = "main" }, tags = ["main-{short_sha}"] }, found a string"#,
        ),
        (
            r#"rules = [{ name = "a", when = "main", tags = "x" }]"#,
            r#"rules[0].when: expected a table such as { branch = "main" } or { default-branch = true }, found a string"#,
        ),
        (
            r#"rules = [{ name = "a", when = "default-branch", tags = "x" }]"#,
            r#"rules[0].when: expected a table such as { branch = "main" } or { default-branch = true }, found a string"#,
        ),
        (
            r#"rules = [{ name = "a", when = "tag", tags = "x" }]"#,
            r#"rules[0].when: expected a table such as { branch = "main" } or { default-branch = true }, found a string"#,
        ),
        (
            r#"rules = [{ name = "a", when = "branch", tags = "x" }]"#,
            r#"rules[0].when: expected a table such as { branch = "main" } or { default-branch = true }, found a string"#,
        ),
        (
            r#"rules = [{ name = "a", when = { branch = 7 }, tags = "x" }]"#,
            "rules[0].when.branch: expected a pattern or a list of patterns, found a number; put it in quotes",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = ["main", false] }, tags = "x" }]"#,
            "rules[0].when.branch[1]: expected a string, found a boolean; put it in quotes",
        ),
        (
            r#"rules = [{ name = "a", when = { branch = { matching = { a = 1 } } }, tags = "x" }]"#,
            "rules[0].when.branch.matching: expected a pattern or a list of patterns, found a table",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = 7 }]"#,
            "rules[0].tags: expected a string, found a number; put it in quotes",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = ["x", 1.5] }]"#,
            "rules[0].tags[1]: expected a string, found a fraction; put it in quotes",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = [["x"]] }]"#,
            "rules[0].tags[0]: expected a string, found a list",
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = [{ tag = 7 }] }]"#,
            "rules[0].tags[0].tag: expected a string, found a number; put it in quotes",
        ),
    ]);
}

#[test]
fn conditions_of_another_type_are_shown_by_an_example() {
    assert_messages(&[
        (
            r#"rules = [{ name = "a", when = { release = "v*" }, tags = "x" }]"#,
            r#"rules[0].when.release: expected a table, found a string; write release = { prefix = "v" }"#,
        ),
        (
            r#"rules = [{ name = "a", when = { release = true }, tags = "x" }]"#,
            "rules[0].when.release: expected a table, found a boolean; write release = {}",
        ),
        (
            r#"rules = [{ name = "a", when = { release = 1 }, tags = "x" }]"#,
            "rules[0].when.release: expected a table, found a number",
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = "main" }, tags = "x" }]"#,
            r#"rules[0].when.pull-request: expected a table, found a string; write pull-request = { target = "main" }"#,
        ),
        (
            r#"rules = [{ name = "a", when = { pull-request = true }, tags = "x" }]"#,
            "rules[0].when.pull-request: expected a table, found a boolean; write pull-request = {}",
        ),
        (
            r#"rules = [{ name = "a", when = { default-branch = "main" }, tags = "x" }]"#,
            r#"rules[0].when.default-branch: expected true or false, found a string; write default-branch = true, or branch = "main""#,
        ),
        (
            r#"rules = [{ name = "a", when = { event = true }, tags = "x" }]"#,
            r#"rules[0].when.event: expected an event such as "push", a list or { except }, found a boolean"#,
        ),
    ]);
}

/// Each example is followed: with it in place of `…`, the key is there.
#[test]
fn missing_keys_name_their_table_and_an_example() {
    for (text, message) in [
        (
            "builder = { … }",
            r#"builder: the key image is missing; add it, as in image = "gcr.io/kaniko-project/executor:debug""#,
        ),
        (
            r#"images = [{ push = "r.io", … }]"#,
            r#"images[0]: the key name is missing; add it, as in name = "{project}""#,
        ),
        (
            r#"images = [{ name = "x", … }]"#,
            r#"images[0]: the key push is missing; add it, as in push = "ghcr.io/acme""#,
        ),
        (
            r#"rules = [{ when = {}, tags = "x", … }]"#,
            r#"rules[0]: the key name is missing; add it, as in name = "main""#,
        ),
        (
            r#"rules = [{ name = "a", when = { event = { … } }, tags = "x" }]"#,
            r#"rules[0].when.event: the key except is missing; add it, as in except = "schedule""#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, … }]"#,
            r#"rules[0]: the key tags is missing; add it, as in tags = ["main-{short_sha}"]"#,
        ),
        (
            r#"rules = [{ name = "a", when = {}, tags = ["y", { moves = "always", … }] }]"#,
            r#"rules[0].tags[1]: the key tag is missing; add it, as in tag = "latest""#,
        ),
        (
            r#"accept = [{ because = "x", … }]"#,
            r#"accept[0]: the key finding is missing; add it, as in finding = "slug-collision""#,
        ),
        (
            r#"accept = [{ finding = "slug-collision", … }]"#,
            r#"accept[0]: the key because is missing; add it, as in because = "only we push here""#,
        ),
    ] {
        let [without, _] = [", …", "…"].map(|hole| text.replace(hole, ""));
        let without = without.replace('…', "");
        assert_messages(&[(&*without, message)]);
        let (_, example) = message.split_once("as in ").unwrap();
        let with = text.replace('…', example);
        if let Err(error) = load(&with) {
            assert!(!error.to_string().contains("is missing"), "{with}: {error}");
        }
    }
}

#[test]
fn a_missing_table_is_missed_by_name() {
    for (text, message) in [
        ("", "the key version is missing; add it, as in version = 1"),
        (
            "version = 1",
            r#"the key images is missing; add it, as in images = [{ name = "{project}", push = "ghcr.io/acme" }]"#,
        ),
        (
            "version = 1\nimages = []",
            r#"the key rules is missing; add it, as in rules = [{ name = "main", when = { branch = "main" }, tags = ["main-{short_sha}"] }]"#,
        ),
    ] {
        assert_message(text, message);
    }
}

#[test]
fn json_says_what_its_other_values_are() {
    for (json, message) in [
        ("7", "expected a table, found a number"),
        ("null", "expected a table, found nothing"),
        ("[]", "expected a table, found a list"),
        (r#"{"version": null}"#, "version: expected a number, found nothing"),
        (
            r#"{"version": 1, "builder": null}"#,
            r#"builder: expected an image such as "docker:27-cli" or a table such as { image = "docker:27-cli" }, found nothing"#,
        ),
        (
            r#"{"version": 1, "images": [null]}"#,
            "images[0]: expected a table such as { name = \"{project}\", push = \"registry.example.com\" }, found nothing",
        ),
    ] {
        assert_json(json, message);
    }
}

#[test]
fn a_key_stands_once() {
    let twice = "this key is given twice";
    for (json, path) in [
        (r#"{"version": 1, "version": 1}"#, "version"),
        (r#"{"version": 1, "slug": {"case": "keep", "case": "keep"}}"#, "slug.case"),
        (r#"{"version": 1, "env": {"A": "x", "A": "x"}}"#, "env.A"),
        (r#"{"version": 1, "images": [{"name": "x", "name": "x"}]}"#, "images[0].name"),
        (
            r#"{"version": 1, "images": [], "rules": [{"name": "a", "when": {"tag": "a", "tag": "b"}}]}"#,
            "rules[0].when.tag",
        ),
    ] {
        assert_json(json, &format!("{path}: {twice}"));
    }
}

#[test]
fn yaml_needs_quotes_around_what_is_no_text_to_it() {
    let with = |tags: &str| {
        let head = "version: 1\nimages: [{name: app, push: r.io}]\n";
        let text = format!("{head}rules:\n- name: a\n  when: {{tag: v*}}\n  tags: {tags}\n");
        serde_yaml_ng::from_str::<Policy>(&text)
    };
    for tags in ["'{version}'", "['{version}']", "\n  - x-{version}"] {
        assert!(with(tags).is_ok(), "{tags}");
    }
    for (tags, path, found) in [
        ("{version}", "rules[0].tags", "a table"),
        ("[x, {version}]", "rules[0].tags[1]", "a table"),
        ("[1.10]", "rules[0].tags[0]", "a fraction"),
        ("[true]", "rules[0].tags[0]", "a boolean"),
        ("{tag: {version}}", "rules[0].tags.tag", "a table"),
    ] {
        let message = format!("{path}: expected a string, found {found}; put it in quotes");
        assert_eq!(with(tags).unwrap_err().to_string(), message);
    }
}

/// Without quotes, the variant `3.10` would be another one, `3.1`.
#[test]
fn a_yaml_key_that_is_no_text_needs_quotes() {
    let with = |key: &str| {
        let head = "version: 1\nimages: [{name: app, push: r.io}]\nrules: [{name: a, tags: x}]\n";
        serde_yaml_ng::from_str::<Policy>(&format!("{head}labels:\n  {key}: x\n"))
    };
    for key in ["'3.10'", "17", "no", "09:00", "-alpine", "'true'"] {
        let policy = with(key).unwrap();
        let Assignments::Table(labels) = &policy.document().labels else { panic!("{policy:?}") };
        let written: Vec<&str> = labels.keys().map(String::as_str).collect();
        assert_eq!(written, [key.trim_matches('\'')]);
    }
    for (key, found) in [("3.10", "a fraction"), ("true", "a boolean"), ("~", "nothing")] {
        let message = format!("expected a string as a key, found {found}; put it in quotes");
        assert!(with(key).unwrap_err().to_string().contains(&message), "{:?}", with(key));
    }
}

#[test]
fn a_date_of_toml_is_called_one() {
    for (part, message) in [
        ("short-sha = 2026-03-18", "short-sha: expected a number, found a date"),
        ("env = { A = 2026-03-18 }", "env.A: expected a string, found a date; put it in quotes"),
        (
            "builder = 09:00:00",
            r#"builder: expected an image such as "docker:27-cli" or a table such as { image = "docker:27-cli" }, found a date"#,
        ),
    ] {
        let error = toml::from_str::<Policy>(&whole(part)).unwrap_err();
        assert_eq!(error.message(), message);
    }
}

/// With its feature `arbitrary_precision`, which any crate in a binary can
/// enable, `serde_json` gives numbers in this form.
#[test]
fn numbers_of_arbitrary_precision_are_numbers() {
    let number = |text: &str| serde_json::json!({ "$serde_json::private::Number": text });
    let mut value = serde_json::to_value(Policy::cwiq()).unwrap();
    value["version"] = number("1");
    value["short-sha"] = number("8");
    value["slug"]["max-length"] = number("40");
    assert_eq!(serde_json::from_value::<Policy>(value.clone()).unwrap(), Policy::cwiq());
    for (text, message) in [
        (
            "1.5",
            "short-sha: expected a number, found a fraction; write it without a decimal point, such as 1",
        ),
        ("-1", "short-sha: -1 is out of range; expected a number from 0"),
        (
            "100000000000000000000",
            "short-sha: 100000000000000000000 is out of range; expected a number from 0",
        ),
    ] {
        value["short-sha"] = number(text);
        let error = serde_json::from_value::<Policy>(value.clone()).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

/// Some binary formats have bytes where others have text.
#[test]
fn a_format_that_has_bytes_is_told_what_is_read() {
    use serde::Deserialize;
    use serde::de::value::{BytesDeserializer, Error};

    let error = Policy::deserialize(BytesDeserializer::<Error>::new(b"version")).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: byte array, expected a table");
}

/// YAML's keys may be anything; a number is the text that it is written as.
#[test]
fn a_key_that_is_no_text_is_an_unknown_key() {
    let refused = |key: &str| {
        let text = format!("{key}: x\nversion: 1\nimages: []\nrules: []\n");
        serde_yaml_ng::from_str::<Policy>(&text).expect_err(key).to_string()
    };
    for key in ["17", "-99999999999999999999"] {
        let error = refused(key);
        assert!(error.starts_with(&format!("{key}: unknown key; expected version, ")), "{error}");
    }
    for (key, found) in
        [("true", "a boolean"), ("1.5", "a fraction"), ("null", "nothing"), ("? [a]\n", "a list")]
    {
        let message = format!("expected a string as a key, found {found}; put it in quotes");
        assert_eq!(refused(key), message);
    }
}

/// YAML 1.1 has `no` without quotes for a boolean.
#[test]
fn a_word_that_a_format_takes_for_a_boolean_lacks_its_quotes() {
    let rule = |word| {
        format!(
            "rules = [{{ name = \"r\", when = {{ release = {{ prerelease = {word} }} }}, tags = [\"{{version}}\"] }}]"
        )
    };
    assert_messages(&[(
        &rule("false"),
        "rules[0].when.release.prerelease: expected exclude, include or only, found a boolean",
    )]);
}

#[test]
fn a_policy_is_a_table() {
    let error = serde_json::from_str::<Policy>("7").unwrap_err().to_string();
    assert_eq!(error, "expected a table, found a number");
}
