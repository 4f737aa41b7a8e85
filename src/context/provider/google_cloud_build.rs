//! Google Cloud Build: substitutions, which a build passes on as variables.
//!
//! <https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values>

use super::Row;
use super::variables::Variables;
use crate::context::address;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, GitRef, RefName};

pub(super) const ROW: Row = Row {
    name: "Google Cloud Build",
    nothing: "",
    is_running: |variables| variables.is_set("BUILDER_OUTPUT"),
    read,
};

const BRANCH: &str = "BRANCH_NAME";
const HEAD: &str = "_HEAD_BRANCH";
const NUMBER: &str = "_PR_NUMBER";
const PATH: &str = "REPO_FULL_NAME";
const TAG: &str = "TAG_NAME";
const TARGET: &str = "_BASE_BRANCH";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let what = "to the commit that is built where the step has COMMIT_SHA=$COMMIT_SHA in its env";
    let sha = variables.need("COMMIT_SHA", what, CommitSha::new)?;
    let what = "to the name of the repository where the step has REPO_NAME=$REPO_NAME in its env";
    let project = variables.need("REPO_NAME", what, fact::project)?;
    let is_pull_request = matches!(git_ref, GitRef::PullRequest { .. });
    let fork = if is_pull_request { fork(variables) } else { None };
    let facts = Facts {
        project_path: variables.read(PATH, fact::line)?,
        created: variables.source_date_epoch()?,
        fork,
        source_url: match fork {
            // The address is of the repository that a pull request comes from.
            Some(false) => variables.read("_HEAD_REPO_URL", address::without_login)?,
            _ => None,
        },
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if [NUMBER, HEAD, TARGET].iter().any(|name| variables.is_set(name)) {
        let what = "to the pull request where the step has _PR_NUMBER=$_PR_NUMBER in its env";
        let number = variables.need(NUMBER, what, fact::number)?;
        let what = "to the source branch where the step has _HEAD_BRANCH=$_HEAD_BRANCH in its env";
        let source = variables.need(HEAD, what, RefName::new)?;
        let target = variables.read(TARGET, RefName::new)?;
        return Ok(GitRef::PullRequest { number, source, target });
    }
    let branch = variables.read(BRANCH, RefName::new)?;
    let tag = variables.read(TAG, RefName::new)?;
    match (branch, tag) {
        (Some(_), Some(_)) => {
            let remedy = "a build is of one ref, and the substitution of the other is empty";
            Err(variables.contradiction(TAG, BRANCH, remedy))
        }
        (Some(branch), None) => Ok(GitRef::Branch(branch)),
        (None, Some(tag)) => Ok(GitRef::Tag(tag)),
        (None, None) => Err(ContextError::missing(
            BRANCH,
            "nor is TAG_NAME or _PR_NUMBER; Google Cloud Build sets none of them by itself: put \
             BRANCH_NAME=$BRANCH_NAME and TAG_NAME=$TAG_NAME into the env of the step",
        )),
    }
}

fn fork(variables: &Variables<'_>) -> Option<bool> {
    let (source, project) = (variables.text("_HEAD_REPO_URL")?, variables.text(PATH)?);
    Some(!address::repository_path(&source)?.eq_ignore_ascii_case(&project))
}
