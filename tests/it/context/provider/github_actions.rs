use tagwright::context::ContextErrorKind;
use tagwright::{GitRef, Provider};

use super::{branch, job, pull_request, read, refused, tag};
use crate::given::SHA;

const GITHUB: [(&str, &str); 3] = [
    ("GITHUB_SHA", SHA),
    ("GITHUB_REF", "refs/heads/main"),
    ("GITHUB_REPOSITORY", "octocat/hello-world"),
];

#[test]
fn a_missing_github_variable_is_named() {
    for (change, variable, message) in [
        (
            ("GITHUB_SHA", ""),
            "GITHUB_SHA",
            "GITHUB_SHA is not set; GitHub Actions sets it to the commit that started the workflow",
        ),
        (
            ("GITHUB_REF", ""),
            "GITHUB_REF",
            "GITHUB_REF is not set; GitHub Actions sets it to the ref of the run, such as refs/heads/main",
        ),
        (
            ("GITHUB_REPOSITORY", ""),
            "GITHUB_REPOSITORY",
            "GITHUB_REPOSITORY is not set; GitHub Actions sets it to owner and name of the repository",
        ),
        (
            ("GITHUB_REF", "refs/pull/7/merge"),
            "GITHUB_HEAD_REF",
            "GITHUB_HEAD_REF is not set; on events of a pull request other than pull_request, only the event file has the source branch; read also the file that GITHUB_EVENT_PATH names",
        ),
    ] {
        let result = read(Provider::GitHubActions, &GITHUB, &[change]);
        refused(result, ContextErrorKind::MissingVariable, variable, message);
    }
}

#[test]
fn a_malformed_github_variable_is_named() {
    for (change, message) in [
        (
            ("GITHUB_REF", "main"),
            r#"GITHUB_REF: invalid ref "main": expected refs/heads/…, refs/tags/… or refs/pull/…/merge"#,
        ),
        (
            ("GITHUB_REF", "refs/pull/x/merge"),
            r#"GITHUB_REF: invalid ref "refs/pull/x/merge": expected refs/heads/…, refs/tags/… or refs/pull/…/merge"#,
        ),
        (
            ("GITHUB_REF", "refs/heads/"),
            r#"GITHUB_REF: invalid ref name "": it is empty; a git ref has a name"#,
        ),
        (
            ("GITHUB_REF", "refs/tags/a b"),
            r#"GITHUB_REF: invalid ref name "a b": unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
        ),
        (
            ("GITHUB_REPOSITORY", "hello-world"),
            r#"GITHUB_REPOSITORY: invalid repository "hello-world": expected owner and name, such as octocat/hello-world"#,
        ),
        (
            ("GITHUB_REPOSITORY", "a/b/c"),
            r#"GITHUB_REPOSITORY: invalid repository "a/b/c": expected owner and name, such as octocat/hello-world"#,
        ),
        (
            ("GITHUB_REPOSITORY", "/hello-world"),
            r#"GITHUB_REPOSITORY: invalid repository "/hello-world": expected owner and name, such as octocat/hello-world"#,
        ),
        (
            ("GITHUB_REPOSITORY", "octocat/"),
            r#"GITHUB_REPOSITORY: invalid repository "octocat/": expected owner and name, such as octocat/hello-world"#,
        ),
        (
            ("GITHUB_RUN_NUMBER", "three"),
            r#"GITHUB_RUN_NUMBER: invalid number "three": expected a number such as 42"#,
        ),
        (
            ("GITHUB_REF_PROTECTED", "1"),
            r#"GITHUB_REF_PROTECTED: invalid flag "1": expected true or false"#,
        ),
    ] {
        let result = read(Provider::GitHubActions, &GITHUB, &[change]);
        refused(result, ContextErrorKind::MalformedVariable, change.0, message);
    }
}

#[test]
fn a_pull_request_cannot_claim_the_ref_it_runs_on() {
    let result = read(
        Provider::GitHubActions,
        &GITHUB,
        &[("GITHUB_REF", "refs/tags/v1.0.0"), ("GITHUB_HEAD_REF", "patch-1")],
    );
    let message = r#"GITHUB_HEAD_REF is "patch-1" while GITHUB_REF is "refs/tags/v1.0.0"; a pull request must not move the tags of the ref it runs on, as it would on pull_request_target; supply the context yourself, with "pull_request""#;
    refused(result, ContextErrorKind::Conflict, "GITHUB_HEAD_REF", message);
}

#[test]
fn a_github_pull_request_is_read_from_both_of_its_refs() {
    for git_ref in ["refs/pull/7/merge", "refs/pull/7/head"] {
        let change = [("GITHUB_REF", git_ref), ("GITHUB_HEAD_REF", "patch-1")];
        let context = read(Provider::GitHubActions, &GITHUB, &change).unwrap();
        assert_eq!(context.git_ref().to_string(), r#"pull request 7 from branch "patch-1""#);
    }
}

#[test]
fn a_trailing_slash_of_the_server_is_not_doubled() {
    let change = [("GITHUB_SERVER_URL", "https://ghe.cwiq.io/")];
    let context = read(Provider::GitHubActions, &GITHUB, &change).unwrap();
    assert_eq!(context.source_url(), Some("https://ghe.cwiq.io/octocat/hello-world"));
}

#[test]
fn github_ref_type_and_ref_name_are_not_read() {
    for (environment, expected) in [
        ("github-push", branch("feature/search")),
        ("github-tag", tag("v1.0.0")),
        ("github-pull-request", pull_request(7, "feature/search", Some("main"))),
    ] {
        for kind in ["branch", "tag", "", "nonsense"] {
            let changes = [("GITHUB_REF_TYPE", kind), ("GITHUB_REF_NAME", "main")];
            let context = job(environment, &changes).unwrap();
            assert_eq!(*context.git_ref(), expected, "{environment} {kind:?}");
        }
    }
}

#[test]
fn github_merge_is_not_the_head_of_a_pull_request() {
    assert_eq!(job("github-pull-request", &[]).unwrap().head_sha(), None);
}

#[test]
fn github_pull_request_that_is_closed_is_no_push() {
    let error = job("github-pull-request-closed", &[]).unwrap_err();
    assert_eq!(error.kind(), ContextErrorKind::Conflict);
}

#[test]
fn github_deployment_of_a_commit_has_no_ref() {
    for event in ["deployment", "deployment_status"] {
        let changes = [("GITHUB_EVENT_NAME", event), ("GITHUB_REF", "")];
        let context = job("github-push", &changes).unwrap();
        assert_eq!(*context.git_ref(), GitRef::Detached, "{event}");
        let context = job("github-push", &changes[..1]).unwrap();
        assert_eq!(*context.git_ref(), branch("feature/search"), "{event} of a branch");
    }
    let error = job("github-push", &[("GITHUB_REF", "")]).unwrap_err();
    assert_eq!(error.variable(), Some("GITHUB_REF"), "any other run has one");
}

#[test]
fn github_gives_no_default_branch() {
    for environment in ["github-push", "github-pull-request", "github-schedule"] {
        assert_eq!(job(environment, &[]).unwrap().default_branch(), None, "{environment}");
    }
}

#[test]
fn github_event_of_a_pull_request_is_no_push() {
    for event in ["pull_request", "pull_request_target", "pull_request_review"] {
        let error = job("github-push", &[("GITHUB_EVENT_NAME", event)]).unwrap_err();
        assert_eq!(error.kind(), ContextErrorKind::Conflict, "{event}");
        assert_eq!(error.variable(), Some("GITHUB_EVENT_NAME"), "{event}");
    }
    for event in ["push", "issues", "delete", "repository_dispatch", ""] {
        assert!(job("github-push", &[("GITHUB_EVENT_NAME", event)]).is_ok(), "{event}");
    }
}
