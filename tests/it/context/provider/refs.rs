//! What each provider's ref variable makes of values that look like a branch, and
//! are a git tag, a commit or a ref of another kind.

use tagwright::GitRef;
use tagwright::context::ContextErrorKind;

use super::{SHA, job, refused};

const VALUES: [&str; 17] = [
    "refs/heads/main",
    "refs/tags/v1.0.0",
    "refs/heads/refs/tags/v1.0.0",
    "refs/heads/refs/heads/main",
    "refs/pull/7/head",
    "refs/merge-requests/7/head",
    "refs/changes/45/12345/2",
    "refs/remotes/origin/main",
    "heads/main",
    "tags/v1.0.0",
    "remotes/origin/main",
    "origin/main",
    "pull/7",
    "pull/7/head",
    "merge-requests/7/head",
    "HEAD",
    SHA,
];

/// What a value is read as; a letter each, so that the table shows the columns.
///
/// * `m`, `t`: the branch `main`, the git tag `v1.0.0`: only where the provider
///   spells refs in full, or the value cannot be anything else.
/// * `b`: the branch of exactly that name.
/// * `r`: a pull request.
/// * `-`: detached.
/// * `x`: refused, with a message that names the variable.
/// * `s`: refused, since the source branch of a pull request is not there.
const TABLE: [(&str, &str, &str); 17] = [
    ("azure-branch", "BUILD_SOURCEBRANCH", "mtxxsxxxxxxxxxxxx"),
    ("bitbucket-branch", "BITBUCKET_BRANCH", "xxxxxxxxbbbbbbbbx"),
    ("buildkite-branch", "BUILDKITE_BRANCH", "--------bbbb-----"),
    ("circleci-branch", "CIRCLE_BRANCH", "xxxxxxxxbbbbrrrbx"),
    ("cloud-build-branch", "BRANCH_NAME", "xxxxxxxxbbbbbbbbx"),
    ("codebuild-manual", "CODEBUILD_SOURCE_VERSION", "mtxxs------------"),
    ("drone-branch", "DRONE_COMMIT_REF", "mtxxrrxxxxxxxxxxx"),
    ("forgejo-branch", "GITHUB_REF", "mtxxsxxxxxxxxxxxx"),
    ("gitea-branch", "GITHUB_REF", "mtxxsxxxxxxxxxxxx"),
    ("github-push", "GITHUB_REF", "mtxxsxxxxxxxxxxxx"),
    ("gitlab-branch", "CI_COMMIT_BRANCH", "xxxxxxxxbbbbbbbbx"),
    ("gitlab-11-branch", "CI_COMMIT_REF_NAME", "xxxxxxxxbbbbbbbbx"),
    ("jenkins-branch", "BRANCH_NAME", "--------bbbb-----"),
    ("jenkins-manual", "GIT_BRANCH", "mtxx---mbtmm-----"),
    ("teamcity-branch", "Git_Branch", "mtxxxxxxxxbbxxxxx"),
    ("travis-branch", "TRAVIS_BRANCH", "xxxxxxxxbbbbbbbbx"),
    ("woodpecker-branch", "CI_COMMIT_REF", "mtxxssxxxxxxxxxxx"),
];

#[test]
fn what_looks_like_a_branch_is_read_as_what_it_is() {
    for (environment, variable, expected) in TABLE {
        let read = |value: &str| match job(environment, &[(variable, value), SLUG]) {
            Ok(context) => match context.git_ref() {
                GitRef::Detached => '-',
                GitRef::PullRequest { .. } => 'r',
                GitRef::Branch(name) if name == value => 'b',
                GitRef::Branch(name) if name == "main" => 'm',
                GitRef::Tag(name) if name == "v1.0.0" => 't',
                other => panic!("{environment}: {value:?} is read as {other}"),
            },
            Err(error) if error.kind() == ContextErrorKind::MissingVariable => 's',
            Err(error) => {
                assert_eq!(error.variable(), Some(variable), "{environment} {value:?}: {error}");
                'x'
            }
        };
        let found: String = VALUES.into_iter().map(read).collect();
        assert_eq!(found, expected, "{environment} {variable}");
    }
}

// No slug, which would be of another name.
const SLUG: (&str, &str) = ("CI_COMMIT_REF_SLUG", "");

#[test]
fn what_is_no_branch_is_refused_with_what_to_do() {
    for name in ["refs/tags/v1.0.0", "refs/heads/main"] {
        let message = format!(
            "CI_COMMIT_BRANCH: invalid ref name {name:?}: it looks like a full ref and \
             would be mistaken for another ref; rename it"
        );
        let result = job("gitlab-branch", &[("CI_COMMIT_BRANCH", name)]);
        refused(result, ContextErrorKind::MalformedVariable, "CI_COMMIT_BRANCH", &message);
    }
    let message = "BITBUCKET_BRANCH: invalid ref name \"refs/changes/45/12345/2\": it is a ref of \
                   another kind; supply the context yourself, without a ref";
    let result = job("bitbucket-branch", &[("BITBUCKET_BRANCH", "refs/changes/45/12345/2")]);
    refused(result, ContextErrorKind::MalformedVariable, "BITBUCKET_BRANCH", message);
    let message = format!(
        "TRAVIS_BRANCH: invalid ref name {SHA:?}: it is a commit; supply the context yourself, without a ref"
    );
    let result = job("travis-branch", &[("TRAVIS_BRANCH", SHA)]);
    refused(result, ContextErrorKind::MalformedVariable, "TRAVIS_BRANCH", &message);
}
