//! AWS CodeBuild.
//!
//! <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html>

use alloc::string::String;

use super::full_ref::{self, FullRef};
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "CODEBUILD_BUILD_ID",
    commits: &["CODEBUILD_RESOLVED_SOURCE_VERSION"],
    nothing: "",
    // CodeBuild may only host a runner of GitHub, GitLab or Buildkite. That provider,
    // not CodeBuild, started the job then.
    is_running: |variables| {
        variables.is_on("CODEBUILD_BUILD_ID")
            && !variables.is("CODEBUILD_WEBHOOK_EVENT", "WORKFLOW_JOB_QUEUED")
    },
    events: &[
        (CODEBUILD_WEBHOOK_EVENT, &["PUSH"], Event::Push),
        (CODEBUILD_WEBHOOK_EVENT, &["PULL_REQUEST_*"], Event::PullRequest),
        (CODEBUILD_WEBHOOK_EVENT, &["RELEASED", "PRERELEASED"], Event::Release),
        ("CODEBUILD_INITIATOR", &["codepipeline/*"], Event::Pipeline),
    ],
    read,
};

const CODEBUILD_WEBHOOK_EVENT: &str = "CODEBUILD_WEBHOOK_EVENT";
const REPOSITORY: &str = "CODEBUILD_SOURCE_REPO_URL";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let what = "to the commit that is built, once the source is downloaded";
    let sha = variables.need("CODEBUILD_RESOLVED_SOURCE_VERSION", what, CommitSha::new)?;
    let what = "to the address of the repository, but not in CodePipeline; there, supply \
                the context yourself, with \"branch\" or \"tag\"";
    let project = variables.need(REPOSITORY, what, address::repository_name)?;
    let facts = KnownFacts {
        created: variables.created(&["CODEBUILD_START_TIME"], fact::epoch_milliseconds)?,
        workspace: variables.read("CODEBUILD_SRC_DIR", fact::line)?,
        source_url: variables.read(REPOSITORY, address::without_login)?,
        run_number: variables.read("CODEBUILD_BUILD_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    let source = match variables.read("CODEBUILD_WEBHOOK_TRIGGER", trigger)? {
        Some(source) => source,
        None => variables
            .read("CODEBUILD_SOURCE_VERSION", |text| source_version(&text))?
            .unwrap_or(FullRef::Named(GitRef::Detached)),
    };
    let number = match source {
        FullRef::Named(git_ref) => return Ok(git_ref),
        FullRef::PullRequest { number, .. } => number,
    };
    let what = "to the source branch in the builds that a pull request's webhook starts";
    let source = variables.need("CODEBUILD_WEBHOOK_HEAD_REF", what, full_ref::branch)?;
    let target = variables.read("CODEBUILD_WEBHOOK_BASE_REF", full_ref::branch)?;
    Ok(GitRef::PullRequest { number, source, target })
}

fn trigger(text: String) -> Result<FullRef, NameError> {
    const FORM: &str = "expected branch/…, tag/… or pr/…";
    match text.split_once('/') {
        Some(("branch", name)) => {
            fact::ref_name(name.into()).map(|name| FullRef::Named(GitRef::Branch(name)))
        }
        Some(("tag", name)) => {
            fact::ref_name(name.into()).map(|name| FullRef::Named(GitRef::Tag(name)))
        }
        Some(("pr", number)) => numbered(number),
        _ => Err(NameError::new("trigger", text, Flaw::unsupported(0, FORM))),
    }
}

// Without a webhook, the source version is what the build was started with. Only a full
// ref shows its kind: a bare name may be a branch or a git tag.
fn source_version(text: &str) -> Result<FullRef, NameError> {
    // refs/heads/main^{a1b2…}: a ref with its commit.
    let full_ref = text.split_once("^{").map_or(text, |(full_ref, _commit)| full_ref);
    if let Some(named) = full_ref::named(full_ref) {
        return named.map(FullRef::Named);
    }
    let request = full_ref.strip_prefix("pr/").or_else(|| full_ref.strip_prefix("refs/pull/"));
    match request.and_then(|rest| rest.split('/').next()) {
        Some(number) => numbered(number),
        None => Ok(FullRef::Named(GitRef::Detached)),
    }
}

fn numbered(number: &str) -> Result<FullRef, NameError> {
    Ok(FullRef::PullRequest { number: fact::number(number.into())?, is_head: false })
}
