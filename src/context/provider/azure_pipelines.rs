//! Azure Pipelines.
//!
//! <https://learn.microsoft.com/azure/devops/pipelines/build/variables>

use alloc::string::String;

use super::full_ref::{self, FullRef, RefSpelling};
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError, Timestamp};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "TF_BUILD",
    commits: &["BUILD_SOURCEVERSION"],
    nothing: "",
    is_running: |variables| {
        variables.text("TF_BUILD").is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    },
    events: &[
        (REASON, &["IndividualCI", "BatchedCI"], Event::Push),
        (REASON, &["PullRequest"], Event::PullRequest),
        (REASON, &["Schedule"], Event::Schedule),
        (REASON, &["Manual"], Event::Manual),
        (REASON, &["BuildCompletion", "ResourceTrigger"], Event::Pipeline),
    ],
    read,
};

const REASON: &str = "BUILD_REASON";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.sha("BUILD_SOURCEVERSION")?;
    let repository = variables.project("BUILD_REPOSITORY_NAME")?;
    // For a repository on GitHub, this is the owner and name.
    let (project_path, project) = match repository.rsplit_once('/') {
        Some((_, name)) if !name.is_empty() => (Some(repository.clone()), name.into()),
        _ => (None, repository),
    };
    let mut facts = KnownFacts {
        project_path,
        created: variables.created(&["SYSTEM_PIPELINESTARTTIME"], start)?,
        workspace: variables.read("BUILD_SOURCESDIRECTORY", fact::line)?,
        source_url: variables.read("BUILD_REPOSITORY_URI", address::without_login)?,
        // BUILD_BUILDNUMBER is not a number but a name, in the pipeline's format.
        run_number: variables.read("BUILD_BUILDID", fact::number)?,
        ..KnownFacts::default()
    };
    // These variables may be set on a push as well.
    if matches!(git_ref, GitRef::PullRequest { .. }) {
        facts.head_sha = variables.read("SYSTEM_PULLREQUEST_SOURCECOMMITID", CommitSha::new)?;
        facts.fork = variables.read("SYSTEM_PULLREQUEST_ISFORK", flag)?;
    }
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// BUILD_SOURCEBRANCHNAME is only the last part of a name: "tools" of feature/tools.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    let what = "to the ref of the run, such as refs/heads/main";
    let full_ref =
        variables.need("BUILD_SOURCEBRANCH", what, |text| RefSpelling::GITHUB.read(text))?;
    let number = match full_ref {
        FullRef::PullRequest { number, .. } => number,
        FullRef::Named(_) if variables.is(REASON, "PullRequest") => number(variables)?,
        FullRef::Named(git_ref) => return Ok(git_ref),
    };
    let what = "to the source branch in the runs that a pull request starts; for another run of \
                one, supply the context yourself, with \"pull_request\"";
    let source = variables.need("SYSTEM_PULLREQUEST_SOURCEBRANCH", what, full_ref::branch)?;
    let target = variables.read("SYSTEM_PULLREQUEST_TARGETBRANCH", full_ref::branch)?;
    Ok(GitRef::PullRequest { number, source, target })
}

// A pull request on GitHub has its own number in addition to Azure's id.
fn number(variables: &Variables<'_>) -> Result<u64, ContextError> {
    let number = variables.read("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", fact::number)?;
    let what = "to the pull request in the runs that one starts";
    let id = || variables.need("SYSTEM_PULLREQUEST_PULLREQUESTID", what, fact::number);
    number.map_or_else(id, Ok)
}

fn flag(text: String) -> Result<bool, NameError> {
    match text.as_str() {
        "True" => Ok(true),
        "False" => Ok(false),
        _ => fact::flag(text),
    }
}

// RFC 3339 with a space instead of the `T`.
fn start(text: String) -> Result<Timestamp, NameError> {
    const FORM: &str = "expected a form like 2026-03-18 09:00:00+00:00";
    Timestamp::parse(text.replacen(' ', "T", 1))
        .map_err(|_| NameError::new("timestamp", text, Flaw::unsupported(0, FORM)))
}
