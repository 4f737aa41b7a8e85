use tagwright::ContextErrorKind;

use super::{branch, job};

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
