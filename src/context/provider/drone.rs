//! Drone.
//!
//! <https://docs.drone.io/pipeline/environment/reference/>

use super::forge_ref::{self, RefVariables};
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "DRONE",
    commits: &["DRONE_COMMIT_SHA"],
    nothing: "",
    // Woodpecker sets Drone's variables for plugins, and Harness for its jobs.
    is_running: |variables| {
        variables.is("DRONE", "true")
            && !variables.is("CI", "woodpecker")
            && !variables.is_on("HARNESS_BUILD_ID")
    },
    events: &[
        (DRONE_BUILD_EVENT, &["push", "tag"], Event::Push),
        (DRONE_BUILD_EVENT, &["pull_request"], Event::PullRequest),
        (DRONE_BUILD_EVENT, &["cron"], Event::Schedule),
        (DRONE_BUILD_EVENT, &["custom"], Event::Manual),
        (DRONE_BUILD_EVENT, &["promote", "rollback"], Event::Deployment),
    ],
    read,
};

const DRONE_BUILD_EVENT: &str = "DRONE_BUILD_EVENT";

// DRONE_BRANCH is the target branch of a pull request, and Drone sets source and target
// on a push too. Only the ref and the event show what is built.
const REF: RefVariables = RefVariables {
    full_ref: "DRONE_COMMIT_REF",
    event: "DRONE_BUILD_EVENT",
    number: "DRONE_PULL_REQUEST",
    source: "DRONE_SOURCE_BRANCH",
    target: "DRONE_TARGET_BRANCH",
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let (git_ref, builds_head) = forge_ref::read(variables, &REF)?;
    let sha = variables.sha("DRONE_COMMIT_SHA")?;
    let project = variables.project("DRONE_REPO_NAME")?;
    let facts = KnownFacts {
        head_sha: builds_head.then(|| sha.clone()),
        default_branch: variables.read("DRONE_REPO_BRANCH", fact::ref_name)?,
        project_path: variables.read("DRONE_REPO", fact::line)?,
        created: variables.created(&["DRONE_BUILD_CREATED"], fact::epoch)?,
        workspace: variables.read("DRONE_WORKSPACE", fact::line)?,
        source_url: variables.read("DRONE_REPO_LINK", address::without_login)?,
        run_number: variables.read("DRONE_BUILD_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}
