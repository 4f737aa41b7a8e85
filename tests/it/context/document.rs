use tagwright::{CiContext, RefName};

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
                .and_then(|context| context.with_target(RefName::from_static("main"))),
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
fn a_plain_yaml_scalar_is_the_text_that_stands_there() {
    let digits = "1234567890".repeat(4);
    let text = format!("project: 7\nsha: {digits}\ntag: 1.10\nversions: [1.0, 1.10]\n");
    let context: CiContext = serde_yaml_ng::from_str(&text).unwrap();
    let expected = CiContext::tag("7", "1.10", digits).unwrap().with_versions(["1.0", "1.10"]);
    assert_eq!(context, expected.unwrap());
}

#[test]
fn refusals_name_the_key() {
    for (facts, message) in [
        (
            r#""branch": "main", "tag": "v1""#,
            "branch and tag are both given; a context has one ref, or none",
        ),
        (
            r#""pull_request": {"number": 1, "source": "x"}, "branch": "main""#,
            "branch and pull_request are both given; a context has one ref, or none",
        ),
        (
            r#""pull_request": {"number": 1, "source": "x"}, "tag": "v1""#,
            "tag and pull_request are both given; a context has one ref, or none",
        ),
        (
            r#""brnch": "main""#,
            r#"unknown key "brnch"; a context holds project, sha, branch, tag, pull_request, head_sha, default_branch, project_path, created, committed, event, fork, protected, workspace, source_url, title, description, licenses, run_number, versions"#,
        ),
        (
            r#""scheduled": true"#,
            r#"unknown key "scheduled"; a context holds project, sha, branch, tag, pull_request, head_sha, default_branch, project_path, created, committed, event, fork, protected, workspace, source_url, title, description, licenses, run_number, versions"#,
        ),
        (
            r#""event": "cron""#,
            r#"event: invalid event "cron": expected push, pull-request, merge-queue, schedule, manual, api, pipeline, deployment or release"#,
        ),
        (
            r#""pull_request": {"number": 1, "sorce": "x"}"#,
            r#"unknown key "sorce"; pull_request holds number, source, target"#,
        ),
        (
            r#""pull_request": {"source": "x"}"#,
            "pull_request.number is not given; a context cannot be without it",
        ),
        (
            r#""pull_request": {"number": 1}"#,
            "pull_request.source is not given; a context cannot be without it",
        ),
        (r#""branch": "a", "branch": "b""#, "branch is given twice"),
        (
            r#""pull_request": 7"#,
            "invalid type: integer `7`, expected pull_request to be a map of number, source, target",
        ),
        (
            r#""pull_request": {"number": -1, "source": "x"}"#,
            "invalid value: integer `-1`, expected pull_request.number to be a number from 0",
        ),
        (r#""tag": 1"#, "invalid type: integer `1`, expected tag to be a string"),
        (r#""fork": "no""#, r#"invalid type: string "no", expected fork to be true or false"#),
        (
            r#""run_number": "7""#,
            r#"invalid type: string "7", expected run_number to be a number from 0"#,
        ),
        (
            r#""versions": "1.0.0""#,
            r#"invalid type: string "1.0.0", expected versions to be a list of strings"#,
        ),
        (r#""versions": ["1.0.0", null]"#, "invalid type: null, expected versions to be a string"),
        (
            r#""created": "2026-03-18""#,
            r#"created: invalid timestamp "2026-03-18": expected a form like 2026-03-18T09:00:00Z"#,
        ),
        (r#""branch": """#, r#"branch: invalid ref name "": it is empty; a git ref has a name"#),
        (
            r#""title": "a\u0000b""#,
            r#"title: invalid text "a\0b": unexpected '\0' at byte 1; this fact holds no control characters but line breaks and tabs"#,
        ),
    ] {
        refused_with(facts, message);
    }
    refused(r#"{"project": "server"}"#, "sha is not given; a context cannot be without it");
    refused(
        &format!(r#"{{"sha": "{SHA}"}}"#),
        "project is not given; a context cannot be without it",
    );
    refused(
        &format!(r#"{{"project": "", "sha": "{SHA}"}}"#),
        r#"project: invalid project "": it is empty; a context names its project"#,
    );
    refused("7", "invalid type: integer `7`, expected a map of the facts of a CI run");
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
fn toml_and_yaml_show_where() {
    let error = toml::from_str::<CiContext>("project = 'server'\nsha = 'abc'\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "TOML parse error at line 2, column 7
  |
2 | sha = 'abc'
  |       ^^^^^
sha: invalid commit sha \"abc\": unexpected end at byte 3; a commit sha is whole: 40 or 64 digits
",
    );
    let error = toml::from_str::<CiContext>("project = 'server'\nprotcted = true\n").unwrap_err();
    assert_eq!(error.span(), Some(19..27), "the key itself");
    let error = serde_yaml_ng::from_str::<CiContext>("project: server\nsha: [1]\n").unwrap_err();
    assert_eq!(
        error.to_string(),
        "sha: invalid type: sequence, expected sha to be a string at line 2 column 6",
    );
}

#[track_caller]
fn refused(json: &str, message: &str) {
    let error = serde_json::from_str::<CiContext>(json).unwrap_err().to_string();
    let (text, _position) = error.rsplit_once(" at line ").expect("JSON says where");
    assert_eq!(text, message);
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
    use serde::de::value::{Error, MapDeserializer};

    let numbered = MapDeserializer::<_, Error>::new([(7_u64, "x")].into_iter());
    assert_eq!(
        CiContext::deserialize(numbered).unwrap_err().to_string(),
        "invalid type: integer `7`, expected a key of a context",
    );
    let certain = MapDeserializer::<_, Error>::new([("branch", "main")].into_iter());
    assert_eq!(
        CiContext::deserialize(certain).unwrap_err().to_string(),
        "invalid type: string \"main\", expected branch",
    );
}
