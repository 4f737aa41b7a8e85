//! Woodpecker: some names of GitLab's variables, with other meanings.
//!
//! <https://woodpecker-ci.org/docs/usage/environment>

use super::forge_ref::{self, RefVariables};
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::Timestamp;

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "CI",
    commits: &["CI_COMMIT_SHA"],
    nothing: "",
    is_running: |variables| variables.is("CI", "woodpecker"),
    events: &[
        (CI_PIPELINE_EVENT, &["push", "tag"], Event::Push),
        (CI_PIPELINE_EVENT, &["pull_request*"], Event::PullRequest),
        (CI_PIPELINE_EVENT, &["cron"], Event::Schedule),
        (CI_PIPELINE_EVENT, &["manual"], Event::Manual),
        (CI_PIPELINE_EVENT, &["deployment"], Event::Deployment),
        (CI_PIPELINE_EVENT, &["release"], Event::Release),
    ],
    read,
};

const CI_PIPELINE_EVENT: &str = "CI_PIPELINE_EVENT";

// CI_COMMIT_BRANCH is the target branch of a pull request.
const REF: RefVariables = RefVariables {
    full_ref: "CI_COMMIT_REF",
    event: "CI_PIPELINE_EVENT",
    number: "CI_COMMIT_PULL_REQUEST",
    source: "CI_COMMIT_SOURCE_BRANCH",
    target: "CI_COMMIT_TARGET_BRANCH",
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let (git_ref, builds_head) = forge_ref::read(variables, &REF)?;
    let sha = variables.sha("CI_COMMIT_SHA")?;
    let project = variables.project("CI_REPO_NAME")?;
    let facts = KnownFacts {
        head_sha: builds_head.then(|| sha.clone()),
        default_branch: variables.read("CI_REPO_DEFAULT_BRANCH", fact::ref_name)?,
        project_path: variables.read("CI_REPO", fact::line)?,
        created: variables.created(&["CI_PIPELINE_CREATED"], fact::epoch)?,
        committed: committed(variables)?,
        workspace: variables.read("CI_WORKSPACE", fact::line)?,
        source_url: variables.read("CI_REPO_URL", address::without_login)?,
        run_number: variables.read("CI_PIPELINE_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// The time is 0 if the forge does not provide it.
fn committed(variables: &Variables<'_>) -> Result<Option<Timestamp>, ContextError> {
    let committed = variables.read("CI_COMMIT_TIMESTAMP", fact::epoch)?;
    Ok(committed.filter(|instant| instant.to_unix() != 0))
}
