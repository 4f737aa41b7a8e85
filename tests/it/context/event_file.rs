use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, ContextError, GitRef, Policy, Provider, RefName};

use crate::given::SHA;

const HEAD: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";

const MAIN: RefName = RefName::from_static("main");

const REQUEST: &[(&str, &str)] = &[
    ("GITHUB_EVENT_NAME", "pull_request"),
    ("GITHUB_REF", "refs/pull/7/merge"),
    ("GITHUB_HEAD_REF", "patch-1"),
];
const PUSH: &[(&str, &str)] = &[("GITHUB_EVENT_NAME", "push"), ("GITHUB_REF", "refs/heads/main")];
const TAG: &[(&str, &str)] = &[("GITHUB_EVENT_NAME", "push"), ("GITHUB_REF", "refs/tags/v1.0.0")];
const QUEUED: &[(&str, &str)] = &[
    ("GITHUB_EVENT_NAME", "merge_group"),
    ("GITHUB_REF", "refs/heads/gh-readonly-queue/main/pr-7-0f1e"),
];
const DETACHED: &[(&str, &str)] = &[("GITHUB_EVENT_NAME", "deployment")];

const EVERY: [(&str, &str); 3] =
    [("GITHUB_ACTIONS", "true"), ("GITHUB_SHA", SHA), ("GITHUB_REPOSITORY", "octocat/hello-world")];

fn get<'a>(run: &'a [(&str, &str)], name: &str) -> Option<&'a str> {
    EVERY.iter().chain(run).find(|(key, _)| *key == name).map(|(_, value)| *value)
}

fn read(run: &[(&str, &str)], event: &str) -> Result<CiContext, ContextError> {
    CiContext::from_ci_with_event(|name| get(run, name), event)
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
    let context = read(REQUEST, &event).unwrap();
    let expected = format!(
        r#"{{"project":"hello-world","sha":"{SHA}","pull_request":{{"number":7,"source":"patch-1","target":"main"}},"head_sha":"{HEAD}","default_branch":"trunk","project_path":"octocat/hello-world","event":"pull-request","fork":false,"source_url":"https://github.com/octocat/hello-world","description":"Says\nhello","licenses":"MIT"}}"#
    );
    assert_eq!(serde_json::to_string(&context).unwrap(), expected);
}

#[test]
fn a_fork_is_told_by_the_name_of_the_source() {
    for (head, expected) in [
        (r#"{"full_name": "stranger/hello-world", "fork": true}"#, Some(true)),
        (r#"{"full_name": "octocat/hello-world", "fork": true}"#, Some(false)),
        ("null", None),
        ("{}", None),
    ] {
        let context = read(REQUEST, &request_event(head)).unwrap();
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
        let context = read(PUSH, &event).unwrap();
        let committed = context.committed().map(|committed| committed.to_string());
        assert_eq!(committed.as_deref(), expected, "{id}");
        assert_eq!(context.default_branch(), Some(&RefName::from_static("main")));
        assert_eq!((context.licenses(), context.description()), (None, None));
    }
}

#[test]
fn an_address_in_the_variables_stays() {
    let run = [REQUEST, &[("GITHUB_SERVER_URL", "https://ghe.cwiq.io")]].concat();
    let context = read(&run, &request_event("null")).unwrap();
    assert_eq!(context.source_url(), Some("https://ghe.cwiq.io/octocat/hello-world"));
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
        for run in [REQUEST, PUSH, TAG, DETACHED] {
            let variables = CiContext::from_ci(|name| get(run, name));
            assert_eq!(read(run, event), variables, "{event}");
        }
    }
}

#[test]
fn an_event_of_another_run_is_refused() {
    let aimed = [REQUEST, &[("GITHUB_BASE_REF", "main")]].concat();
    for (run, event, fact, message) in [
        (
            PUSH,
            r#"{"repository": {"full_name": "octocat/other"}}"#,
            "project_path",
            r#"repository.full_name of the event is "octocat/other" while project_path is "octocat/hello-world"; the event is of another run"#,
        ),
        (
            PUSH,
            r#"{"ref": "refs/heads/other"}"#,
            "branch",
            r#"ref of the event is "refs/heads/other" while branch is "main"; the event is of another run"#,
        ),
        (
            TAG,
            r#"{"ref": "refs/heads/v1.0.0"}"#,
            "tag",
            r#"ref of the event is "refs/heads/v1.0.0" while tag is "v1.0.0"; the event is of another run"#,
        ),
        (
            REQUEST,
            r#"{"ref": "refs/heads/main"}"#,
            "pull_request.number",
            r#"ref of the event is "refs/heads/main" while pull_request.number is "7"; the event is of another run"#,
        ),
        (
            PUSH,
            r#"{"pull_request": {"number": 7}}"#,
            "branch",
            r#"pull_request.number of the event is "7" while branch is "main"; the event is of another run"#,
        ),
        (
            DETACHED,
            r#"{"pull_request": {}}"#,
            "sha",
            r#"pull_request.number of the event is "" while sha is "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"; the event is of another run"#,
        ),
        (
            REQUEST,
            r#"{"pull_request": {"number": 8}}"#,
            "pull_request.number",
            r#"pull_request.number of the event is "8" while pull_request.number is "7"; the event is of another run"#,
        ),
        (
            REQUEST,
            r#"{"pull_request": {"head": {"ref": "patch-2"}}}"#,
            "pull_request.source",
            r#"pull_request.head.ref of the event is "patch-2" while pull_request.source is "patch-1"; the event is of another run"#,
        ),
        (
            &aimed,
            r#"{"pull_request": {"base": {"ref": "next"}}}"#,
            "pull_request.target",
            r#"pull_request.base.ref of the event is "next" while pull_request.target is "main"; the event is of another run"#,
        ),
        (
            TAG,
            r#"{"release": {"tag_name": "v1.0.1"}}"#,
            "tag",
            r#"release.tag_name of the event is "v1.0.1" while tag is "v1.0.0"; the event is of another run"#,
        ),
        (
            PUSH,
            r#"{"deployment": {"sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"}}"#,
            "sha",
            r#"deployment.sha of the event is "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233" while sha is "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"; the event is of another run"#,
        ),
        (
            PUSH,
            r#"{"merge_group": {"head_ref": "refs/heads/gh-readonly-queue/main/pr-7-0f1e"}}"#,
            "branch",
            r#"merge_group.head_ref of the event is "refs/heads/gh-readonly-queue/main/pr-7-0f1e" while branch is "main"; the event is of another run"#,
        ),
        (
            QUEUED,
            r#"{"merge_group": {"head_ref": "refs/heads/gh-readonly-queue/main/pr-8-0f1e"}}"#,
            "pull_request.source",
            r#"merge_group.head_ref of the event is "gh-readonly-queue/main/pr-8-0f1e" while pull_request.source is "gh-readonly-queue/main/pr-7-0f1e"; the event is of another run"#,
        ),
        (
            QUEUED,
            r#"{"merge_group": {"base_ref": "refs/heads/next"}}"#,
            "pull_request.target",
            r#"merge_group.base_ref of the event is "next" while pull_request.target is "main"; the event is of another run"#,
        ),
        (
            QUEUED,
            r#"{"merge_group": {"head_sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"}}"#,
            "sha",
            r#"merge_group.head_sha of the event is "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233" while sha is "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"; the event is of another run"#,
        ),
    ] {
        let error = read(run, event).unwrap_err();
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
            "no event: EOF while parsing a value at line 1 column 0; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "/github/workflow/event.json",
            "no event: expected value at line 1 column 1; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "[]",
            "no event: it is not an object; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            r#"{"repository": {"default_branch": 1}}"#,
            "event: repository.default_branch: expected a string, found a number; put it in quotes",
        ),
        (
            r#"{"repository": {"default_branch": "a..b"}}"#,
            r#"event: repository.default_branch: invalid ref name "a..b": unexpected '.' at byte 2; git refs hold no "..""#,
        ),
        (
            r#"{"repository": "octocat/hello-world"}"#,
            "event: repository: expected a table, found a string",
        ),
        (r#"{"pull_request": 7}"#, "event: pull_request: expected a table, found a number"),
        (
            r#"{"pull_request": {"head": {"repo": []}}}"#,
            "event: pull_request.head.repo: expected a table, found a list",
        ),
        (
            r#"{"pull_request": {"number": "7"}}"#,
            "event: pull_request.number: expected a number, found a string; write 7 without quotes",
        ),
        (
            r#"{"pull_request": {"number": -7}}"#,
            "event: pull_request.number: -7 is out of range; expected a number from 0",
        ),
        (
            r#"{"pull_request": {"number": 7, "number": 8}}"#,
            "event: pull_request.number: this key is given twice",
        ),
        (
            r#"{"pull_request": {"number": 7}, "pull_request": {"number": 8}}"#,
            "event: pull_request: this key is given twice",
        ),
        (
            r#"{"pull_request": {"head": {"sha": "0f1e2d3c"}}}"#,
            r#"event: pull_request.head.sha: invalid commit sha "0f1e2d3c": unexpected end at byte 8; a full commit sha has 40 or 64 digits"#,
        ),
    ] {
        let error = read(REQUEST, event).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::MalformedEvent, "{message}");
        assert_eq!((error.fact(), error.variable()), (None, None), "{message}");
        assert!(std::error::Error::source(&error).is_none(), "{message}: says its cause itself");
    }
}

#[test]
fn an_event_that_may_be_about_another_commit_needs_its_file() {
    for event in
        ["workflow_run", "check_run", "check_suite", "status", "issue_comment", "workflow_call"]
    {
        let run = [("GITHUB_EVENT_NAME", event), ("GITHUB_REF", "refs/heads/main")];
        let error = CiContext::from_ci(|name| get(&run, name)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "GITHUB_EVENT_NAME is {event:?}, and only the event file says which commit that \
                 is about; read also the file that GITHUB_EVENT_PATH names"
            ),
        );
        assert_eq!(error.kind(), ContextErrorKind::MissingEvent);
        assert_eq!((error.variable(), error.fact()), (Some("GITHUB_EVENT_NAME"), None));
    }
}

#[test]
fn an_event_file_without_its_commit_is_refused() {
    for (event, message) in [
        (
            "workflow_run",
            "no event: it is of workflow_run and has no workflow_run.head_sha; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "check_run",
            "no event: it is of check_run and has no check_run.head_sha; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "check_suite",
            "no event: it is of check_suite and has no check_suite.head_sha; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "status",
            "no event: it is of status and has no sha; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
        (
            "issue_comment",
            "no event: it is of issue_comment and has no issue; expected the content of the file that GITHUB_EVENT_PATH names",
        ),
    ] {
        let run = [("GITHUB_EVENT_NAME", event), ("GITHUB_REF", "refs/heads/main")];
        let error = read(&run, "{}").unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::MalformedEvent, "{message}");
    }
}

#[test]
fn a_provider_without_an_event_file_says_so() {
    let error = CiContext::from_ci_with_event(|name| (name == "GITLAB_CI").then_some("true"), "{}");
    let error = error.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GitLab has no event file; read its variables alone, with CiContext::from_ci",
    );
    assert_eq!(error.kind(), ContextErrorKind::MalformedEvent);
    for provider in Provider::all() {
        let is_actions = provider.to_string().ends_with("Actions");
        assert_eq!(provider.event_path_variable().is_some(), is_actions, "{provider}");
    }
}

/// What each row of the guide promises of a run on a branch.
#[test]
fn the_guide_has_every_event_of_github_actions() {
    let guide = include_str!("../../../src/guide/ci_providers.md");
    let (_, guide) = guide.split_once("| event | ref and commit of the run | context |").unwrap();
    let mut events = 0;
    for line in guide.lines().skip(2).take_while(|line| line.starts_with('|')) {
        if line.contains("closed by its merge") {
            // `a_merged_pull_request_is_its_branch` and golden environments.
            continue;
        }
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [names, _, context] = cells[..] else { panic!("{line}") };
        for event in names.split(", ").map(|name| name.trim_matches('`')) {
            events += 1;
            let run = [("GITHUB_EVENT_NAME", event), ("GITHUB_REF", "refs/heads/main")];
            let request = [&[("GITHUB_EVENT_NAME", event)], &REQUEST[1..]].concat();
            let found = CiContext::from_ci(|name| get(&run, name));
            let found = found.map(|context| context.git_ref().clone()).map_err(|it| it.kind());
            let of_request = CiContext::from_ci(|name| get(&request, name));
            match context {
                "the ref" => assert_eq!(found, Ok(GitRef::Branch(MAIN)), "{event}"),
                "the ref, or a detached commit" => {
                    assert_eq!(found, Ok(GitRef::Branch(MAIN)), "{event}");
                    let run = [("GITHUB_EVENT_NAME", event)];
                    let found = CiContext::from_ci(|name| get(&run, name)).unwrap();
                    assert_eq!(*found.git_ref(), GitRef::Detached, "{event}");
                }
                "rejected" => assert_eq!(found, Err(ContextErrorKind::Conflict), "{event}"),
                "the pull request" => {
                    assert_eq!(found, Err(ContextErrorKind::Conflict), "{event}");
                    assert!(of_request.is_ok(), "{event}");
                }
                "the pull request, with the event file" => {
                    assert_eq!(found, Err(ContextErrorKind::Conflict), "{event}");
                    let run = [("GITHUB_EVENT_NAME", event), REQUEST[1]];
                    assert!(CiContext::from_ci(|name| get(&run, name)).is_err(), "{event}");
                    assert!(read(&run, &request_event("null")).is_ok(), "{event}");
                }
                "the pull request that the queue is testing" => {
                    assert_eq!(found, Err(ContextErrorKind::MalformedVariable), "{event}");
                    assert!(CiContext::from_ci(|name| get(QUEUED, name)).is_ok(), "{event}");
                }
                "the ref, if the event file names the commit of the run"
                | "the ref, if it is not a pull request" => {
                    assert_eq!(found, Err(ContextErrorKind::MissingEvent), "{event}");
                }
                other => panic!("{event}: {other}"),
            }
        }
    }
    assert_eq!(events, 33, "the events of the guide are found");
}

/// Closed by its merge, a pull request runs on the branch that it was merged into;
/// no other file makes the run one of that branch.
#[test]
fn a_merged_pull_request_is_its_branch() {
    let run = [("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_REF", "refs/heads/main")];
    let event = |merged: &str, merge: &str, base: &str| {
        format!(
            r#"{{"pull_request": {{"number": 7, "merged": {merged}, "merge_commit_sha": "{merge}",
                "head": {{"ref": "x"}}, "base": {{"ref": "{base}"}}}}}}"#
        )
    };
    let context = read(&run, &event("true", SHA, "main")).unwrap();
    assert_eq!(*context.git_ref(), GitRef::Branch(MAIN));
    // No event of pull requests starts a run of a branch.
    assert_eq!(context.event(), None);
    let other = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";
    for (merged, merge, base) in
        [("false", SHA, "main"), ("true", other, "main"), ("true", SHA, "production")]
    {
        let error = read(&run, &event(merged, merge, base)).unwrap_err();
        assert_eq!(error.kind(), ContextErrorKind::Conflict, "{merged} {merge} {base}");
    }
    let error = read(&run, &event(r#""yes""#, SHA, "main")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "event: pull_request.merged: expected true or false, found a string",
    );
    let event = event("true", SHA, "main");
    let target = [("GITHUB_EVENT_NAME", "pull_request_target"), run[1]];
    assert_eq!(read(&target, &event).unwrap_err().kind(), ContextErrorKind::Conflict);
}

/// The file of a deployment never has the source branch of a pull request.
#[test]
fn a_pull_request_without_a_source_is_not_sent_to_the_file_again() {
    let run = [("GITHUB_EVENT_NAME", "deployment"), ("GITHUB_REF", "refs/pull/7/merge")];
    let error = read(&run, "{}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "GITHUB_HEAD_REF is not set; the event file does not have the source branch of this pull request either; supply the context yourself, with \"pull_request\"",
    );
}

#[test]
fn a_merge_group_runs_on_a_branch_of_the_queue() {
    for (git_ref, message) in [
        (
            "refs/tags/v1.0.0",
            r#"GITHUB_EVENT_NAME is "merge_group" while GITHUB_REF is "refs/tags/v1.0.0"; a merge group runs on a branch of the merge queue"#,
        ),
        (
            "refs/heads/gh-readonly-queue/pr-7-0f1e",
            r#"GITHUB_REF: invalid merge queue branch "gh-readonly-queue/pr-7-0f1e": expected gh-readonly-queue/BASE/pr-NUMBER-SHA"#,
        ),
        (
            "refs/heads/gh-readonly-queue/main/pr-x-0f1e",
            r#"GITHUB_REF: invalid merge queue branch "gh-readonly-queue/main/pr-x-0f1e": expected gh-readonly-queue/BASE/pr-NUMBER-SHA"#,
        ),
        (
            "refs/heads/gh-readonly-queue/main/pr-7-",
            r#"GITHUB_REF: invalid merge queue branch "gh-readonly-queue/main/pr-7-": expected gh-readonly-queue/BASE/pr-NUMBER-SHA"#,
        ),
    ] {
        let run = [("GITHUB_EVENT_NAME", "merge_group"), ("GITHUB_REF", git_ref)];
        let error = CiContext::from_ci(|name| get(&run, name)).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn the_remedy_for_another_commit_makes_its_context() {
    let run = [("GITHUB_EVENT_NAME", "workflow_run"), ("GITHUB_REF", "refs/heads/main")];
    for (repository, event, remedy) in [
        ("stranger/hello-world", "pull_request", r#"with "pull_request" and "fork""#),
        ("Octocat/hello-world", "pull_request", r#"with "pull_request""#),
        ("octocat/hello-world", "push", r#"with "branch", "tag" or "pull_request""#),
    ] {
        let event = format!(
            r#"{{"workflow_run": {{
                "event": "{event}", "head_branch": "patch-1", "head_sha": "{HEAD}",
                "head_repository": {{"full_name": "{repository}"}}
            }}}}"#
        );
        let error = read(&run, &event).unwrap_err();
        assert!(error.to_string().ends_with(remedy), "{error}");
        assert_eq!(error.kind(), ContextErrorKind::OtherCommit);
        assert_eq!((error.variable(), error.fact()), (None, None));
    }
    let created = "2026-03-18T09:00:00Z".parse().unwrap();
    let request = CiContext::pull_request("hello-world", 7, "patch-1", HEAD).unwrap();
    let plan = Policy::cwiq().plan(&request.with_fork(true).with_created(created)).unwrap();
    assert_eq!(plan.tags().primary().tag.as_str(), "branch-patch-1-0f1e2d3c");
}
