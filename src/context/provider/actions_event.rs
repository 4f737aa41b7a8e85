//! The facts that the event file of GitHub Actions adds to the variables.

use alloc::format;
use alloc::string::{String, ToString};

use super::actions_subject::{self, EVENT};
use super::full_ref;
use super::variables::Variables;
use crate::context::event_file::EventFile;
use crate::context::{CiContext, ContextError, address, fact};
use crate::name::{CommitSha, GitRef, Timestamp};

pub(super) const SHA: &str = "GITHUB_SHA";

/// Adds the facts of the event, after checking that it is the event of this run.
pub(super) fn add(
    context: &mut CiContext,
    variables: &Variables<'_>,
    event: &EventFile<'_>,
) -> Result<(), ContextError> {
    add_repository(context, event)?;
    actions_subject::refuse_another(variables, context, event)?;
    if event.has("merge_group")? {
        add_merge_group(context, event)
    } else if event.has("pull_request")? && !is_merged(variables, context.git_ref())? {
        add_pull_request(context, event)
    } else {
        add_ref(context, event)
    }
}

/// Whether a pull request was merged into this branch by the commit of the run.
///
/// A merge closes the pull request, and the workflow of that event runs on the branch,
/// so the branch is built.
pub(super) fn is_merged(variables: &Variables<'_>, git_ref: &GitRef) -> Result<bool, ContextError> {
    let (Some(file), GitRef::Branch(branch)) = (variables.event_file(), git_ref) else {
        return Ok(false);
    };
    let merge = file.text("pull_request.merge_commit_sha")?;
    let base = file.text("pull_request.base.ref")?;
    Ok(variables.is(EVENT, "pull_request")
        && file.flag("pull_request.merged")? == Some(true)
        && base.is_some_and(|base| base == branch.as_str())
        && merge.is_some_and(|merge| variables.is(SHA, &merge)))
}

fn add_repository(context: &mut CiContext, event: &EventFile<'_>) -> Result<(), ContextError> {
    let path = event.get("repository.full_name", fact::line)?;
    if let (Some(found), Some(known)) = (&path, context.project_path()) {
        if !found.eq_ignore_ascii_case(known) {
            let facts = ("repository.full_name", "project_path");
            return Err(ContextError::event_of_another(facts, found, known));
        }
    }
    let facts = &mut context.facts;
    facts.default_branch = event.get("repository.default_branch", fact::ref_name)?;
    let url = event.get("repository.html_url", address::without_login)?;
    facts.source_url = facts.source_url.take().or(url);
    let description = event.text("repository.description")?;
    facts.description = description.and_then(|text| fact::prose(text).ok());
    let license = event.get("repository.license.spdx_id", fact::line)?;
    // GitHub's value for a licence that it does not recognize.
    facts.licenses = license.filter(|id| id != "NOASSERTION");
    Ok(())
}

fn add_merge_group(context: &mut CiContext, event: &EventFile<'_>) -> Result<(), ContextError> {
    let GitRef::PullRequest { source, target, .. } = &mut context.git_ref else {
        let found = event.text("merge_group.head_ref")?.unwrap_or_default();
        return Err(is_not_of(context, "merge_group.head_ref", &found));
    };
    let head = event.get("merge_group.head_ref", full_ref::branch)?;
    agree(source, head.as_ref(), ("merge_group.head_ref", "pull_request.source"))?;
    let base = event.get("merge_group.base_ref", full_ref::branch)?;
    settle(target, base, ("merge_group.base_ref", "pull_request.target"))?;
    let head = event.get("merge_group.head_sha", CommitSha::new)?;
    agree(context.sha(), head.as_ref(), ("merge_group.head_sha", "sha"))?;
    context.facts.head_sha = head;
    Ok(())
}

fn add_pull_request(context: &mut CiContext, event: &EventFile<'_>) -> Result<(), ContextError> {
    const NUMBER: &str = "pull_request.number";
    let found = event.number(NUMBER)?;
    let GitRef::PullRequest { number, source, target } = &mut context.git_ref else {
        let found = found.map(|number| number.to_string()).unwrap_or_default();
        return Err(is_not_of(context, NUMBER, &found));
    };
    agree(number, found.as_ref(), (NUMBER, "pull_request.number"))?;
    let head = event.get("pull_request.head.ref", fact::ref_name)?;
    agree(source, head.as_ref(), ("pull_request.head.ref", "pull_request.source"))?;
    let base = event.get("pull_request.base.ref", fact::ref_name)?;
    settle(target, base, ("pull_request.base.ref", "pull_request.target"))?;
    let head = event.get("pull_request.head.sha", CommitSha::new)?;
    settle(&mut context.facts.head_sha, head, ("pull_request.head.sha", "head_sha"))?;
    // `head.repo.fork` is not enough: it means that the repository is a fork, and a
    // fork has pull requests of its own. The repository is null if it was deleted.
    let head = event.text("pull_request.head.repo.full_name")?;
    let base = event.text("pull_request.base.repo.full_name")?;
    context.facts.fork = head.zip(base).map(|(head, base)| head != base);
    Ok(())
}

fn add_ref(context: &mut CiContext, event: &EventFile<'_>) -> Result<(), ContextError> {
    let own = match context.git_ref() {
        GitRef::Branch(name) => Some(format!("refs/heads/{name}")),
        GitRef::Tag(name) => Some(format!("refs/tags/{name}")),
        GitRef::PullRequest { .. } | GitRef::Detached => None,
    };
    // A bare name is from `create`, or is the ref that `delete` deleted.
    let found = event.text("ref")?.filter(|found| found.starts_with("refs/"));
    if let Some(found) = found.filter(|found| own.as_ref() != Some(found)) {
        return Err(is_not_of(context, "ref", &found));
    }
    let tag = event.text("release.tag_name")?;
    let is_own =
        |tag: &String| matches!(context.git_ref(), GitRef::Tag(name) if name == tag.as_str());
    if let Some(tag) = tag.filter(|tag| !is_own(tag)) {
        return Err(is_not_of(context, "release.tag_name", &tag));
    }
    let sha = event.get("deployment.sha", CommitSha::new)?;
    agree(context.sha(), sha.as_ref(), ("deployment.sha", "sha"))?;
    if event.text("head_commit.id")?.is_some_and(|id| id == context.sha().as_str()) {
        context.facts.committed = event.get("head_commit.timestamp", Timestamp::parse)?;
    }
    Ok(())
}

fn is_not_of(context: &CiContext, field: &'static str, found: &str) -> ContextError {
    let (fact, known) = match context.git_ref() {
        GitRef::Branch(name) => ("branch", name.to_string()),
        GitRef::Tag(name) => ("tag", name.to_string()),
        GitRef::PullRequest { number, .. } => ("pull_request.number", number.to_string()),
        GitRef::Detached => ("sha", context.sha().to_string()),
    };
    ContextError::event_of_another((field, fact), found, &known)
}

/// A field of the event, and the fact that it contains.
type FieldOfFact = (&'static str, &'static str);

/// Sets a fact, or compares it if it is already known.
fn settle<T: PartialEq + ToString>(
    slot: &mut Option<T>,
    found: Option<T>,
    names: FieldOfFact,
) -> Result<(), ContextError> {
    match slot {
        Some(known) => agree(known, found.as_ref(), names),
        None => {
            *slot = found;
            Ok(())
        }
    }
}

fn agree<T: PartialEq + ToString>(
    known: &T,
    found: Option<&T>,
    names: FieldOfFact,
) -> Result<(), ContextError> {
    match found.filter(|found| *found != known) {
        Some(found) => {
            Err(ContextError::event_of_another(names, &found.to_string(), &known.to_string()))
        }
        None => Ok(()),
    }
}
