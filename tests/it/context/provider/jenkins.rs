use tagwright::GitRef;
use tagwright::context::ContextErrorKind;

use super::{SHA, branch, job, pull_request, refused, tag};

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
        ("remotes/origin/main", branch("main")),
        ("heads/main", branch("heads/main")),
        ("origin/7.x", branch("7.x")),
        ("origin/v1.0.0", branch("v1.0.0")),
        ("v1", branch("v1")),
        ("refs/tags/v1.0.0", tag("v1.0.0")),
        ("tags/v1.2.3", tag("v1.2.3")),
        ("tags/nightly", tag("nightly")),
        ("upstream/tags/v1.0.0", branch("upstream/tags/v1.0.0")),
        // A branch that is called like a ref is not the branch of that ref.
        ("origin/refs/heads/main", GitRef::Detached),
        ("origin/refs/tags/v1.0.0", GitRef::Detached),
        ("refs/changes/45/12345/2", GitRef::Detached),
        ("changes/45/12345/2", GitRef::Detached),
        // What refspecs for pull requests make of one.
        ("origin/pr/7", GitRef::Detached),
        ("origin/PR/7", GitRef::Detached),
        ("origin-pull/pull/7/merge", GitRef::Detached),
        ("origin-pull/7/head", GitRef::Detached),
        ("upstream/merge-requests/7/head", GitRef::Detached),
        ("origin/pr/docs", branch("pr/docs")),
        ("origin/fix/7/head", branch("fix/7/head")),
        ("origin/changes/05/5/1", GitRef::Detached),
        ("changes/45/x/2", branch("changes/45/x/2")),
        ("refs/pull/7/head", GitRef::Detached),
        ("refs/merge-requests/7/head", GitRef::Detached),
        ("origin/pr/7/merge", GitRef::Detached),
        ("origin/pull/7/head", GitRef::Detached),
        ("origin/merge-requests/7", GitRef::Detached),
        ("origin/pull-requests/7/from", GitRef::Detached),
        ("origin/pull/7/docs", branch("pull/7/docs")),
        ("origin/HEAD", GitRef::Detached),
        ("HEAD", GitRef::Detached),
        ("FETCH_HEAD", GitRef::Detached),
        ("detached", GitRef::Detached),
        ("origin/detached", GitRef::Detached),
        (SHA, GitRef::Detached),
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
    let bitbucket = [
        ("GIT_BRANCH", "origin/patch-1"),
        ("BITBUCKET_PULL_REQUEST_ID", "7"),
        ("BITBUCKET_SOURCE_BRANCH", "patch-1"),
        ("BITBUCKET_TARGET_BRANCH", "main"),
    ];
    let context = job("jenkins-manual", &bitbucket).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "patch-1", Some("main")));
    assert_eq!(context.head_sha(), None);
    let integration = [
        ("GIT_BRANCH", "origin-pull/pull/7/merge"),
        ("GITHUB_PR_NUMBER", "7"),
        ("GITHUB_PR_SOURCE_BRANCH", "patch-1"),
        ("GITHUB_PR_TARGET_BRANCH", "main"),
        ("GITHUB_PR_HEAD_SHA", HEAD),
    ];
    for changes in [github, integration, gitlab] {
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

#[test]
fn jenkins_name_that_may_be_a_git_tag_is_refused() {
    for (name, remedy) in [
        (
            "origin/tags/v1.2.3",
            "it may be a branch of that name, or a git tag that was fetched there; have the job build a git tag as refs/tags/…, or supply the context yourself, with \"tag\"",
        ),
        (
            "refs/remotes/origin/tags/v1.2.3",
            "it may be a branch of that name, or a git tag that was fetched there; have the job build a git tag as refs/tags/…, or supply the context yourself, with \"tag\"",
        ),
        (
            "v1.2.3",
            "without a remote before it, it may be a branch or a git tag; have the job build refs/heads/… or refs/tags/…, or supply the context yourself, with \"branch\" or \"tag\"",
        ),
        (
            "2.0",
            "without a remote before it, it may be a branch or a git tag; have the job build refs/heads/… or refs/tags/…, or supply the context yourself, with \"branch\" or \"tag\"",
        ),
    ] {
        let message = format!("GIT_BRANCH: invalid ref {name:?}: {remedy}");
        let result = job("jenkins-manual", &[("GIT_BRANCH", name)]);
        refused(result, ContextErrorKind::MalformedVariable, "GIT_BRANCH", &message);
    }
    // As the messages say.
    for (name, expected) in [("refs/tags/v1.2.3", tag("v1.2.3")), ("refs/heads/2.0", branch("2.0"))]
    {
        let context = job("jenkins-manual", &[("GIT_BRANCH", name)]).unwrap();
        assert_eq!(*context.git_ref(), expected);
    }
}

#[test]
fn jenkins_local_branch_is_what_a_commit_is_checked_out_as() {
    for (remote, local, expected) in [
        ("origin/feature/search", "main", branch("feature/search")),
        ("refs/tags/v1.0.0", "main", tag("v1.0.0")),
        ("tags/v1.0.0", "main", tag("v1.0.0")),
        ("detached", "main", GitRef::Detached),
        ("refs/changes/45/12345/2", "main", GitRef::Detached),
        ("upstream/main", "main", branch("main")),
        ("upstream/feature/search", "feature/search", branch("feature/search")),
        ("upstream/feature/main", "main", branch("upstream/feature/main")),
        ("", "main", branch("main")),
        ("", "detached", branch("detached")),
        ("", "HEAD", GitRef::Detached),
    ] {
        let changes = [("GIT_BRANCH", remote), ("GIT_LOCAL_BRANCH", local)];
        let context = job("jenkins-manual", &changes).unwrap();
        assert_eq!(*context.git_ref(), expected, "{remote:?} {local:?}");
    }
}

#[test]
fn jenkins_change_of_gerrit_has_no_branch() {
    let change = ("GERRIT_CHANGE_NUMBER", "12345");
    for changes in [
        &[change, ("GIT_BRANCH", "origin/main")][..],
        &[change, ("GIT_BRANCH", "main"), ("GERRIT_EVENT_TYPE", "change-merged")],
        &[change, ("GIT_BRANCH", "FETCH_HEAD"), ("GERRIT_BRANCH", "main")],
        &[change, ("BRANCH_NAME", "45/12345/2"), ("CHANGE_ID", "C-12345/2")],
        &[("CHANGE_ID", "C-12345/2"), ("CHANGE_BRANCH", "45/12345/2")],
        &[("BRANCH_NAME", "45/12345/2")],
    ] {
        let context = job("jenkins-manual", changes).unwrap();
        assert_eq!(*context.git_ref(), GitRef::Detached, "{changes:?}");
    }
    // Gerrit's event of a branch has no change.
    let updated = [("GERRIT_REFNAME", "refs/heads/main"), ("GIT_BRANCH", "refs/heads/main")];
    assert_eq!(*job("jenkins-manual", &updated).unwrap().git_ref(), branch("main"));
}

#[test]
fn jenkins_job_of_a_change_without_its_number_is_no_branch() {
    for name in ["PR-7", "MR-7", "PR-7-head", "PR-7-merge", "MR-12-head"] {
        let message = format!(
            "BRANCH_NAME: invalid branch {name:?}: it is the name of a change's job; pass its \
             CHANGE_ID, CHANGE_BRANCH and CHANGE_TARGET too, or supply the context yourself, with \"pull_request\" or \"branch\""
        );
        let result = job("jenkins-branch", &[("BRANCH_NAME", name)]);
        refused(result, ContextErrorKind::MalformedVariable, "BRANCH_NAME", &message);
        let with_id = [("BRANCH_NAME", name), ("CHANGE_ID", "7"), ("CHANGE_BRANCH", "patch-1")];
        let context = job("jenkins-branch", &with_id).unwrap();
        assert_eq!(*context.git_ref(), pull_request(7, "patch-1", None), "{name}");
    }
    for name in ["PR-7-docs", "PR-x", "fix/PR-7", "MR-"] {
        let context = job("jenkins-branch", &[("BRANCH_NAME", name)]).unwrap();
        assert_eq!(*context.git_ref(), branch(name), "{name}");
    }
}
