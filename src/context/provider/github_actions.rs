//! GitHub Actions.
//!
//! Which variables are set on which event:
//! <https://docs.github.com/actions/reference/workflows-and-actions/variables>

use alloc::format;
use alloc::string::String;

use super::Row;
use super::variables::Variables;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

pub(super) const ROW: Row = Row {
    name: "GitHub Actions",
    // The runners of Gitea and Forgejo set this one too, beside their own.
    is_running: |variables| {
        variables.is("GITHUB_ACTIONS", "true")
            && !variables.is_set("GITEA_ACTIONS")
            && !variables.is_set("FORGEJO_ACTIONS")
    },
    read,
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let sha = variables.need(
        "GITHUB_SHA",
        "GitHub Actions sets it to the commit that started the workflow",
        CommitSha::new,
    )?;
    let (path, project) = variables.need(
        "GITHUB_REPOSITORY",
        "GitHub Actions sets it to owner and name of the repository",
        repository,
    )?;
    let facts = Facts {
        source_url: variables
            .read("GITHUB_SERVER_URL", fact::line)?
            .map(|server| format!("{}/{path}", server.trim_end_matches('/'))),
        project_path: Some(path),
        created: variables.created(&[])?,
        scheduled: variables.is("GITHUB_EVENT_NAME", "schedule"),
        protected: variables.read("GITHUB_REF_PROTECTED", fact::flag)?,
        workspace: variables.read("GITHUB_WORKSPACE", fact::line)?,
        run_number: variables.read("GITHUB_RUN_NUMBER", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

enum Ref {
    Named(GitRef),
    PullRequest(u64),
}

fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    const REF: &str = "GITHUB_REF";
    const SOURCE: &str = "GITHUB_HEAD_REF";
    let form = "GitHub Actions sets it to the ref of the run, such as refs/heads/main";
    match variables.need(REF, form, full_ref)? {
        Ref::PullRequest(number) => {
            let source = variables.need(
                SOURCE,
                "GitHub Actions sets it on the event pull_request alone; on others that run for \
                 a pull request, build the context with CiContext::pull_request",
                RefName::new,
            )?;
            let target = variables.read("GITHUB_BASE_REF", RefName::new)?;
            Ok(GitRef::PullRequest { number, source, target })
        }
        // On pull_request_target the ref is the branch to be merged into: taken
        // for a push, a stranger's pull request would move that branch's tags.
        Ref::Named(_) if variables.is_set(SOURCE) => Err(ContextError::contradiction(
            variables.setting(SOURCE),
            variables.setting(REF),
            "a pull request must not move the tags of the ref it runs on, as it would on \
             pull_request_target; build the context with CiContext::pull_request",
        )),
        Ref::Named(git_ref) => Ok(git_ref),
    }
}

// GITHUB_REF_NAME is no help: on a pull request it is "7/merge".
fn full_ref(text: String) -> Result<Ref, NameError> {
    const FORM: &str = "expected refs/heads/…, refs/tags/… or refs/pull/…/merge";
    if let Some(branch) = text.strip_prefix("refs/heads/") {
        return RefName::new(branch).map(|name| Ref::Named(GitRef::Branch(name)));
    }
    if let Some(tag) = text.strip_prefix("refs/tags/") {
        return RefName::new(tag).map(|name| Ref::Named(GitRef::Tag(name)));
    }
    text.strip_prefix("refs/pull/")
        .and_then(|rest| rest.strip_suffix("/merge").or_else(|| rest.strip_suffix("/head")))
        .and_then(|number| fact::number(number.into()).ok())
        .map(Ref::PullRequest)
        .ok_or_else(|| NameError::new("ref", text, Flaw::unsupported(0, FORM)))
}

fn repository(path: String) -> Result<(String, String), NameError> {
    const FORM: &str = "expected owner and name, such as octocat/hello-world";
    match path.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() && !name.contains('/') => {
            let project = fact::project(name.into())?;
            Ok((fact::line(path)?, project))
        }
        _ => Err(NameError::new("repository", path, Flaw::unsupported(0, FORM))),
    }
}
