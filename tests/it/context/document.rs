use tagwright::CiContext;

use crate::given::SHA;

#[test]
fn the_flat_form_leaves_absent_facts_out() {
    let context = CiContext::branch("server", "main", SHA).unwrap();
    assert_eq!(
        serde_json::to_string(&context).unwrap(),
        format!(r#"{{"project":"server","sha":"{SHA}","branch":"main"}}"#),
    );
    let context = CiContext::pull_request("server", 7, "feature/search", SHA).unwrap();
    assert_eq!(
        serde_json::to_string(&context).unwrap(),
        format!(
            r#"{{"project":"server","sha":"{SHA}","pull_request":{{"number":7,"source":"feature/search"}}}}"#
        ),
    );
}

#[test]
fn each_form_of_a_ref_is_read() {
    for (text, expected) in [
        (r#""branch": "main""#, CiContext::branch("server", "main", SHA)),
        (r#""tag": "v1.0.0", "branch": null"#, CiContext::tag("server", "v1.0.0", SHA)),
        (
            r#""pull_request": {"target": "main", "number": 7, "source": "feature/search"}"#,
            CiContext::pull_request("server", 7, "feature/search", SHA)
                .and_then(|context| context.with_target("main")),
        ),
        (r#""title": "", "event": null"#, CiContext::detached("server", SHA)),
    ] {
        let text = format!(r#"{{"project": "server", "sha": "{SHA}", {text}}}"#);
        assert_eq!(serde_json::from_str::<CiContext>(&text).unwrap(), expected.unwrap());
    }
}

/// A program's own event, with the facts of a context among its keys.
#[derive(serde::Deserialize)]
struct Event {
    job: String,
    #[serde(flatten)]
    context: CiContext,
}

#[test]
fn it_may_stand_among_the_keys_of_another() {
    let text = format!(
        r#"{{"project": "server", "job": "build", "sha": "{SHA}", "branch": "main", "title": null}}"#
    );
    let event: Event = serde_json::from_str(&text).unwrap();
    assert_eq!(event.job, "build");
    assert_eq!(event.context, CiContext::branch("server", "main", SHA).unwrap());
}

#[test]
fn a_yaml_scalar_that_is_no_string_needs_quotes() {
    let digits = "1234567890".repeat(4);
    let text = format!("project: '7'\nsha: '{digits}'\ntag: '1.10'\nversions: ['1.0', '1.10']\n");
    let context: CiContext = serde_yaml_ng::from_str(&text).unwrap();
    let expected = CiContext::tag("7", "1.10", digits).unwrap().with_versions(["1.0", "1.10"]);
    assert_eq!(context, expected.unwrap());
    for (quoted, path, found) in [
        ("project: '7'", "project", "a number"),
        ("sha: '1234567890123456789012345678901234567890'", "sha", "a fraction"),
        ("tag: '1.10'", "tag", "a fraction"),
        ("['1.0', ", "versions[0]", "a fraction"),
    ] {
        let text = text.replace(quoted, &quoted.replace('\'', ""));
        let error = serde_yaml_ng::from_str::<CiContext>(&text).unwrap_err().to_string();
        assert_eq!(error, format!("{path}: expected a string, found {found}; put it in quotes"));
    }
}

#[test]
fn refusals_name_the_key() {
    for (facts, message) in [
        (
            r#""branch": "main", "tag": "v1""#,
            "branch and tag are both given; a context has at most one ref",
        ),
        (
            r#""pull_request": {"number": 1, "source": "x"}, "branch": "main""#,
            "branch and pull_request are both given; a context has at most one ref",
        ),
        (
            r#""pull_request": {"number": 1, "source": "x"}, "tag": "v1""#,
            "tag and pull_request are both given; a context has at most one ref",
        ),
        (r#""brnch": "main""#, "brnch: unknown key; did you mean branch?"),
        (
            r#""scheduled": true"#,
            "scheduled: unknown key; expected project, sha, branch, tag, pull_request, head_sha, branch_head, default_branch, project_path, created, committed, event, fork, protected, workspace, source_url, title, description, licenses, run_number, versions, values or variant",
        ),
        (
            r#""event": "cron""#,
            r#"event: invalid event "cron": expected push, pull-request, merge-queue, schedule, manual, api, pipeline, deployment or release"#,
        ),
        (
            r#""pull_request": {"number": 1, "sorce": "x"}"#,
            "pull_request.sorce: unknown key; did you mean source?",
        ),
        (
            r#""pull_request": {"source": "x"}"#,
            "pull_request: the key number is missing; add it, as in \"number\": 12",
        ),
        (
            r#""pull_request": {"number": 1}"#,
            "pull_request: the key source is missing; add it, as in \"source\": \"feature/search\"",
        ),
        (r#""branch": "a", "branch": "b""#, "branch: this key is given twice"),
        (
            r#""pull_request": 7"#,
            r#"pull_request: expected a table, found a number; write { "number": 7, "source": "feature/search" }"#,
        ),
        (
            r#""pull_request": {"number": -1, "source": "x"}"#,
            "pull_request.number: -1 is out of range; expected a number from 0",
        ),
        (r#""tag": 1"#, "tag: expected a string, found a number; put it in quotes"),
        (r#""fork": "no""#, "fork: expected true or false, found a string"),
        (
            r#""run_number": "7""#,
            "run_number: expected a number, found a string; write 7 without quotes",
        ),
        (
            r#""default-branch": "main""#,
            "default-branch: unknown key; did you mean default_branch?",
        ),
        (
            r#""versions": "1.0.0""#,
            r#"versions: expected a list such as ["v1.0.0"], found a string"#,
        ),
        (
            r#""values": {"a\nb": "x"}"#,
            r#"values: invalid value "a\nb": unexpected '\n' at byte 1; a value must not contain control characters"#,
        ),
        (r#""versions": ["1.0.0", null]"#, "versions[1]: expected a string, found nothing"),
        (
            r#""created": "2026-03-18""#,
            r#"created: invalid timestamp "2026-03-18": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (r#""branch": """#, r#"branch: invalid ref name "": it is empty; a git ref has a name"#),
        (
            r#""title": "a\u0000b""#,
            r#"title: invalid string "a\0b": unexpected '\0' at byte 1; this fact must not contain control characters other than line breaks and tabs"#,
        ),
    ] {
        refused_with(facts, message);
    }
    refused(
        r#"{"project": "server"}"#,
        &format!("the key sha is missing; add it, as in \"sha\": \"{SHA}\""),
    );
    refused(
        &format!(r#"{{"sha": "{SHA}"}}"#),
        "the key project is missing; add it, as in \"project\": \"server\"",
    );
    refused(
        &format!(r#"{{"project": "", "sha": "{SHA}"}}"#),
        r#"project: invalid project "": it is empty; the name of the project is required"#,
    );
    refused("7", "expected a table, found a number");
}

#[test]
fn a_ref_in_full_says_what_to_leave_out() {
    for (facts, message) in [
        (
            r#""branch": "refs/heads/main""#,
            r#"branch: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            r#""tag": "refs/tags/v1.0.0""#,
            r#"tag: invalid ref name "refs/tags/v1.0.0": leave out "refs/tags/" and give the rest as a git tag"#,
        ),
        (
            r#""branch": "refs/tags/v1.0.0""#,
            r#"branch: invalid ref name "refs/tags/v1.0.0": leave out "refs/tags/" and give the rest as a git tag"#,
        ),
        (
            r#""pull_request": {"number": 7, "source": "refs/heads/x"}"#,
            r#"pull_request.source: invalid ref name "refs/heads/x": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            r#""pull_request": {"number": 7, "source": "x", "target": "refs/heads/main"}"#,
            r#"pull_request.target: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
        (
            r#""default_branch": "refs/heads/main""#,
            r#"default_branch: invalid ref name "refs/heads/main": leave out "refs/heads/" and give the rest as a branch"#,
        ),
    ] {
        refused_with(facts, message);
    }
}

#[test]
fn every_format_has_the_same_message_with_the_path() {
    for (toml, message) in [
        (
            "project = 'server'\nsha = 'abc'\n",
            "sha: invalid commit sha \"abc\": unexpected end at byte 3; a full commit sha has 40 or 64 digits",
        ),
        ("project = 'server'\nshaa = 'abc'\n", "shaa: unknown key; did you mean sha?"),
        ("project = 'server'\nsha = [1]\n", "sha: expected a string, found a list"),
    ] {
        let table: toml::Table = toml::from_str(toml).unwrap();
        assert_eq!(toml::from_str::<CiContext>(toml).unwrap_err().message(), message);
        refused(&serde_json::to_string(&table).unwrap(), message);
        let yaml = serde_yaml_ng::to_string(&table).unwrap();
        let error = serde_yaml_ng::from_str::<CiContext>(&yaml).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[track_caller]
fn refused(json: &str, message: &str) {
    let error = serde_json::from_str::<CiContext>(json).unwrap_err().to_string();
    assert_eq!(error, message);
}

/// Adds facts to a context of a project and a commit.
#[track_caller]
fn refused_with(facts: &str, message: &str) {
    refused(&format!(r#"{{"project": "server", "sha": "{SHA}", {facts}}}"#), message);
}

/// A format that names fields by numbers, or has no way to leave a value out.
#[test]
fn a_format_that_fits_no_context_is_told_what_is_read() {
    use serde::Deserialize;
    use serde::de::value::{BytesDeserializer, Error, MapDeserializer};

    let numbered = [("project", "server"), ("sha", SHA), ("7", "x")];
    let numbered = MapDeserializer::<_, Error>::new(numbered.into_iter());
    let error = CiContext::deserialize(numbered).unwrap_err().to_string();
    assert!(error.starts_with("7: unknown key; expected project, "), "{error}");
    let certain = [("project", "server"), ("sha", SHA), ("branch", "main")];
    let certain = MapDeserializer::<_, Error>::new(certain.into_iter());
    let expected = CiContext::branch("server", "main", SHA).unwrap();
    assert_eq!(CiContext::deserialize(certain).unwrap(), expected);
    let bytes = BytesDeserializer::<Error>::new(b"project");
    assert_eq!(
        CiContext::deserialize(bytes).unwrap_err().to_string(),
        "invalid type: byte array, expected a table",
    );
}
