use tagwright::context::ContextErrorKind;

use super::{branch, job, pull_request, refused};

#[test]
fn cloud_build_pull_request_without_its_number_is_no_push() {
    for (name, value) in [("_HEAD_BRANCH", "patch-1"), ("_BASE_BRANCH", "main")] {
        let error = job("cloud-build-branch", &[(name, value)]).unwrap_err();
        assert_eq!(error.kind(), ContextErrorKind::MissingVariable, "{name}");
        assert_eq!(error.variable(), Some("_PR_NUMBER"), "{name}");
    }
}

#[test]
fn cloud_build_ref_name_does_not_say_what_it_names() {
    let changes = [("BRANCH_NAME", ""), ("REF_NAME", "main")];
    let error = job("cloud-build-branch", &changes).unwrap_err();
    assert_eq!(error.variable(), Some("BRANCH_NAME"));
}

#[test]
fn cloud_build_short_sha_is_no_commit() {
    let error = job("cloud-build-branch", &[("COMMIT_SHA", "")]).unwrap_err();
    assert_eq!(error.variable(), Some("COMMIT_SHA"), "SHORT_SHA is there, and of no use");
}

#[test]
fn cloud_build_address_of_a_fork_is_not_the_projects() {
    let context = job("cloud-build-pull-request-fork", &[]).unwrap();
    assert_eq!((context.fork(), context.source_url()), (Some(true), None));
    let unknown = [("_HEAD_REPO_URL", "")];
    let context = job("cloud-build-pull-request-fork", &unknown).unwrap();
    assert_eq!((context.fork(), context.source_url()), (None, None));
}

#[test]
fn cloud_build_reads_nothing_of_jenkins() {
    let jenkins = [("GIT_BRANCH", "x"), ("CHANGE_ID", "7"), ("JENKINS_URL", "")];
    let context = job("cloud-build-branch", &jenkins).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
}

/// A push on `main` whose build declares the substitutions of pull requests with
/// defaults of its own: no remedy makes it a pull request from `main` into `main`.
#[test]
fn cloud_build_push_is_no_pull_request_into_itself() {
    let push = [("BRANCH_NAME", "main"), ("_HEAD_BRANCH", "main"), ("_BASE_BRANCH", "main")];
    refused(
        job("cloud-build-branch", &push),
        ContextErrorKind::MissingVariable,
        "_PR_NUMBER",
        "_PR_NUMBER is not set; Google Cloud Build sets it where a pull request started the build and the step has _PR_NUMBER=$_PR_NUMBER in its env; where none did, leave _HEAD_BRANCH and _BASE_BRANCH out of it",
    );
    refused(
        job("cloud-build-branch", &[push[0], push[1], push[2], ("_PR_NUMBER", "0")]),
        ContextErrorKind::MalformedVariable,
        "_PR_NUMBER",
        r#"_PR_NUMBER: invalid number "0": no pull request has it; on a push, leave _PR_NUMBER, _HEAD_BRANCH and _BASE_BRANCH empty"#,
    );
    let context = job("cloud-build-branch", &[push[0]]).unwrap();
    assert_eq!(*context.git_ref(), branch("main"), "the second remedy");
    let request = [push[0], push[1], push[2], ("_PR_NUMBER", "7")];
    let context = job("cloud-build-branch", &request).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "main", Some("main")), "from a fork's main");
    refused(
        job("cloud-build-tag", &[push[1], push[2], ("_PR_NUMBER", "7")]),
        ContextErrorKind::Conflict,
        "_PR_NUMBER",
        r#"_PR_NUMBER is "7" while TAG_NAME is "v1.0.0"; a run has one ref, and Google Cloud Build sets only the variables of that ref"#,
    );
}

#[test]
fn cloud_build_substitution_that_was_not_made_is_no_branch() {
    for name in ["$BRANCH_NAME", "${BRANCH_NAME}", "$_HEAD_BRANCH"] {
        let message =
            format!("BRANCH_NAME: invalid ref name {name:?}: the build did not substitute it");
        let result = job("cloud-build-branch", &[("BRANCH_NAME", name)]);
        refused(result, ContextErrorKind::MalformedVariable, "BRANCH_NAME", &message);
    }
    let context = job("cloud-build-branch", &[("BRANCH_NAME", "$x")]).unwrap();
    assert_eq!(*context.git_ref(), branch("$x"), "a branch as any");
}
