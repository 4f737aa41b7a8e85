//! What GitHub Actions and the systems that run its workflows have in common.

use alloc::format;

use super::actions_event::{self, SHA};
use super::actions_subject::{self, EVENT};
use super::full_ref::{FullRef, RefSpelling};
use super::merge_queue;
use super::provider_row::EventName;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, GitRef, RefName};

// GITHUB_REF_NAME is not enough: on a pull request it is "7/merge" or "7". Nor is
// GITHUB_REF_TYPE: on a pull request it is "branch" or empty, and older runners do not
// set it.
const REF: &str = "GITHUB_REF";
const SOURCE: &str = "GITHUB_HEAD_REF";

// Other events, such as an opened issue or a star, have no counterpart.
pub(super) const EVENTS: &[EventName] = &[
    (EVENT, &["push"], Event::Push),
    (EVENT, &["pull_request*"], Event::PullRequest),
    (EVENT, &["merge_group"], Event::MergeQueue),
    (EVENT, &["schedule"], Event::Schedule),
    (EVENT, &["workflow_dispatch"], Event::Manual),
    (EVENT, &["repository_dispatch"], Event::Api),
    (EVENT, &["workflow_run"], Event::Pipeline),
    (EVENT, &["deployment", "deployment_status"], Event::Deployment),
    (EVENT, &["release"], Event::Release),
];

pub(super) fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let Some(event) = variables.event_file() else {
        actions_subject::refuse_unknown(variables)?;
        return read_variables(variables);
    };
    let mut context = read_variables(variables)?;
    actions_event::add(&mut context, variables, event)?;
    Ok(context)
}

fn read_variables(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let full_ref = full_ref(variables)?;
    let builds_head = matches!(full_ref, FullRef::PullRequest { is_head: true, .. });
    let git_ref = git_ref(variables, full_ref)?;
    let what = "to the commit that started the workflow";
    let sha = variables.need(SHA, what, CommitSha::new)?;
    let what = "to owner and name of the repository";
    let (path, project) = variables.need("GITHUB_REPOSITORY", what, address::owner_and_name)?;
    let facts = KnownFacts {
        head_sha: builds_head.then(|| sha.clone()),
        source_url: variables
            .read("GITHUB_SERVER_URL", address::without_login)?
            .map(|server| format!("{}/{path}", server.trim_end_matches('/'))),
        project_path: Some(path),
        workspace: variables.read("GITHUB_WORKSPACE", fact::line)?,
        run_number: variables.read("GITHUB_RUN_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// `deployment` and `deployment_status` have no ref if a commit is deployed.
fn full_ref(variables: &Variables<'_>) -> Result<FullRef, ContextError> {
    let is_deployment =
        variables.is(EVENT, "deployment") || variables.is(EVENT, "deployment_status");
    if is_deployment && !variables.is_set(REF) {
        return Ok(FullRef::Named(GitRef::Detached));
    }
    let what = "to the ref of the run, such as refs/heads/main";
    variables.need(REF, what, |text| RefSpelling::GITHUB.read(text))
}

// On a review of a pull request, only the event file has the source branch.
fn source(variables: &Variables<'_>) -> Result<RefName, ContextError> {
    if let Some(source) = variables.read(SOURCE, fact::ref_name)? {
        return Ok(source);
    }
    let remedy = match variables.event_file() {
        None => {
            "on events of a pull request other than pull_request, only the event file has the \
             source branch; read also the file that GITHUB_EVENT_PATH names"
        }
        Some(event) => match event.get("pull_request.head.ref", fact::ref_name)? {
            Some(source) => return Ok(source),
            None => {
                "the event file does not have the source branch of this pull request either; supply \
                 the context yourself, with \"pull_request\""
            }
        },
    };
    Err(ContextError::missing(SOURCE, remedy))
}

fn git_ref(variables: &Variables<'_>, full_ref: FullRef) -> Result<GitRef, ContextError> {
    match full_ref {
        FullRef::PullRequest { number, .. } => {
            let source = source(variables)?;
            let target = variables.read("GITHUB_BASE_REF", fact::ref_name)?;
            Ok(GitRef::PullRequest { number, source, target })
        }
        FullRef::Named(git_ref) => {
            let event = variables.text(EVENT).unwrap_or_default();
            if actions_event::is_merged(variables, &git_ref)? {
                Ok(git_ref)
            } else if variables.is_set(SOURCE) {
                Err(claims_a_ref(variables, SOURCE))
            } else if event == "merge_group" {
                queued(variables, git_ref)
            } else if event.starts_with("pull_request") {
                Err(claims_a_ref(variables, EVENT))
            } else {
                Ok(git_ref)
            }
        }
    }
}

fn queued(variables: &Variables<'_>, git_ref: GitRef) -> Result<GitRef, ContextError> {
    let GitRef::Branch(name) = git_ref else {
        let remedy = "a merge group runs on a branch of the merge queue";
        return Err(variables.contradiction(EVENT, REF, remedy));
    };
    merge_queue::pull_request(name).map_err(|flaw| ContextError::malformed(REF, flaw))
}

// On pull_request_target, and when a merged pull request is closed, the ref is the
// target branch. If that were treated as a push, a stranger's pull request would move
// that branch's tags.
fn claims_a_ref(variables: &Variables<'_>, first: &'static str) -> ContextError {
    const OTHER: &str = "a pull request must not move the tags of the ref it runs on, as it would \
                         on pull_request_target; supply the context yourself, with \"pull_request\"";
    const UNKNOWN: &str = "only the event file says whether the pull request was merged into that \
                           branch; read also the file that GITHUB_EVENT_PATH names";
    let has_file = variables.event_file().is_some();
    let is_unknown = variables.is(EVENT, "pull_request") && !has_file;
    variables.contradiction(first, REF, if is_unknown { UNKNOWN } else { OTHER })
}
