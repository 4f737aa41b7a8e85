//! Buildkite.
//!
//! <https://buildkite.com/docs/pipelines/configure/environment-variables>

use alloc::string::String;

use super::provider_row::ProviderRow;
use super::variables::Variables;
use super::{full_ref, merge_queue};
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "BUILDKITE",
    commits: &["BUILDKITE_COMMIT"],
    nothing: "",
    is_running: |variables| variables.is("BUILDKITE", "true"),
    events: &[
        (MERGE_QUEUE, &["*"], Event::MergeQueue),
        (BUILDKITE_SOURCE, &["webhook"], Event::Push),
        (BUILDKITE_SOURCE, &["schedule"], Event::Schedule),
        (BUILDKITE_SOURCE, &["ui"], Event::Manual),
        (BUILDKITE_SOURCE, &["api"], Event::Api),
        (BUILDKITE_SOURCE, &["trigger_job"], Event::Pipeline),
    ],
    read,
};

const BUILDKITE_SOURCE: &str = "BUILDKITE_SOURCE";
const BRANCH: &str = "BUILDKITE_BRANCH";
const MERGE_QUEUE: &str = "BUILDKITE_MERGE_QUEUE_BASE_BRANCH";
const PULL_REQUEST: &str = "BUILDKITE_PULL_REQUEST";
const REPO: &str = "BUILDKITE_REPO";
const TAG: &str = "BUILDKITE_TAG";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.need("BUILDKITE_COMMIT", "to the commit that is built", commit)?;
    let what = "to the name of the pipeline";
    let project = variables.need("BUILDKITE_PIPELINE_SLUG", what, fact::project)?;
    let is_pull_request = matches!(git_ref, GitRef::PullRequest { .. });
    let builds_merge = variables.is("BUILDKITE_PULL_REQUEST_USING_MERGE_REFSPEC", "true");
    let facts = KnownFacts {
        head_sha: (is_pull_request && !builds_merge).then(|| sha.clone()),
        default_branch: variables.read("BUILDKITE_PIPELINE_DEFAULT_BRANCH", fact::ref_name)?,
        fork: if is_pull_request { fork(variables) } else { None },
        workspace: variables.read("BUILDKITE_BUILD_CHECKOUT_PATH", fact::line)?,
        source_url: variables.read(REPO, address::without_login)?,
        run_number: variables.read("BUILDKITE_BUILD_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// In the build of a git tag, BUILDKITE_BRANCH is the tag as well.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    let tag = variables.read(TAG, fact::ref_name)?;
    let is_pull_request = !variables.is(PULL_REQUEST, "false");
    let number = if is_pull_request { variables.read(PULL_REQUEST, fact::number)? } else { None };
    match (tag, number) {
        (Some(_), Some(_)) => Err(variables.two_refs(PULL_REQUEST, TAG)),
        (Some(tag), None) => Ok(GitRef::Tag(tag)),
        (None, Some(number)) => {
            let source = variables.need(BRANCH, "to the branch that is built", source)?;
            let target = variables.read("BUILDKITE_PULL_REQUEST_BASE_BRANCH", fact::ref_name)?;
            Ok(GitRef::PullRequest { number, source, target })
        }
        (None, None) if variables.is_set(MERGE_QUEUE) => {
            let what = "to the branch of the merge queue";
            variables.need(BRANCH, what, |text| {
                full_ref::branch(text).and_then(merge_queue::pull_request)
            })
        }
        (None, None) => {
            let what = "to the branch that is built";
            variables.need(BRANCH, what, branch)
        }
    }
}

// A build that is started by hand has the commit "HEAD" until the source is fetched.
fn commit(text: String) -> Result<CommitSha, NameError> {
    const REMEDY: &str = "it names no commit; have the lookup return what `git rev-parse HEAD` \
                          prints, or start the build with a commit";
    match text.as_str() {
        "HEAD" => Err(NameError::new("commit sha", text, Flaw::unsupported(0, REMEDY))),
        _ => CommitSha::new(text),
    }
}

fn branch(text: String) -> Result<GitRef, NameError> {
    const FORK: &str = "it is a branch of a fork; supply the context yourself, with \
                        \"pull_request\" and \"fork\"";
    if text.contains(':') {
        return Err(NameError::new("branch", text, Flaw::unsupported(0, FORK)));
    }
    full_ref::branch_or_detached(text)
}

// A pipeline may be set up to put the owner of a fork before its branches, as in
// "octocat:patch-1". A branch name cannot contain a colon.
fn source(text: String) -> Result<RefName, NameError> {
    match text.split_once(':') {
        Some((_owner, branch)) => fact::ref_name(branch.into()),
        None => fact::ref_name(text),
    }
}

// The two addresses of one repository may be spelled differently.
fn fork(variables: &Variables<'_>) -> Option<bool> {
    let (source, project) = (variables.text("BUILDKITE_PULL_REQUEST_REPO")?, variables.text(REPO)?);
    let (source, project) =
        (address::repository_path(&source)?, address::repository_path(&project)?);
    Some(!source.eq_ignore_ascii_case(project))
}
