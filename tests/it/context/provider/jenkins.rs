use tagwright::{ContextErrorKind, GitRef};

use super::{branch, job, pull_request, refused, tag};

#[test]
#[expect(non_snake_case, reason = "HEAD is what git calls it")]
fn jenkins_HEAD_is_no_commit() {
    let message = "GIT_COMMIT: invalid commit sha \"HEAD\": unexpected 'H' at byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f";
    let result = job("jenkins-branch", &[("GIT_COMMIT", "HEAD")]);
    refused(result, ContextErrorKind::MalformedVariable, "GIT_COMMIT", message);
}

#[test]
fn jenkins_job_of_a_pull_request_is_no_branch() {
    let context = job("jenkins-pull-request", &[]).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "feature/search", Some("main")));
}

#[test]
fn jenkins_branch_of_a_tag_is_no_branch() {
    assert_eq!(*job("jenkins-tag", &[]).unwrap().git_ref(), tag("v1.0.0"));
}

#[test]
fn jenkins_git_branch_is_read_without_its_remote() {
    for (name, expected) in [
        ("origin/main", branch("main")),
        ("origin/feature/search", branch("feature/search")),
        ("origin/origin/main", branch("origin/main")),
        ("main", branch("main")),
        ("feature/search", branch("feature/search")),
        // Another remote cannot be told from a branch: it is no push of main.
        ("upstream/main", branch("upstream/main")),
        ("refs/remotes/origin/feature/search", branch("feature/search")),
        ("refs/remotes/upstream/main", branch("upstream/main")),
        ("refs/heads/main", branch("main")),
        ("refs/tags/v1.0.0", tag("v1.0.0")),
        // A branch that is called like a ref is not the branch of that ref.
        ("origin/refs/heads/main", branch("refs/heads/main")),
        ("refs/changes/45/12345/2", GitRef::Detached),
        ("refs/pull/7/head", GitRef::Detached),
        ("origin/HEAD", GitRef::Detached),
        ("HEAD", GitRef::Detached),
        ("detached", GitRef::Detached),
        ("", GitRef::Detached),
    ] {
        let context = job("jenkins-manual", &[("GIT_BRANCH", name)]).unwrap();
        assert_eq!(*context.git_ref(), expected, "{name:?}");
    }
}

#[test]
fn jenkins_branch_name_goes_before_the_git_plugin() {
    let changes = [("GIT_BRANCH", "origin/main"), ("GIT_LOCAL_BRANCH", "main")];
    let context = job("jenkins-branch", &changes).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
    let context = job("jenkins-branch", &[("BRANCH_NAME", ""), changes[0], changes[1]]).unwrap();
    assert_eq!(*context.git_ref(), branch("main"), "the local branch");
}

#[test]
fn jenkins_null_is_nothing() {
    let null = [("CHANGE_ID", "null"), ("TAG_NAME", "null"), ("CHANGE_FORK", "null")];
    let context = job("jenkins-branch", &null).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"));
    let error = job("jenkins-branch", &[("GIT_COMMIT", "null")]).unwrap_err();
    assert_eq!(error.kind(), ContextErrorKind::MissingVariable);
}

#[test]
fn jenkins_password_does_not_leave_the_job() {
    let url = "https://ci:hunter2@git.cwiq.io/platform/server.git";
    let context = job("jenkins-branch", &[("GIT_URL", url)]).unwrap();
    assert_eq!(context.source_url(), Some("https://git.cwiq.io/platform/server.git"));
    assert_eq!(context.project(), "server");
}

#[test]
fn jenkins_repository_may_be_a_folder() {
    for url in ["/srv/git/server.git", "/srv/git/server/", "file:///srv/git/server.git"] {
        let context = job("jenkins-branch", &[("GIT_URL", url)]).unwrap();
        assert_eq!(context.project(), "server", "{url}");
    }
    for url in ["srv/git/server.git", "/", "/.git"] {
        let error = job("jenkins-branch", &[("GIT_URL", url)]).unwrap_err();
        assert_eq!(error.variable(), Some("GIT_URL"), "{url}");
    }
}

#[test]
fn jenkins_plugins_start_a_plain_project_for_a_pull_request() {
    const HEAD: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";
    let github = [
        ("GIT_BRANCH", "detached"),
        ("ghprbPullId", "7"),
        ("ghprbSourceBranch", "patch-1"),
        ("ghprbTargetBranch", "main"),
        ("ghprbActualCommit", HEAD),
    ];
    let gitlab = [
        ("GIT_BRANCH", "origin/main"),
        ("gitlabMergeRequestIid", "7"),
        ("gitlabSourceBranch", "patch-1"),
        ("gitlabTargetBranch", "main"),
        ("gitlabMergeRequestLastCommit", HEAD),
    ];
    for changes in [github, gitlab] {
        let context = job("jenkins-manual", &changes).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, "patch-1", Some("main")), "{changes:?}");
        assert_eq!(context.head_sha().map(AsRef::as_ref), Some(HEAD), "{changes:?}");
        let error = job("jenkins-manual", &changes[..2]).unwrap_err();
        assert_eq!(error.variable(), Some(changes[2].0), "its source is not told");
    }
    let push = [("gitlabSourceBranch", "main"), ("gitlabTargetBranch", "main")];
    let context = job("jenkins-manual", &push).unwrap();
    assert_eq!(*context.git_ref(), branch("feature/search"), "GitLab's plugin on a push");
}
