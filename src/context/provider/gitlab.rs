//! GitLab CI.
//!
//! Which variables are set in which pipeline:
//! <https://docs.gitlab.com/ci/variables/predefined_variables/>

use super::Row;
use super::variables::Variables;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, GitRef, RefName, Timestamp};

pub(super) const ROW: Row = Row {
    name: "GitLab",
    // Woodpecker sets variables of the same names, but not this one.
    is_running: |variables| variables.is("GITLAB_CI", "true"),
    read,
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.need(
        "CI_COMMIT_SHA",
        "GitLab sets it to the commit that is built",
        CommitSha::new,
    )?;
    let project = variables.need(
        "CI_PROJECT_NAME",
        "GitLab sets it to the name of the project",
        fact::project,
    )?;
    let is_merge_request = matches!(git_ref, GitRef::PullRequest { .. });
    let facts = Facts {
        head_sha: if is_merge_request { head_sha(variables, &sha)? } else { None },
        default_branch: variables.read("CI_DEFAULT_BRANCH", RefName::new)?,
        project_path: variables.read("CI_PROJECT_PATH", fact::line)?,
        created: variables.created(&["CI_PIPELINE_CREATED_AT", "CI_JOB_STARTED_AT"])?,
        committed: variables.read("CI_COMMIT_TIMESTAMP", Timestamp::parse)?,
        scheduled: variables.is("CI_PIPELINE_SOURCE", "schedule"),
        fork: if is_merge_request { fork(variables) } else { None },
        protected: variables.read("CI_COMMIT_REF_PROTECTED", fact::flag)?,
        workspace: variables.read("CI_PROJECT_DIR", fact::line)?,
        source_url: variables.read("CI_PROJECT_URL", fact::line)?,
        title: variables.prose("CI_PROJECT_TITLE"),
        description: variables.prose("CI_PROJECT_DESCRIPTION"),
        run_number: variables.read("CI_PIPELINE_IID", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// Every pipeline runs for one ref. That none is set happens: a job of a git tag
// that was deleted after its pipeline started has no CI_COMMIT_TAG.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    const BRANCH: &str = "CI_COMMIT_BRANCH";
    const TAG: &str = "CI_COMMIT_TAG";
    const MERGE_REQUEST: &str = "CI_MERGE_REQUEST_IID";
    let contradiction = |first, second| {
        let remedy = "a pipeline runs for one ref, and GitLab sets the variable of that alone";
        ContextError::contradiction(variables.setting(first), variables.setting(second), remedy)
    };
    let branch = variables.read(BRANCH, RefName::new)?;
    let tag = variables.read(TAG, RefName::new)?;
    let number = variables.read(MERGE_REQUEST, fact::number)?;
    match (branch, tag, number) {
        (Some(_), Some(_), _) => Err(contradiction(TAG, BRANCH)),
        (Some(_), None, Some(_)) => Err(contradiction(MERGE_REQUEST, BRANCH)),
        (None, Some(_), Some(_)) => Err(contradiction(MERGE_REQUEST, TAG)),
        (Some(name), None, None) => Ok(GitRef::Branch(name)),
        (None, Some(name), None) => Ok(GitRef::Tag(name)),
        (None, None, Some(number)) => merge_request(variables, number),
        (None, None, None) => Err(ContextError::missing(
            BRANCH,
            "nor is CI_COMMIT_TAG or CI_MERGE_REQUEST_IID; GitLab sets one of them, unless the \
             git tag was deleted meanwhile",
        )),
    }
}

fn merge_request(variables: &Variables<'_>, number: u64) -> Result<GitRef, ContextError> {
    let source = variables.need(
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        "GitLab sets it to the source branch of a merge request",
        RefName::new,
    )?;
    let target = variables.read("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", RefName::new)?;
    Ok(GitRef::PullRequest { number, source, target })
}

// CI_MERGE_REQUEST_SOURCE_BRANCH_SHA is set only where the merge is built; a
// detached pipeline builds the source branch itself.
fn head_sha(variables: &Variables<'_>, sha: &CommitSha) -> Result<Option<CommitSha>, ContextError> {
    const EVENT: &str = "CI_MERGE_REQUEST_EVENT_TYPE";
    let head = variables.read("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", CommitSha::new)?;
    let builds_merge = variables.is(EVENT, "merged_result") || variables.is(EVENT, "merge_train");
    Ok(head.or_else(|| (!builds_merge).then(|| sha.clone())))
}

fn fork(variables: &Variables<'_>) -> Option<bool> {
    let source = variables.text("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH")?;
    let project = variables.text("CI_MERGE_REQUEST_PROJECT_PATH")?;
    Some(source != project)
}
