//! Woodpecker: some names of GitLab's variables, with other meanings.
//!
//! <https://woodpecker-ci.org/docs/usage/environment>

use super::Row;
use super::forge_ref::SPELLING;
use super::full_ref::FullRef;
use super::variables::Variables;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, GitRef, RefName, Timestamp};

pub(super) const ROW: Row = Row {
    name: "Woodpecker",
    nothing: "",
    is_running: |variables| variables.is("CI", "woodpecker"),
    read,
};

const EVENT: &str = "CI_PIPELINE_EVENT";
const NUMBER: &str = "CI_COMMIT_PULL_REQUEST";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let what = "to the ref of the run, such as refs/heads/main";
    let full_ref = variables.need("CI_COMMIT_REF", what, |text| SPELLING.read(text))?;
    let builds_head = matches!(full_ref, FullRef::PullRequest { is_head: true, .. });
    let git_ref = git_ref(variables, full_ref)?;
    let sha = variables.need("CI_COMMIT_SHA", "to the commit that is built", CommitSha::new)?;
    let what = "to the name of the repository";
    let project = variables.need("CI_REPO_NAME", what, fact::project)?;
    let facts = Facts {
        head_sha: builds_head.then(|| sha.clone()),
        default_branch: variables.read("CI_REPO_DEFAULT_BRANCH", RefName::new)?,
        project_path: variables.read("CI_REPO", fact::line)?,
        created: variables.created(&["CI_PIPELINE_CREATED"], fact::epoch)?,
        committed: committed(variables)?,
        scheduled: variables.is(EVENT, "cron"),
        workspace: variables.read("CI_WORKSPACE", fact::line)?,
        source_url: variables.read("CI_REPO_URL", fact::address)?,
        run_number: variables.read("CI_PIPELINE_NUMBER", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// CI_COMMIT_BRANCH is the target branch of a pull request.
fn git_ref(variables: &Variables<'_>, full_ref: FullRef) -> Result<GitRef, ContextError> {
    let is_event = variables.text(EVENT).is_some_and(|event| event.starts_with("pull_request"));
    let number = match full_ref {
        FullRef::PullRequest { number, .. } => number,
        FullRef::Named(_) if is_event || variables.is_set(NUMBER) => {
            variables.need(NUMBER, "to the number of a pull request", fact::number)?
        }
        FullRef::Named(git_ref) => return Ok(git_ref),
    };
    let what = "to the source branch of a pull request";
    let source = variables.need("CI_COMMIT_SOURCE_BRANCH", what, RefName::new)?;
    let target = variables.read("CI_COMMIT_TARGET_BRANCH", RefName::new)?;
    Ok(GitRef::PullRequest { number, source, target })
}

// Where the forge does not say when, it is 0.
fn committed(variables: &Variables<'_>) -> Result<Option<Timestamp>, ContextError> {
    let committed = variables.read("CI_COMMIT_TIMESTAMP", fact::epoch)?;
    Ok(committed.filter(|instant| instant.to_unix() != 0))
}
