//! Bitbucket Pipelines.
//!
//! <https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/>

use alloc::string::String;

use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: BUILD_NUMBER,
    commits: &["BITBUCKET_COMMIT"],
    nothing: "",
    is_running: |variables| variables.is_on(BUILD_NUMBER),
    events: &[(PULL_REQUEST, &["*"], Event::PullRequest)],
    read,
};

const BRANCH: &str = "BITBUCKET_BRANCH";
const BUILD_NUMBER: &str = "BITBUCKET_BUILD_NUMBER";
const PULL_REQUEST: &str = "BITBUCKET_PR_ID";
const TAG: &str = "BITBUCKET_TAG";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let what = "to the commit that started the pipeline";
    let sha = variables.need("BITBUCKET_COMMIT", what, commit)?;
    let project = variables.project("BITBUCKET_REPO_SLUG")?;
    let facts = KnownFacts {
        project_path: variables.read("BITBUCKET_REPO_FULL_NAME", fact::line)?,
        workspace: variables.read("BITBUCKET_CLONE_DIR", fact::line)?,
        source_url: variables.read("BITBUCKET_GIT_HTTP_ORIGIN", address::without_login)?,
        run_number: variables.read(BUILD_NUMBER, fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

fn commit(text: String) -> Result<CommitSha, NameError> {
    const REMEDY: &str = "on a pull request, Bitbucket sets only 12 digits of the commit sha; \
                          have the lookup return what `git rev-parse HEAD` prints";
    match text.len() {
        12 => Err(NameError::new("commit sha", text, Flaw::unsupported(0, REMEDY))),
        _ => CommitSha::new(text),
    }
}

// A custom pipeline that is started for a commit has none of these variables.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    let branch = variables.read(BRANCH, fact::branch_name)?;
    let tag = variables.read(TAG, fact::ref_name)?;
    let number = variables.read(PULL_REQUEST, fact::number)?;
    match (branch, tag, number) {
        (_, Some(_), Some(_)) => Err(variables.two_refs(PULL_REQUEST, TAG)),
        (Some(_), Some(_), None) => Err(variables.two_refs(TAG, BRANCH)),
        (None, Some(tag), None) => Ok(GitRef::Tag(tag)),
        (Some(branch), None, None) => Ok(GitRef::Branch(branch)),
        (None, None, None) => Ok(GitRef::Detached),
        (branch, None, Some(number)) => {
            let missing = "Bitbucket Pipelines sets it to the source branch of a pull request";
            let source = branch.ok_or_else(|| ContextError::missing(BRANCH, missing))?;
            let target = variables.read("BITBUCKET_PR_DESTINATION_BRANCH", fact::ref_name)?;
            Ok(GitRef::PullRequest { number, source, target })
        }
    }
}
