//! Events that run on the default branch although they are about another commit,
//! perhaps that of a stranger's pull request.
//!
//! The ref and commit of a run for each event:
//! <https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows>

use alloc::format;
use alloc::string::String;

use super::variables::Variables;
use crate::context::error::{EventSubject, Problem};
use crate::context::event_file::EventFile;
use crate::context::{CiContext, ContextError, fact};
use crate::name::{CommitSha, GitRef, Quoted};

pub(super) const EVENT: &str = "GITHUB_EVENT_NAME";

const COMMENT: &str = "issue_comment";

/// In a called workflow, Gitea sets this name instead of the name of the event.
const CALLED: &str = "workflow_call";

/// The field of an event file that contains the commit of the event.
struct CommitField {
    event: &'static str,
    /// A field that only files of this event have.
    mark: &'static str,
    sha: &'static str,
    branch: Option<&'static str>,
    repository: Option<&'static str>,
    /// Whether the variables alone are not enough to decide.
    needs_file: bool,
}

const ROWS: &[CommitField] = &[
    CommitField {
        event: "workflow_run",
        mark: "workflow_run",
        sha: "workflow_run.head_sha",
        branch: Some("workflow_run.head_branch"),
        repository: Some("workflow_run.head_repository.full_name"),
        needs_file: true,
    },
    CommitField {
        event: "check_run",
        mark: "check_run",
        sha: "check_run.head_sha",
        branch: Some("check_run.check_suite.head_branch"),
        repository: None,
        needs_file: true,
    },
    CommitField {
        event: "check_suite",
        mark: "check_suite",
        sha: "check_suite.head_sha",
        branch: Some("check_suite.head_branch"),
        repository: None,
        needs_file: true,
    },
    CommitField {
        event: "status",
        mark: "sha",
        sha: "sha",
        branch: None,
        repository: None,
        needs_file: true,
    },
    // A container image may have no commit.
    CommitField {
        event: "registry_package",
        mark: "registry_package",
        sha: "registry_package.package_version.target_oid",
        branch: None,
        repository: None,
        needs_file: false,
    },
];

/// Rejects a run whose event may be about another commit, because without the event
/// file that is unknown.
pub(super) fn refuse_unknown(variables: &Variables<'_>) -> Result<(), ContextError> {
    let Some(event) = variables.text(EVENT) else { return Ok(()) };
    let is_in_table = ROWS.iter().any(|row| row.needs_file && row.event == event);
    if is_in_table || event == COMMENT || event == CALLED {
        return Err(Problem::NeedsEvent { variable: EVENT, event }.into());
    }
    Ok(())
}

/// Rejects a run whose event is about another commit than that of the context.
/// Otherwise that commit would get the tags of the default branch.
pub(super) fn refuse_another(
    variables: &Variables<'_>,
    context: &CiContext,
    file: &EventFile<'_>,
) -> Result<(), ContextError> {
    let event = variables.text(EVENT).unwrap_or_default();
    let is_unnamed = event.is_empty() || event == CALLED;
    if event == COMMENT || is_unnamed {
        refuse_comment(context, file)?;
    }
    if event == COMMENT && !file.has("issue")? {
        return Err(lacks(COMMENT, "issue"));
    }
    for row in ROWS {
        if event == row.event || is_unnamed && file.has(row.mark)? {
            return row.check(context, file);
        }
    }
    Ok(())
}

// The event file of a comment names the pull request, but no commit.
fn refuse_comment(context: &CiContext, file: &EventFile<'_>) -> Result<(), ContextError> {
    if !file.has("issue.pull_request")? {
        return Ok(());
    }
    let number = file.number("issue.number")?;
    let number = number.map_or_else(String::new, |number| format!(" {number}"));
    Err(Problem::Other(EventSubject {
        event: COMMENT,
        about: format!("pull request{number}"),
        run: run(context),
        remedy: "\"pull_request\", and \"fork\" if it is from a fork",
    })
    .into())
}

impl CommitField {
    fn check(&self, context: &CiContext, file: &EventFile<'_>) -> Result<(), ContextError> {
        let sha = file.get(self.sha, CommitSha::new)?;
        let Some(sha) = sha else {
            return if self.needs_file { Err(lacks(self.event, self.sha)) } else { Ok(()) };
        };
        let branch = match self.branch {
            Some(path) => file.get(path, fact::ref_name)?,
            None => None,
        };
        let repository = match self.repository {
            Some(path) => file.text(path)?,
            None => None,
        };
        let is_here = |path: &String| {
            context.project_path().is_some_and(|known| known.eq_ignore_ascii_case(path))
        };
        let is_fork = repository.as_ref().is_some_and(|path| !is_here(path));
        let is_branch = branch
            .as_ref()
            .is_none_or(|name| matches!(context.git_ref(), GitRef::Branch(own) if own == name));
        if sha == *context.sha() && is_branch && !is_fork {
            return Ok(());
        }
        let is_request =
            file.text("workflow_run.event")?.is_some_and(|event| event.starts_with("pull_request"));
        let branch =
            branch.map_or_else(String::new, |name| format!(" of {}", Quoted(name.as_str())));
        let repository = repository.filter(|_| is_fork);
        let repository =
            repository.map_or_else(String::new, |path| format!(" in {}", Quoted(&path)));
        Err(Problem::Other(EventSubject {
            event: self.event,
            about: format!("commit {sha}{branch}{repository}"),
            run: run(context),
            remedy: match (is_fork, is_request) {
                (true, _) => "\"pull_request\" and \"fork\"",
                (false, true) => "\"pull_request\"",
                (false, false) => "\"branch\", \"tag\" or \"pull_request\"",
            },
        })
        .into())
    }
}

fn lacks(event: &str, field: &str) -> ContextError {
    ContextError::no_event(format!("it is of {event} and has no {field}"))
}

fn run(context: &CiContext) -> String {
    format!("commit {} of {}", context.sha(), context.git_ref())
}
