//! Jenkins: multibranch projects, and other projects that use the git plugin.
//!
//! <https://plugins.jenkins.io/git/#plugin-content-environment-variables>,
//! <https://github.com/jenkinsci/branch-api-plugin/blob/master/src/main/java/jenkins/branch/BranchNameContributor.java>

use alloc::format;
use alloc::string::String;

use super::full_ref;
use super::provider_row::ProviderRow;
use super::variables::{RequestNames, Variables};
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "JENKINS_URL",
    commits: &["GIT_COMMIT"],
    // The string that Groovy makes of an unset variable.
    nothing: "null",
    is_running: |variables| variables.is_on("JENKINS_URL") && variables.is_on("BUILD_ID"),
    // Variables of the GitLab and EnvInject plugins; Jenkins itself has none for the
    // event.
    events: &[
        (GITLAB_ACTION_TYPE, &["PUSH", "TAG_PUSH"], Event::Push),
        (GITLAB_ACTION_TYPE, &["MERGE"], Event::PullRequest),
        (BUILD_CAUSE, &["SCMTRIGGER"], Event::Push),
        (BUILD_CAUSE, &["TIMERTRIGGER"], Event::Schedule),
        (BUILD_CAUSE, &["MANUALTRIGGER"], Event::Manual),
        (BUILD_CAUSE, &["UPSTREAMTRIGGER"], Event::Pipeline),
    ],
    read,
};

const BUILD_CAUSE: &str = "BUILD_CAUSE";
const GITLAB_ACTION_TYPE: &str = "gitlabActionType";

/// The variables of multibranch projects, and of the plugins that start a plain project
/// for a pull request: GitHub Pull Request Builder, GitHub Integration, and the plugins
/// for GitLab and Bitbucket.
const REQUESTS: [RequestNames; 5] = [
    RequestNames {
        number: "CHANGE_ID",
        source: "CHANGE_BRANCH",
        target: "CHANGE_TARGET",
        head: None,
    },
    RequestNames {
        number: "ghprbPullId",
        source: "ghprbSourceBranch",
        target: "ghprbTargetBranch",
        head: Some("ghprbActualCommit"),
    },
    RequestNames {
        number: "GITHUB_PR_NUMBER",
        source: "GITHUB_PR_SOURCE_BRANCH",
        target: "GITHUB_PR_TARGET_BRANCH",
        head: Some("GITHUB_PR_HEAD_SHA"),
    },
    RequestNames {
        number: "gitlabMergeRequestIid",
        source: "gitlabSourceBranch",
        target: "gitlabTargetBranch",
        head: Some("gitlabMergeRequestLastCommit"),
    },
    RequestNames {
        number: "BITBUCKET_PULL_REQUEST_ID",
        source: "BITBUCKET_SOURCE_BRANCH",
        target: "BITBUCKET_TARGET_BRANCH",
        head: None,
    },
];

const LOCAL: &str = "GIT_LOCAL_BRANCH";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let request = REQUESTS.iter().find(|names| variables.is_set(names.number));
    let (git_ref, head_sha) = match request {
        _ if is_of_gerrit(variables) => (GitRef::Detached, None),
        Some(names) => (variables.pull_request("pull request", names)?, variables.head_sha(names)?),
        None => (git_ref(variables)?, None),
    };
    let is_request = matches!(git_ref, GitRef::PullRequest { .. });
    let what = "to the commit that is built; a scripted pipeline has it from what checkout returns";
    let sha = variables.need("GIT_COMMIT", what, CommitSha::new)?;
    // With several remotes, each has a number; the first is that of the project.
    let is_numbered = !variables.is_set("GIT_URL") && variables.is_set("GIT_URL_1");
    let url = if is_numbered { "GIT_URL_1" } else { "GIT_URL" };
    let what = "to the address of the repository; a scripted pipeline has it from what checkout \
                returns";
    let project = variables.need(url, what, address::repository_name)?;
    let facts = KnownFacts {
        head_sha,
        fork: (is_request && variables.is_set("CHANGE_FORK")).then_some(true),
        workspace: variables.read("WORKSPACE", fact::line)?,
        source_url: variables.read(url, address::without_login)?,
        run_number: variables.read("BUILD_NUMBER", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// A change in Gerrit has a number but no source branch. Gerrit Trigger sets the first
// variable for every event of a change, even if the job builds the target branch of the
// change. Gerrit Code Review sets both, and an id such as C-12345/2.
fn is_of_gerrit(variables: &Variables<'_>) -> bool {
    let is_change = |id: String| id.starts_with("C-");
    variables.is_set("GERRIT_CHANGE_NUMBER") || variables.text("CHANGE_ID").is_some_and(is_change)
}

// In the build of a git tag, BRANCH_NAME is the tag as well. The local branch is only
// the name under which the commit is checked out, whatever its ref: it is used only to
// find how much of GIT_BRANCH is the name of the remote.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if let Some(tag) = variables.read("TAG_NAME", fact::ref_name)? {
        return Ok(GitRef::Tag(tag));
    }
    if let Some(branch) = variables.read("BRANCH_NAME", branch_name)? {
        return Ok(branch);
    }
    let local = variables.text(LOCAL);
    let of_branch = |text| remote_branch(text, local.as_deref());
    let git_ref = match variables.read("GIT_BRANCH", of_branch)? {
        None => variables.read(LOCAL, full_ref::branch_or_detached)?,
        git_ref => git_ref,
    };
    Ok(git_ref.unwrap_or(GitRef::Detached))
}

// BRANCH_NAME is the name of a job. The job of a change has a name such as PR-7 or
// 45/12345/2.
fn branch_name(text: String) -> Result<GitRef, NameError> {
    const REMEDY: &str = "it is the name of a change's job; pass its CHANGE_ID, CHANGE_BRANCH and \
                          CHANGE_TARGET too, or supply the context yourself, with \"pull_request\" \
                          or \"branch\"";
    if is_request_job(&text) {
        return Err(NameError::new("branch", text, Flaw::unsupported(0, REMEDY)));
    }
    if is_gerrit_change(&text) {
        return Ok(GitRef::Detached);
    }
    full_ref::branch_or_detached(text)
}

// The git plugin drops at most refs/remotes/, so that the name of the remote remains. A
// remote other than origin cannot be distinguished from the first part of a branch,
// unless the rest is the name of the local branch.
fn remote_branch(text: String, local: Option<&str>) -> Result<GitRef, NameError> {
    const TAG: &str = "it may be a branch of that name, or a git tag that was fetched there; \
                       have the job build a git tag as refs/tags/…, or supply the context \
                       yourself, with \"tag\"";
    const BARE: &str = "without a remote before it, it may be a branch or a git tag; have the job \
                        build refs/heads/… or refs/tags/…, or supply the context yourself, with \
                        \"branch\" or \"tag\"";
    if let Some(named) = full_ref::named(&text) {
        return named;
    }
    let tracked = text.strip_prefix("refs/remotes/").or_else(|| text.strip_prefix("remotes/"));
    let short = tracked.unwrap_or(&text);
    let of_remote = short.strip_prefix("origin/").or_else(|| {
        let (_remote, name) = short.split_once('/')?;
        (Some(name) == local).then_some(name)
    });
    if let Some(name) = of_remote {
        if name.starts_with("tags/") {
            return Err(NameError::new("ref", text, Flaw::unsupported(0, TAG)));
        }
        return branch(name.into());
    }
    // Git tags and commits have no remote here, while a branch has one, since it is
    // looked up in the remotes first.
    if let Some(tag) = short.strip_prefix("tags/") {
        return fact::ref_name(tag.into()).map(GitRef::Tag);
    }
    if full_ref::begins_as_version(short) {
        return Err(NameError::new("ref", text, Flaw::unsupported(0, BARE)));
    }
    branch(short.into())
}

// For a checkout without a branch, the git plugin sets "detached".
fn branch(text: String) -> Result<GitRef, NameError> {
    let change = text.strip_prefix("changes/").unwrap_or(&text);
    if text == "detached" || is_gerrit_change(change) || is_request_ref(&text) {
        return Ok(GitRef::Detached);
    }
    full_ref::branch_or_detached(text)
}

/// Whether the name is a local ref of a pull request, as made by the usual refspecs:
/// `pr/7`, or `pull/7/merge` under any remote.
fn is_request_ref(text: &str) -> bool {
    let is_suffixed = ["/head", "/merge", "/from"].iter().any(|end| text.ends_with(end));
    let mut rests = text.match_indices(['/', '-']).filter_map(|(at, _)| text.get(at + 1..));
    let number = |prefix| text.strip_prefix(prefix).map(String::from);
    is_suffixed && rests.any(|rest| full_ref::request_number(rest).is_some())
        || number("pr/").or_else(|| number("PR/")).is_some_and(|rest| fact::number(rest).is_ok())
}

/// Whether the name is that of a multibranch project's job for a pull request.
fn is_request_job(text: &str) -> bool {
    let Some(("PR" | "MR", rest)) = text.split_once('-') else { return false };
    let number = rest.strip_suffix("-head").or_else(|| rest.strip_suffix("-merge"));
    fact::number(number.unwrap_or(rest).into()).is_ok()
}

/// Whether the name is the end of a change's ref: the last two digits of its number,
/// its number, and the number of the patch set.
fn is_gerrit_change(text: &str) -> bool {
    let is_number = |part: &str| fact::number(part.into()).is_ok();
    let Some((end, rest)) = text.split_once('/') else { return false };
    let Some((number, patch_set)) = rest.split_once('/') else { return false };
    let is_end = end.len() == 2 && format!("0{number}").ends_with(end);
    is_end && is_number(number) && is_number(patch_set)
}
