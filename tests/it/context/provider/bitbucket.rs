use tagwright::GitRef;
use tagwright::context::ContextErrorKind;

use super::{job, pull_request, refused};

#[test]
fn bitbucket_short_commit_is_refused() {
    for environment in ["bitbucket-branch", "bitbucket-pull-request"] {
        let message = r#"BITBUCKET_COMMIT: invalid commit sha "a1b2c3d8e5f6": on a pull request, Bitbucket sets only 12 digits of the commit sha; have the lookup return what `git rev-parse HEAD` prints"#;
        let result = job(environment, &[("BITBUCKET_COMMIT", "a1b2c3d8e5f6")]);
        refused(result, ContextErrorKind::MalformedVariable, "BITBUCKET_COMMIT", message);
    }
}

#[test]
fn bitbucket_branch_is_the_source_of_a_pull_request() {
    for source in ["release", "main"] {
        let context = job("bitbucket-pull-request", &[("BITBUCKET_BRANCH", source)]).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, source, Some("main")));
    }
}

#[test]
fn bitbucket_commit_without_a_ref_is_detached() {
    assert_eq!(*job("bitbucket-commit", &[]).unwrap().git_ref(), GitRef::Detached);
}

#[test]
fn bitbucket_target_is_not_guessed() {
    let context =
        job("bitbucket-pull-request", &[("BITBUCKET_PR_DESTINATION_BRANCH", "")]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", None));
}
