//! CircleCI.
//!
//! <https://circleci.com/docs/reference/variables/>

use alloc::format;
use alloc::string::String;

use super::full_ref;
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{Flaw, GitRef, NameError};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "CIRCLECI",
    commits: &["CIRCLE_SHA1"],
    // What an empty pipeline value becomes in a variable.
    nothing: "<nil>",
    is_running: |variables| variables.is("CIRCLECI", "true"),
    // A pipeline value, which a job must pass on under this name.
    events: &[
        (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["webhook"], Event::Push),
        (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["scheduled_pipeline"], Event::Schedule),
        (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["api"], Event::Api),
    ],
    read,
};

const CIRCLE_PIPELINE_TRIGGER_SOURCE: &str = "CIRCLE_PIPELINE_TRIGGER_SOURCE";
const FORKED: &str = "CIRCLE_PR_NUMBER";
const PULL_REQUEST: &str = "CIRCLE_PULL_REQUEST";
const REPOSITORY: &str = "CIRCLE_REPOSITORY_URL";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.sha("CIRCLE_SHA1")?;
    let project = variables.project("CIRCLE_PROJECT_REPONAME")?;
    let owner = variables.read("CIRCLE_PROJECT_USERNAME", fact::line)?;
    let fork = fork(variables, &git_ref);
    let facts = KnownFacts {
        // CircleCI never builds a merge, so the commit is the head if the pull request
        // is not from a fork.
        head_sha: (fork == Some(false)).then(|| sha.clone()),
        project_path: owner.map(|owner| format!("{owner}/{project}")),
        fork,
        // "~/project" is not a path until a shell expands it.
        workspace: variables
            .read("CIRCLE_WORKING_DIRECTORY", fact::line)?
            .filter(|folder| !folder.starts_with('~')),
        source_url: variables.read(REPOSITORY, address::without_login)?,
        // CIRCLE_BUILD_NUM is the number of the job. The number of the pipeline is a
        // pipeline value, which a job must pass on under this name.
        run_number: variables.read("CIRCLE_PIPELINE_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if let Some(tag) = variables.read("CIRCLE_TAG", fact::ref_name)? {
        return Ok(GitRef::Tag(tag));
    }
    let what = "to the branch that is built, unless CIRCLE_TAG is set";
    let branch = variables.need("CIRCLE_BRANCH", what, fact::branch_name)?;
    let number = match variables.read(FORKED, fact::number)? {
        Some(number) => Some(number),
        // CircleCI names the branch of a fork's pull request like this. Its GitHub App
        // sets no other variable for one.
        None => match variables.read(PULL_REQUEST, number_of)? {
            None => full_ref::request_number(branch.as_str()),
            number => number,
        },
    };
    Ok(match number {
        Some(number) => GitRef::PullRequest { number, source: branch, target: None },
        None => GitRef::Branch(branch),
    })
}

// In projects of GitHub's OAuth app and of Bitbucket, CIRCLE_PR_* are set only for
// forks, and CIRCLE_REPOSITORY_URL is always set. In projects of the GitHub App, none
// of them is set.
fn fork(variables: &Variables<'_>, git_ref: &GitRef) -> Option<bool> {
    let GitRef::PullRequest { source, .. } = git_ref else { return None };
    if variables.is_set(FORKED) || source.as_str().starts_with("pull/") {
        return Some(true);
    }
    variables.is_set(REPOSITORY).then_some(false)
}

fn number_of(url: String) -> Result<u64, NameError> {
    const FORM: &str = "expected an address such as https://github.com/octocat/hello-world/pull/7";
    let number = url.rsplit_once('/').and_then(|(_, number)| fact::number(number.into()).ok());
    number.ok_or_else(|| NameError::new("pull request", url, Flaw::unsupported(0, FORM)))
}
