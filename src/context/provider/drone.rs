//! Drone.
//!
//! <https://docs.drone.io/pipeline/environment/reference/>

use super::Row;
use super::forge_ref::SPELLING;
use super::full_ref::FullRef;
use super::variables::Variables;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, GitRef, RefName};

pub(super) const ROW: Row = Row {
    name: "Drone",
    nothing: "",
    // Woodpecker gives plugins the names of Drone as well, and Harness its jobs.
    is_running: |variables| {
        variables.is("DRONE", "true")
            && !variables.is("CI", "woodpecker")
            && !variables.is_set("HARNESS_BUILD_ID")
    },
    read,
};

const EVENT: &str = "DRONE_BUILD_EVENT";
const NUMBER: &str = "DRONE_PULL_REQUEST";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let what = "to the ref of the run, such as refs/heads/main";
    let full_ref = variables.need("DRONE_COMMIT_REF", what, |text| SPELLING.read(text))?;
    let builds_head = matches!(full_ref, FullRef::PullRequest { is_head: true, .. });
    let git_ref = git_ref(variables, full_ref)?;
    let sha = variables.need("DRONE_COMMIT_SHA", "to the commit that is built", CommitSha::new)?;
    let what = "to the name of the repository";
    let project = variables.need("DRONE_REPO_NAME", what, fact::project)?;
    let facts = Facts {
        head_sha: builds_head.then(|| sha.clone()),
        default_branch: variables.read("DRONE_REPO_BRANCH", RefName::new)?,
        project_path: variables.read("DRONE_REPO", fact::line)?,
        created: variables.created(&["DRONE_BUILD_CREATED"], fact::epoch)?,
        scheduled: variables.is(EVENT, "cron"),
        workspace: variables.read("DRONE_WORKSPACE", fact::line)?,
        source_url: variables.read("DRONE_REPO_LINK", fact::address)?,
        run_number: variables.read("DRONE_BUILD_NUMBER", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// DRONE_BRANCH is the target branch of a pull request, and Drone fills source
// and target on a push too: only ref and event say what runs.
fn git_ref(variables: &Variables<'_>, full_ref: FullRef) -> Result<GitRef, ContextError> {
    let number = match full_ref {
        FullRef::PullRequest { number, .. } => number,
        FullRef::Named(_) if variables.is_set(NUMBER) || variables.is(EVENT, "pull_request") => {
            variables.need(NUMBER, "to the number of a pull request", fact::number)?
        }
        FullRef::Named(git_ref) => return Ok(git_ref),
    };
    let what = "to the source branch of a pull request";
    let source = variables.need("DRONE_SOURCE_BRANCH", what, RefName::new)?;
    let target = variables.read("DRONE_TARGET_BRANCH", RefName::new)?;
    Ok(GitRef::PullRequest { number, source, target })
}
