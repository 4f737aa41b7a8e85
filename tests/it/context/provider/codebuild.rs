use tagwright::GitRef;

use super::{SHA, branch, job, pull_request, tag};

#[test]
fn codebuild_bare_name_is_neither_branch_nor_tag() {
    for name in ["main", "v1.0.0", "feature/search", "a1b2c3d8", ""] {
        let context = job("codebuild-manual", &[("CODEBUILD_SOURCE_VERSION", name)]).unwrap();
        assert_eq!(*context.git_ref(), GitRef::Detached, "{name:?}");
    }
}

#[test]
fn codebuild_source_version_is_read_without_a_webhook() {
    let with_commit = format!("refs/tags/v1.0.0^{{{SHA}}}");
    for (version, expected) in [
        ("refs/heads/feature/search", branch("feature/search")),
        ("refs/tags/v1.0.0", tag("v1.0.0")),
        (&with_commit, tag("v1.0.0")),
        (SHA, GitRef::Detached),
    ] {
        let context = job("codebuild-manual", &[("CODEBUILD_SOURCE_VERSION", version)]).unwrap();
        assert_eq!(*context.git_ref(), expected, "{version}");
    }
}

#[test]
fn codebuild_pull_request_without_a_webhook_has_no_source() {
    for version in ["pr/7", "refs/pull/7/head", "refs/pull/7/merge", "pr/7^{x}"] {
        let error = job("codebuild-manual", &[("CODEBUILD_SOURCE_VERSION", version)]).unwrap_err();
        assert_eq!(error.variable(), Some("CODEBUILD_WEBHOOK_HEAD_REF"), "{version}");
    }
}

#[test]
fn codebuild_branches_are_spelt_in_full_or_in_short() {
    let changes =
        [("CODEBUILD_WEBHOOK_HEAD_REF", "patch-1"), ("CODEBUILD_WEBHOOK_BASE_REF", "main")];
    let context = job("codebuild-pull-request", &changes).unwrap();
    assert_eq!(*context.git_ref(), pull_request(7, "patch-1", Some("main")));
}

#[test]
fn codebuild_start_is_in_milliseconds() {
    let context = job("codebuild-branch", &[("CODEBUILD_START_TIME", "1773824400999")]).unwrap();
    assert_eq!(context.created().unwrap().to_string(), "2026-03-18T09:00:00Z");
}

#[test]
fn codebuild_project_is_the_name_of_the_repository() {
    for (url, expected) in [
        ("https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/server", "server"),
        ("https://github.com/cwiq/server.git/", "server"),
        ("https://bitbucket.org/cwiq/my.server", "my.server"),
    ] {
        let context = job("codebuild-branch", &[("CODEBUILD_SOURCE_REPO_URL", url)]).unwrap();
        assert_eq!(context.project(), expected);
        assert_eq!(context.project_path(), None, "{url}");
    }
}
