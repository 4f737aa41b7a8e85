use tagwright::GitRef;

use super::{branch, job, pull_request, tag};

#[test]
fn circleci_gives_no_target() {
    for environment in ["circleci-pull-request", "circleci-pull-request-fork"] {
        let context = job(environment, &[]).unwrap();
        let GitRef::PullRequest { target, .. } = context.git_ref() else {
            panic!("{environment}: {}", context.git_ref())
        };
        assert_eq!(*target, None, "{environment}");
        assert_eq!(context.default_branch(), None, "{environment}");
    }
}

#[test]
fn circleci_nil_is_nothing() {
    let nil = [
        ("CIRCLE_TAG", "<nil>"),
        ("CIRCLE_PR_NUMBER", "<nil>"),
        ("CIRCLE_PULL_REQUEST", "<nil>"),
        ("CIRCLE_PROJECT_USERNAME", "<nil>"),
        ("CIRCLE_REPOSITORY_URL", "<nil>"),
    ];
    let context = job("circleci-branch", &nil).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
    assert_eq!((context.project_path(), context.source_url(), context.fork()), (None, None, None));
    let error = job("circleci-branch", &[("CIRCLE_BRANCH", "<nil>")]).unwrap_err();
    assert_eq!(error.kind(), tagwright::context::ContextErrorKind::MissingVariable);
}

#[test]
fn circleci_tag_goes_before_a_branch() {
    let context = job("circleci-branch", &[("CIRCLE_TAG", "v1.0.0")]).unwrap();
    assert_eq!(*context.git_ref(), tag("v1.0.0"));
}

#[test]
fn circleci_number_of_a_fork_goes_before_an_address_by_chance() {
    let changes = [("CIRCLE_PULL_REQUEST", "https://github.com/cwiq/server/pull/9")];
    let context = job("circleci-pull-request-fork", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(8, "pull/8", None));
    assert_eq!(context.fork(), Some(true));
}

#[test]
fn circleci_fork_is_told_by_the_oauth_app_alone() {
    let source = ("CIRCLE_BRANCH", "feature/search");
    for (changes, expected, why) in [
        (&[source][..], Some(false), "of forks alone the number is a variable"),
        (&[source, ("CIRCLE_PR_NUMBER", "7")], Some(true), "so that this is a fork"),
        (&[("CIRCLE_BRANCH", "pull/7")], Some(true), "the branch of a fork"),
        (&[source, ("CIRCLE_REPOSITORY_URL", "")], None, "the GitHub App"),
    ] {
        let context = job("circleci-pull-request", changes).unwrap();
        assert_eq!(context.fork(), expected, "{why}");
        let is_head = context.head_sha() == Some(context.sha());
        assert_eq!(is_head, expected == Some(false), "{why}");
    }
    assert_eq!(job("circleci-branch", &[]).unwrap().fork(), None, "not a pull request");
}

#[test]
fn circleci_number_of_a_job_is_none_of_the_pipeline() {
    assert_eq!(job("circleci-branch", &[]).unwrap().run_number(), None);
}

#[test]
fn circleci_branch_of_a_pull_request_makes_one() {
    for (name, number) in [("pull/8", 8), ("pull/8/head", 8), ("pull/8/merge", 8)] {
        let context = job("circleci-branch", &[("CIRCLE_BRANCH", name)]).unwrap();
        let GitRef::PullRequest { number: found, source, .. } = context.git_ref() else {
            panic!("{name}: {}", context.git_ref())
        };
        assert_eq!((*found, source.as_str(), context.fork()), (number, name, Some(true)));
    }
    let context = job("circleci-branch", &[("CIRCLE_BRANCH", "pull/8/docs")]).unwrap();
    assert_eq!(*context.git_ref(), branch("pull/8/docs"));
}

#[test]
fn circleci_git_tag_is_of_no_fork() {
    let context = job("circleci-tag", &[("CIRCLE_PR_NUMBER", "8")]).unwrap();
    assert_eq!((context.git_ref(), context.fork()), (&tag("v1.0.0"), None));
}
