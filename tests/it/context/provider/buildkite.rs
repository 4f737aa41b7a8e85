use tagwright::context::{ContextErrorKind, Event};
use tagwright::{CiContext, ContextError, GitRef};

use super::{branch, job, pull_request, refused, tag};

#[test]
fn buildkite_false_is_no_pull_request() {
    for number in ["false", ""] {
        let context = job("buildkite-branch", &[("BUILDKITE_PULL_REQUEST", number)]).unwrap();
        assert_eq!(*context.git_ref(), branch("feature/search"), "{number:?}");
        assert_eq!(context.fork(), None, "{number:?}");
    }
}

#[test]
fn buildkite_branch_is_the_source_of_a_pull_request() {
    for source in ["release", "main"] {
        let context = job("buildkite-pull-request", &[("BUILDKITE_BRANCH", source)]).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, source, Some("main")));
    }
}

#[test]
fn buildkite_branch_of_a_tag_is_no_branch() {
    assert_eq!(*job("buildkite-tag", &[]).unwrap().git_ref(), tag("v1.0.0"));
}

#[test]
fn buildkite_head_is_no_commit() {
    let message = "BUILDKITE_COMMIT: invalid commit sha \"HEAD\": it names no commit; have the lookup return what `git rev-parse HEAD` prints, or start the build with a commit";
    let result = job("buildkite-branch", &[("BUILDKITE_COMMIT", "HEAD")]);
    refused(result, ContextErrorKind::MalformedVariable, "BUILDKITE_COMMIT", message);
}

#[test]
fn buildkite_ref_of_another_kind_is_no_branch() {
    for name in ["refs/changes/45/12345/2", "refs/pull/7/head"] {
        let context = job("buildkite-branch", &[("BUILDKITE_BRANCH", name)]).unwrap();
        assert_eq!(*context.git_ref(), GitRef::Detached, "{name}");
    }
}

#[test]
fn buildkite_owner_of_a_fork_is_no_part_of_its_branch() {
    let changes = [("BUILDKITE_BRANCH", "octocat:feature/search")];
    let context = job("buildkite-pull-request", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
    let error = job("buildkite-branch", &changes).unwrap_err();
    assert_eq!(error.variable(), Some("BUILDKITE_BRANCH"), "a push has no owner");
}

#[test]
fn buildkite_fork_is_told_by_both_addresses() {
    for (source, project, expected) in [
        ("git://github.com/cwiq/server.git", "git@github.com:cwiq/server.git", Some(false)),
        ("https://github.com/CWIQ/Server", "ssh://git@github.com/cwiq/server.git/", Some(false)),
        ("https://github.com/octocat/server.git", "git@github.com:cwiq/server.git", Some(true)),
        ("server", "git@github.com:cwiq/server.git", None),
        ("", "git@github.com:cwiq/server.git", None),
        ("git://github.com/cwiq/server.git", "", None),
    ] {
        let changes = [("BUILDKITE_PULL_REQUEST_REPO", source), ("BUILDKITE_REPO", project)];
        let context = job("buildkite-pull-request", &changes).unwrap();
        assert_eq!(context.fork(), expected, "{source} {project}");
    }
}

#[test]
fn buildkite_merge_queue_is_the_pull_request_whose_turn_it_is() {
    fn queued(branch: &str) -> Result<CiContext, ContextError> {
        job("buildkite-merge-queue", &[("BUILDKITE_BRANCH", branch)])
    }
    let source = "gh-readonly-queue/release/1.0/pr-12-0f1e2d3c";
    let expected = pull_request(12, source, Some("release/1.0"));
    for branch in [source, &format!("refs/heads/{source}")] {
        let context = queued(branch).unwrap();
        assert_eq!(*context.git_ref(), expected, "{branch}");
        assert_eq!(context.event(), Some(Event::MergeQueue), "{branch}");
    }
    let message = r#"BUILDKITE_BRANCH: invalid merge queue branch "main": expected gh-readonly-queue/BASE/pr-NUMBER-SHA"#;
    let result = queued("main");
    refused(result, ContextErrorKind::MalformedVariable, "BUILDKITE_BRANCH", message);
}

#[test]
fn buildkite_merge_is_not_the_head_of_a_pull_request() {
    let changes = [("BUILDKITE_PULL_REQUEST_USING_MERGE_REFSPEC", "true")];
    assert_eq!(job("buildkite-pull-request", &changes).unwrap().head_sha(), None);
}

/// A build that is not a pull request's has the name of a fork's branch if the
/// pipeline puts the owner before it.
#[test]
fn buildkite_branch_of_a_fork_is_no_branch() {
    let result = job("buildkite-branch", &[("BUILDKITE_BRANCH", "octocat:main")]);
    let message = r#"BUILDKITE_BRANCH: invalid branch "octocat:main": it is a branch of a fork; supply the context yourself, with "pull_request" and "fork""#;
    refused(result, ContextErrorKind::MalformedVariable, "BUILDKITE_BRANCH", message);
}
