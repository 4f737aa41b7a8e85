//! What each provider must give, and in what form.

use tagwright::context::ContextErrorKind;

use super::{job, refused};

/// A golden environment, a variable that it cannot be without, and who sets it
/// to what.
const NEEDED: [(&str, &str, &str); 44] = [
    (
        "azure-branch",
        "BUILD_SOURCEBRANCH",
        "Azure Pipelines sets it to the ref of the run, such as refs/heads/main",
    ),
    ("azure-branch", "BUILD_SOURCEVERSION", "Azure Pipelines sets it to the commit that is built"),
    (
        "azure-branch",
        "BUILD_REPOSITORY_NAME",
        "Azure Pipelines sets it to the name of the repository",
    ),
    (
        "azure-pull-request",
        "SYSTEM_PULLREQUEST_SOURCEBRANCH",
        "Azure Pipelines sets it to the source branch in the runs that a pull request starts; for another run of one, supply the context yourself, with \"pull_request\"",
    ),
    (
        "bitbucket-branch",
        "BITBUCKET_COMMIT",
        "Bitbucket Pipelines sets it to the commit that started the pipeline",
    ),
    (
        "bitbucket-branch",
        "BITBUCKET_REPO_SLUG",
        "Bitbucket Pipelines sets it to the name of the repository",
    ),
    (
        "bitbucket-pull-request",
        "BITBUCKET_BRANCH",
        "Bitbucket Pipelines sets it to the source branch of a pull request",
    ),
    ("buildkite-branch", "BUILDKITE_BRANCH", "Buildkite sets it to the branch that is built"),
    ("buildkite-pull-request", "BUILDKITE_BRANCH", "Buildkite sets it to the branch that is built"),
    ("buildkite-branch", "BUILDKITE_COMMIT", "Buildkite sets it to the commit that is built"),
    (
        "buildkite-branch",
        "BUILDKITE_PIPELINE_SLUG",
        "Buildkite sets it to the name of the pipeline",
    ),
    (
        "circleci-branch",
        "CIRCLE_BRANCH",
        "CircleCI sets it to the branch that is built, unless CIRCLE_TAG is set",
    ),
    ("circleci-branch", "CIRCLE_SHA1", "CircleCI sets it to the commit that is built"),
    (
        "circleci-branch",
        "CIRCLE_PROJECT_REPONAME",
        "CircleCI sets it to the name of the repository",
    ),
    (
        "cloud-build-branch",
        "COMMIT_SHA",
        "Google Cloud Build sets it to the commit that is built where the step has COMMIT_SHA=$COMMIT_SHA in its env",
    ),
    (
        "cloud-build-branch",
        "REPO_NAME",
        "Google Cloud Build sets it to the name of the repository where the step has REPO_NAME=$REPO_NAME in its env",
    ),
    (
        "cloud-build-pull-request",
        "_HEAD_BRANCH",
        "Google Cloud Build sets it to the source branch where the step has _HEAD_BRANCH=$_HEAD_BRANCH in its env",
    ),
    (
        "cloud-build-pull-request",
        "_PR_NUMBER",
        "Google Cloud Build sets it where a pull request started the build and the step has _PR_NUMBER=$_PR_NUMBER in its env; where none did, leave _HEAD_BRANCH and _BASE_BRANCH out of it",
    ),
    (
        "codebuild-branch",
        "CODEBUILD_RESOLVED_SOURCE_VERSION",
        "AWS CodeBuild sets it to the commit that is built, once the source is downloaded",
    ),
    (
        "codebuild-branch",
        "CODEBUILD_SOURCE_REPO_URL",
        "AWS CodeBuild sets it to the address of the repository, but not in CodePipeline; there, supply the context yourself, with \"branch\" or \"tag\"",
    ),
    (
        "codebuild-pull-request",
        "CODEBUILD_WEBHOOK_HEAD_REF",
        "AWS CodeBuild sets it to the source branch in the builds that a pull request's webhook starts",
    ),
    (
        "drone-branch",
        "DRONE_COMMIT_REF",
        "Drone sets it to the ref of the run, such as refs/heads/main",
    ),
    ("drone-branch", "DRONE_COMMIT_SHA", "Drone sets it to the commit that is built"),
    ("drone-branch", "DRONE_REPO_NAME", "Drone sets it to the name of the repository"),
    (
        "drone-pull-request",
        "DRONE_SOURCE_BRANCH",
        "Drone sets it to the source branch of a pull request",
    ),
    (
        "forgejo-branch",
        "GITHUB_SHA",
        "Forgejo Actions sets it to the commit that started the workflow",
    ),
    (
        "gitea-branch",
        "GITHUB_REF",
        "Gitea Actions sets it to the ref of the run, such as refs/heads/main",
    ),
    (
        "gitea-branch",
        "GITHUB_REPOSITORY",
        "Gitea Actions sets it to owner and name of the repository",
    ),
    ("gitlab-8-branch", "CI_BUILD_REF_NAME", "GitLab sets it to the branch or git tag"),
    ("gitlab-11-branch", "CI_COMMIT_REF_NAME", "GitLab sets it to the branch that is built"),
    (
        "jenkins-branch",
        "GIT_COMMIT",
        "Jenkins sets it to the commit that is built; a scripted pipeline has it from what checkout returns",
    ),
    (
        "jenkins-branch",
        "GIT_URL",
        "Jenkins sets it to the address of the repository; a scripted pipeline has it from what checkout returns",
    ),
    (
        "jenkins-pull-request",
        "CHANGE_BRANCH",
        "Jenkins sets it to the source branch of a pull request",
    ),
    (
        "teamcity-branch",
        "BUILD_VCS_NUMBER",
        "TeamCity sets it to the commit that is built, where there is one VCS root",
    ),
    ("teamcity-branch", "TEAMCITY_PROJECT_NAME", "TeamCity sets it to the name of the project"),
    ("travis-branch", "TRAVIS_BRANCH", "Travis CI sets it to the branch that is built"),
    ("travis-branch", "TRAVIS_COMMIT", "Travis CI sets it to the commit that is built"),
    ("travis-branch", "TRAVIS_REPO_SLUG", "Travis CI sets it to owner and name of the repository"),
    (
        "travis-pull-request",
        "TRAVIS_PULL_REQUEST",
        "Travis CI sets it to the number of a pull request",
    ),
    (
        "travis-pull-request",
        "TRAVIS_PULL_REQUEST_BRANCH",
        "Travis CI sets it to the source branch of a pull request",
    ),
    (
        "woodpecker-branch",
        "CI_COMMIT_REF",
        "Woodpecker sets it to the ref of the run, such as refs/heads/main",
    ),
    ("woodpecker-branch", "CI_COMMIT_SHA", "Woodpecker sets it to the commit that is built"),
    ("woodpecker-branch", "CI_REPO_NAME", "Woodpecker sets it to the name of the repository"),
    (
        "woodpecker-pull-request",
        "CI_COMMIT_SOURCE_BRANCH",
        "Woodpecker sets it to the source branch of a pull request",
    ),
];

#[test]
fn a_missing_variable_is_named_with_what_sets_it() {
    for (environment, variable, what) in NEEDED {
        let message = format!("{variable} is not set; {what}");
        let result = job(environment, &[(variable, "")]);
        refused(result, ContextErrorKind::MissingVariable, variable, &message);
    }
}

#[test]
fn a_malformed_variable_is_named_with_what_it_holds() {
    const NUMBER: &str = "expected a number such as 42";
    const FULL: &str = "expected refs/heads/…, refs/tags/… or refs/pull/…/merge";
    const FORGE: &str =
        "expected refs/heads/…, refs/tags/… or the ref of a pull request, such as refs/pull/7/head";
    const PULL: &str = "expected an address such as https://github.com/octocat/hello-world/pull/7";
    const ADDRESS: &str = "expected an address such as https://github.com/octocat/hello-world.git";
    const SECONDS: &str = "expected seconds since 1970, such as 1773824400";
    const MILLISECONDS: &str = "expected milliseconds since 1970, such as 1773824400000";
    const START: &str = "expected a form like 2026-03-18 09:00:00+00:00";
    for (environment, variable, value, noun, form) in [
        ("azure-branch", "BUILD_SOURCEBRANCH", "main", "ref", FULL),
        ("azure-branch", "BUILD_SOURCEBRANCH", "$/platform/main", "ref", FULL),
        ("azure-branch", "BUILD_SOURCEBRANCH", "refs/pull/7", "ref", FULL),
        ("azure-branch", "SYSTEM_PIPELINESTARTTIME", "18.03.2026", "timestamp", START),
        ("azure-pull-request", "SYSTEM_PULLREQUEST_ISFORK", "1", "flag", "expected true or false"),
        ("bitbucket-branch", "BITBUCKET_BUILD_NUMBER", "eighty", "number", NUMBER),
        ("bitbucket-pull-request", "BITBUCKET_PR_ID", "#7", "number", NUMBER),
        ("buildkite-branch", "BUILDKITE_PULL_REQUEST", "true", "number", NUMBER),
        ("buildkite-branch", "BUILDKITE_BUILD_NUMBER", "-1", "number", NUMBER),
        ("circleci-pull-request", "CIRCLE_PULL_REQUEST", "7", "pull request", PULL),
        (
            "circleci-pull-request",
            "CIRCLE_PULL_REQUEST",
            "https://x.io/pull/",
            "pull request",
            PULL,
        ),
        ("circleci-pull-request", "CIRCLE_PR_NUMBER", "false", "number", NUMBER),
        ("cloud-build-pull-request", "_PR_NUMBER", "$_PR_NUMBER", "number", NUMBER),
        (
            "codebuild-branch",
            "CODEBUILD_WEBHOOK_TRIGGER",
            "main",
            "trigger",
            "expected branch/…, tag/… or pr/…",
        ),
        (
            "codebuild-branch",
            "CODEBUILD_WEBHOOK_TRIGGER",
            "push/main",
            "trigger",
            "expected branch/…, tag/… or pr/…",
        ),
        ("codebuild-branch", "CODEBUILD_SOURCE_REPO_URL", "server", "repository", ADDRESS),
        ("codebuild-branch", "CODEBUILD_SOURCE_REPO_URL", "https://x.io/", "repository", ADDRESS),
        (
            "codebuild-branch",
            "CODEBUILD_START_TIME",
            "2026-03-18T09:00:00Z",
            "timestamp",
            MILLISECONDS,
        ),
        ("codebuild-branch", "CODEBUILD_BUILD_NUMBER", "x", "number", NUMBER),
        ("drone-branch", "DRONE_COMMIT_REF", "main", "ref", FORGE),
        ("drone-branch", "DRONE_COMMIT_REF", "refs/pull/x/head", "ref", FORGE),
        ("drone-branch", "DRONE_BUILD_CREATED", "2026-03-18T09:00:00Z", "timestamp", SECONDS),
        ("gitea-branch", "GITHUB_REF", "refs/merge-requests/7/head", "ref", FULL),
        ("github-push", "GITHUB_REF", "/refs/heads/main", "ref", FULL),
        ("jenkins-branch", "GIT_URL", "https://", "repository", ADDRESS),
        ("jenkins-branch", "BUILD_NUMBER", "2013-08-01_12-00-00", "number", NUMBER),
        ("jenkins-pull-request", "CHANGE_ID", "45/12345/2", "number", NUMBER),
        ("travis-branch", "TRAVIS_PULL_REQUEST", "no", "number", NUMBER),
        (
            "travis-branch",
            "TRAVIS_REPO_SLUG",
            "server",
            "repository",
            "expected owner and name, such as octocat/hello-world",
        ),
        ("woodpecker-branch", "CI_COMMIT_REF", "refs/heads", "ref", FORGE),
        ("woodpecker-branch", "CI_PIPELINE_CREATED", "2026-03-18T09:00:00Z", "timestamp", SECONDS),
        ("woodpecker-branch", "CI_COMMIT_TIMESTAMP", "2026-03-18T09:00:00Z", "timestamp", SECONDS),
        ("woodpecker-branch", "CI_PIPELINE_NUMBER", "8.1", "number", NUMBER),
    ] {
        let message = format!("{variable}: invalid {noun} {value:?}: {form}");
        let result = job(environment, &[(variable, value)]);
        refused(result, ContextErrorKind::MalformedVariable, variable, &message);
    }
}

/// A commit that is short, symbolic or of another system is no commit.
#[test]
fn only_a_whole_sha_is_a_commit() {
    for (environment, variable) in [
        ("azure-branch", "BUILD_SOURCEVERSION"),
        ("bitbucket-branch", "BITBUCKET_COMMIT"),
        ("buildkite-branch", "BUILDKITE_COMMIT"),
        ("circleci-branch", "CIRCLE_SHA1"),
        ("cloud-build-branch", "COMMIT_SHA"),
        ("codebuild-branch", "CODEBUILD_RESOLVED_SOURCE_VERSION"),
        ("drone-branch", "DRONE_COMMIT_SHA"),
        ("forgejo-branch", "GITHUB_SHA"),
        ("gitea-branch", "GITHUB_SHA"),
        ("github-push", "GITHUB_SHA"),
        ("gitlab-branch", "CI_COMMIT_SHA"),
        ("gitlab-8-branch", "CI_BUILD_REF"),
        ("jenkins-branch", "GIT_COMMIT"),
        ("teamcity-branch", "BUILD_VCS_NUMBER"),
        ("travis-branch", "TRAVIS_COMMIT"),
        ("woodpecker-branch", "CI_COMMIT_SHA"),
    ] {
        for value in ["HEAD", "a1b2c3d", "a1b2c3d8e5f6", "C1234", "undefined"] {
            let error = job(environment, &[(variable, value)]).unwrap_err();
            assert_eq!(error.kind(), ContextErrorKind::MalformedVariable, "{environment} {value}");
            assert_eq!(error.variable(), Some(variable), "{environment} {value}");
            let start = format!("{variable}: invalid commit sha {value:?}: ");
            assert!(error.to_string().starts_with(&start), "{environment}: {error}");
        }
    }
}

#[test]
fn two_refs_at_once_are_a_conflict() {
    for (environment, changes, variable, message) in [
        (
            "bitbucket-branch",
            &[("BITBUCKET_TAG", "v1.0.0")][..],
            "BITBUCKET_TAG",
            r#"BITBUCKET_TAG is "v1.0.0" while BITBUCKET_BRANCH is "feature/search"; a run has one ref, and Bitbucket Pipelines sets only the variables of that ref"#,
        ),
        (
            "bitbucket-tag",
            &[("BITBUCKET_PR_ID", "7")],
            "BITBUCKET_PR_ID",
            r#"BITBUCKET_PR_ID is "7" while BITBUCKET_TAG is "v1.0.0"; a run has one ref, and Bitbucket Pipelines sets only the variables of that ref"#,
        ),
        (
            "buildkite-tag",
            &[("BUILDKITE_PULL_REQUEST", "7")],
            "BUILDKITE_PULL_REQUEST",
            r#"BUILDKITE_PULL_REQUEST is "7" while BUILDKITE_TAG is "v1.0.0"; a run has one ref, and Buildkite sets only the variables of that ref"#,
        ),
        (
            "cloud-build-branch",
            &[("TAG_NAME", "v1.0.0")],
            "TAG_NAME",
            r#"TAG_NAME is "v1.0.0" while BRANCH_NAME is "feature/search"; a run has one ref, and Google Cloud Build sets only the variables of that ref"#,
        ),
    ] {
        refused(job(environment, changes), ContextErrorKind::Conflict, variable, message);
    }
}
