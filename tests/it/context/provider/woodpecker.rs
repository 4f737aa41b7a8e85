use tagwright::context::Event;

use super::{SHA, job, pull_request, tag};

#[test]
fn woodpecker_branch_is_the_target_of_a_pull_request() {
    let context = job("woodpecker-pull-request", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
}

#[test]
fn woodpecker_branch_of_a_tag_is_no_branch() {
    for environment in ["woodpecker-tag", "woodpecker-release"] {
        for name in ["main", "v1.0.0", "refs/tags/v1.0.0"] {
            let context = job(environment, &[("CI_COMMIT_BRANCH", name)]).unwrap();
            assert_eq!(*context.git_ref(), tag("v1.0.0"), "{environment} {name}");
        }
    }
}

#[test]
fn woodpecker_times_are_seconds() {
    let context = job("woodpecker-branch", &[]).unwrap();
    assert_eq!(context.created().unwrap().to_string(), "2026-03-18T09:00:00Z");
    assert_eq!(context.committed().unwrap().to_string(), "2026-03-18T08:55:01Z");
}

#[test]
fn woodpecker_does_not_read_what_only_gitlab_sets() {
    let gitlab = [
        ("CI_PROJECT_NAME", "other"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_COMMIT_TAG", "v9"),
        ("CI_PIPELINE_CREATED_AT", "yesterday"),
        ("CI_DEFAULT_BRANCH", "trunk"),
        ("CI_COMMIT_REF_NAME", "x"),
    ];
    let context = job("woodpecker-branch", &gitlab).unwrap();
    assert_eq!(context, job("woodpecker-branch", &[]).unwrap());
}

#[test]
fn woodpecker_head_is_told_by_the_ref() {
    for (full_ref, head) in [
        ("refs/pull/7/head", Some(SHA)),
        ("refs/pull/7/merge", None),
        ("refs/merge-requests/7/head", Some(SHA)),
        ("refs/pull-requests/7/from", Some(SHA)),
    ] {
        let context = job("woodpecker-pull-request", &[("CI_COMMIT_REF", full_ref)]).unwrap();
        assert_eq!(context.head_sha().map(AsRef::as_ref), head, "{full_ref}");
    }
}

#[test]
fn woodpecker_event_makes_a_pull_request_of_a_branch() {
    for event in ["pull_request", "pull_request_closed", "pull_request_metadata"] {
        let changes = [("CI_COMMIT_REF", "refs/heads/main"), ("CI_PIPELINE_EVENT", event)];
        let context = job("woodpecker-pull-request", &changes).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")), "{event}");
        let changes = [changes[0], changes[1], ("CI_COMMIT_PULL_REQUEST", "")];
        let error = job("woodpecker-pull-request", &changes).unwrap_err();
        assert_eq!(error.variable(), Some("CI_COMMIT_PULL_REQUEST"), "{event}");
    }
}

/// A deployment of a commit, as preview services ask for, has the ref of the
/// default branch.
#[test]
fn woodpecker_deployment_of_a_branch_may_be_of_a_commit() {
    let deployment = [("CI_PIPELINE_EVENT", "deployment"), ("CI_COMMIT_REF", "refs/heads/main")];
    let error = job("woodpecker-branch", &deployment).unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"CI_PIPELINE_EVENT is "deployment" while CI_COMMIT_REF is "refs/heads/main"; the deployment may also be of a git tag or a commit; supply the context yourself, with "branch", with "tag" or without a ref"#,
    );
    let context = job("woodpecker-tag", &deployment[..1]).unwrap();
    assert_eq!(context.event(), Some(Event::Deployment));
}

#[test]
fn woodpecker_number_makes_a_pull_request_of_a_push() {
    let changes = [("CI_COMMIT_PULL_REQUEST", "7"), ("CI_COMMIT_SOURCE_BRANCH", "patch-1")];
    let context = job("woodpecker-branch", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "patch-1", None));
}
