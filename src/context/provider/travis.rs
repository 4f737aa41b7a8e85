//! Travis CI.
//!
//! <https://docs.travis-ci.com/user/environment-variables/>

use super::provider_row::ProviderRow;
use super::variables::{RequestNames, Variables};
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::GitRef;

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "TRAVIS",
    commits: &["TRAVIS_COMMIT"],
    nothing: "",
    is_running: |variables| variables.is("TRAVIS", "true"),
    events: &[
        (EVENT, &["push"], Event::Push),
        (EVENT, &["pull_request"], Event::PullRequest),
        (EVENT, &["cron"], Event::Schedule),
        (EVENT, &["api"], Event::Api),
    ],
    read,
};

const BRANCH: &str = "TRAVIS_BRANCH";
const EVENT: &str = "TRAVIS_EVENT_TYPE";
const PULL_REQUEST: &str = "TRAVIS_PULL_REQUEST";
const REQUEST: RequestNames = RequestNames {
    number: PULL_REQUEST,
    source: "TRAVIS_PULL_REQUEST_BRANCH",
    target: BRANCH,
    head: Some("TRAVIS_PULL_REQUEST_SHA"),
};
const SLUG: &str = "TRAVIS_REPO_SLUG";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.sha("TRAVIS_COMMIT")?;
    let what = "to owner and name of the repository";
    let (path, project) = variables.need(SLUG, what, address::owner_and_name)?;
    let mut facts = KnownFacts {
        workspace: variables.read("TRAVIS_BUILD_DIR", fact::line)?,
        run_number: variables.read("TRAVIS_BUILD_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    if matches!(git_ref, GitRef::PullRequest { .. }) {
        facts.head_sha = variables.head_sha(&REQUEST)?;
        facts.fork = variables.text("TRAVIS_PULL_REQUEST_SLUG").map(|source| source != path);
    }
    facts.project_path = Some(path);
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// TRAVIS_BRANCH is the target branch of a pull request, and in the build of a git tag
// it is the tag.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if is_pull_request(variables) {
        return variables.pull_request("pull request", &REQUEST);
    }
    if let Some(tag) = variables.read("TRAVIS_TAG", fact::ref_name)? {
        return Ok(GitRef::Tag(tag));
    }
    variables.need(BRANCH, "to the branch that is built", fact::branch_name).map(GitRef::Branch)
}

fn is_pull_request(variables: &Variables<'_>) -> bool {
    match variables.text(PULL_REQUEST) {
        Some(number) => number != "false",
        None => variables.is(EVENT, "pull_request"),
    }
}
