use tagwright::{CiContext, ContextErrorKind, RefName};

use super::SHA;

const HEAD: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";

fn request() -> CiContext {
    CiContext::pull_request("hello-world", 7, "patch-1", SHA)
        .and_then(|context| context.with_project_path("octocat/hello-world"))
        .unwrap()
}

fn push() -> CiContext {
    CiContext::branch("hello-world", "main", SHA)
        .and_then(|context| context.with_project_path("octocat/hello-world"))
        .unwrap()
}

fn tag() -> CiContext {
    CiContext::tag("hello-world", "v1.0.0", SHA).unwrap()
}

fn request_event(head_repository: &str) -> String {
    format!(
        r#"{{
            "action": "synchronize",
            "number": 7,
            "pull_request": {{
                "number": 7,
                "merge_commit_sha": "{SHA}",
                "head": {{"ref": "patch-1", "sha": "{HEAD}", "repo": {head_repository}}},
                "base": {{"ref": "main", "repo": {{"full_name": "octocat/hello-world", "fork": true}}}}
            }},
            "repository": {{
                "full_name": "octocat/hello-world",
                "default_branch": "trunk",
                "description": "Says\nhello",
                "html_url": "https://github.com/octocat/hello-world",
                "license": {{"key": "mit", "spdx_id": "MIT"}}
            }}
        }}"#
    )
}

#[test]
fn a_pull_request_gets_its_head_and_the_default_branch() {
    let event = request_event(r#"{"full_name": "octocat/hello-world", "fork": true}"#);
    let context = request().with_github_event(&event).unwrap();
    let expected = format!(
        r#"{{"project":"hello-world","sha":"{SHA}","pull_request":{{"number":7,"source":"patch-1","target":"main"}},"head_sha":"{HEAD}","default_branch":"trunk","project_path":"octocat/hello-world","fork":false,"source_url":"https://github.com/octocat/hello-world","description":"Says\nhello","licenses":"MIT"}}"#
    );
    assert_eq!(serde_json::to_string(&context).unwrap(), expected);
    assert_eq!(context.clone().with_github_event(&event).unwrap(), context, "twice is once");
}

#[test]
fn a_fork_is_told_by_the_name_of_the_source() {
    for (head, expected) in [
        (r#"{"full_name": "stranger/hello-world", "fork": true}"#, Some(true)),
        (r#"{"full_name": "octocat/hello-world", "fork": true}"#, Some(false)),
        ("null", None),
        ("{}", None),
    ] {
        let context = request().with_github_event(&request_event(head)).unwrap();
        assert_eq!(context.fork(), expected, "{head}");
    }
}

#[test]
fn a_push_gets_the_time_of_its_own_commit() {
    for (id, expected) in [(SHA, Some("2026-03-18T08:55:01Z")), (HEAD, None)] {
        let event = format!(
            r#"{{"ref": "refs/heads/main", "after": "{id}",
                 "head_commit": {{"id": "{id}", "timestamp": "2026-03-18T09:55:01+01:00"}},
                 "repository": {{"default_branch": "main", "license": {{"spdx_id": "NOASSERTION"}},
                                 "description": null}}}}"#
        );
        let context = push().with_github_event(&event).unwrap();
        let committed = context.committed().map(|committed| committed.to_string());
        assert_eq!(committed.as_deref(), expected, "{id}");
        assert_eq!(context.default_branch(), Some(&RefName::from_static("main")));
        assert_eq!((context.licenses(), context.description()), (None, None));
    }
}

#[test]
fn what_is_known_already_stays() {
    let context = request()
        .with_source_url("https://ghe.cwiq.io/octocat/hello-world")
        .and_then(|context| context.with_description("Hello"))
        .and_then(|context| context.with_licenses("Apache-2.0"))
        .unwrap();
    let found = context.clone().with_github_event(&request_event("null")).unwrap();
    assert_eq!(found.source_url(), context.source_url());
    assert_eq!(found.description(), context.description());
    assert_eq!(found.licenses(), context.licenses());
}

#[test]
fn an_event_that_tells_nothing_adds_nothing() {
    for event in [
        "{}",
        r#"{"schedule": "0 3 * * *"}"#,
        r#"{"ref": "main", "ref_type": "branch"}"#,
        r#"{"ref": "v1.0.0", "repository": null, "pull_request": null}"#,
        r#"{"repository": {"default_branch": "", "description": "\u001b[2J"}}"#,
    ] {
        for context in [request(), push(), tag(), CiContext::detached("x", SHA).unwrap()] {
            assert_eq!(context.clone().with_github_event(event), Ok(context), "{event}");
        }
    }
}

#[test]
fn an_event_of_another_run_is_refused() {
    let detached = CiContext::detached("hello-world", SHA).unwrap();
    for (context, event, fact, message) in [
        (
            push(),
            r#"{"repository": {"full_name": "octocat/other"}}"#,
            "project_path",
            r#"repository.full_name of the event is "octocat/other" while project_path is "octocat/hello-world"; the event is of another run"#,
        ),
        (
            push(),
            r#"{"ref": "refs/heads/other"}"#,
            "branch",
            r#"ref of the event is "refs/heads/other" while branch is "main"; the event is of another run"#,
        ),
        (
            tag(),
            r#"{"ref": "refs/heads/v1.0.0"}"#,
            "tag",
            r#"ref of the event is "refs/heads/v1.0.0" while tag is "v1.0.0"; the event is of another run"#,
        ),
        (
            request(),
            r#"{"ref": "refs/heads/main"}"#,
            "pull_request.number",
            r#"ref of the event is "refs/heads/main" while pull_request.number is "7"; the event is of another run"#,
        ),
        (
            push(),
            r#"{"pull_request": {"number": 7}}"#,
            "branch",
            r#"pull_request.number of the event is "7" while branch is "main"; the event is of another run"#,
        ),
        (
            detached,
            r#"{"pull_request": {}}"#,
            "sha",
            r#"pull_request.number of the event is "" while sha is "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"; the event is of another run"#,
        ),
        (
            request(),
            r#"{"pull_request": {"number": 8}}"#,
            "pull_request.number",
            r#"pull_request.number of the event is "8" while pull_request.number is "7"; the event is of another run"#,
        ),
        (
            request(),
            r#"{"pull_request": {"head": {"ref": "patch-2"}}}"#,
            "pull_request.source",
            r#"pull_request.head.ref of the event is "patch-2" while pull_request.source is "patch-1"; the event is of another run"#,
        ),
        (
            request().with_target(RefName::from_static("main")).unwrap(),
            r#"{"pull_request": {"base": {"ref": "next"}}}"#,
            "pull_request.target",
            r#"pull_request.base.ref of the event is "next" while pull_request.target is "main"; the event is of another run"#,
        ),
        (
            push().with_default_branch(RefName::from_static("main")),
            r#"{"repository": {"default_branch": "trunk"}}"#,
            "default_branch",
            r#"repository.default_branch of the event is "trunk" while default_branch is "main"; the event is of another run"#,
        ),
    ] {
        let error = context.with_github_event(event).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::Conflict, "{message}");
        assert_eq!((error.fact(), error.variable()), (Some(fact), None), "{message}");
    }
}

#[test]
fn a_payload_that_is_none_is_refused() {
    for (event, message) in [
        (
            "",
            "no event: EOF while parsing a value at line 1 column 0; expected the text of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "/github/workflow/event.json",
            "no event: expected value at line 1 column 1; expected the text of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "[]",
            "no event: it is no object; expected the text of the file that GITHUB_EVENT_PATH names",
        ),
        (
            r#"{"repository": {"default_branch": 1}}"#,
            r#"event: repository.default_branch: invalid field "1": expected a string"#,
        ),
        (
            r#"{"repository": {"default_branch": "a..b"}}"#,
            r#"event: repository.default_branch: invalid ref name "a..b": unexpected '.' at byte 2; git refs hold no "..""#,
        ),
        (
            r#"{"repository": "octocat/hello-world"}"#,
            r#"event: repository: invalid field "\"octocat/hello-world\"": expected an object"#,
        ),
        (r#"{"pull_request": 7}"#, r#"event: pull_request: invalid field "7": expected an object"#),
        (
            r#"{"pull_request": {"head": {"repo": []}}}"#,
            r#"event: pull_request.head.repo: invalid field "[]": expected an object"#,
        ),
        (
            r#"{"pull_request": {"number": "7"}}"#,
            r#"event: pull_request.number: invalid field "\"7\"": expected a number"#,
        ),
        (
            r#"{"pull_request": {"number": -7}}"#,
            r#"event: pull_request.number: invalid field "-7": expected a number"#,
        ),
        (
            r#"{"pull_request": {"head": {"sha": "0f1e2d3c"}}}"#,
            r#"event: pull_request.head.sha: invalid commit sha "0f1e2d3c": unexpected end at byte 8; a commit sha is whole: 40 or 64 digits"#,
        ),
    ] {
        let error = request().with_github_event(event).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::MalformedEvent, "{message}");
        assert_eq!((error.fact(), error.variable()), (None, None), "{message}");
        assert!(std::error::Error::source(&error).is_none(), "{message}: says its cause itself");
    }
}
