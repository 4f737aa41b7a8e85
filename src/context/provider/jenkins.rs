//! Jenkins: multibranch projects, and others by the git plugin.
//!
//! <https://plugins.jenkins.io/git/#plugin-content-environment-variables>,
//! <https://github.com/jenkinsci/branch-api-plugin/blob/master/src/main/java/jenkins/branch/BranchNameContributor.java>

use alloc::string::String;

use super::variables::Variables;
use super::{Row, full_ref};
use crate::context::address;
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, GitRef, NameError, RefName};

pub(super) const ROW: Row = Row {
    name: "Jenkins",
    // What Groovy makes of a variable that is not set.
    nothing: "null",
    is_running: |variables| variables.is_set("JENKINS_URL") && variables.is_set("BUILD_ID"),
    read,
};

/// The variables of a pull request.
struct Request {
    number: &'static str,
    source: &'static str,
    target: &'static str,
    /// The last commit of the source branch.
    head: Option<&'static str>,
}

/// Of multibranch projects, and of the two plugins that start a plain project
/// for a pull request: the request builder of GitHub, and that of GitLab.
const REQUESTS: [Request; 3] = [
    Request { number: "CHANGE_ID", source: "CHANGE_BRANCH", target: "CHANGE_TARGET", head: None },
    Request {
        number: "ghprbPullId",
        source: "ghprbSourceBranch",
        target: "ghprbTargetBranch",
        head: Some("ghprbActualCommit"),
    },
    Request {
        number: "gitlabMergeRequestIid",
        source: "gitlabSourceBranch",
        target: "gitlabTargetBranch",
        head: Some("gitlabMergeRequestLastCommit"),
    },
];

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let request = REQUESTS.iter().find(|names| variables.is_set(names.number));
    let (git_ref, head_sha) = match request {
        Some(names) => pull_request(variables, names)?,
        None => (git_ref(variables)?, None),
    };
    let what = "to the commit that is built; a scripted pipeline has it from what checkout returns";
    let sha = variables.need("GIT_COMMIT", what, CommitSha::new)?;
    // Of several remotes each has a number, and the first is the project's own.
    let is_numbered = !variables.is_set("GIT_URL") && variables.is_set("GIT_URL_1");
    let url = if is_numbered { "GIT_URL_1" } else { "GIT_URL" };
    let what = "to the address of the repository; a scripted pipeline has it from what checkout \
                returns";
    let project = variables.need(url, what, address::repository_name)?;
    let facts = Facts {
        head_sha,
        created: variables.source_date_epoch()?,
        fork: (request.is_some() && variables.is_set("CHANGE_FORK")).then_some(true),
        workspace: variables.read("WORKSPACE", fact::line)?,
        source_url: variables.read(url, address::without_login)?,
        run_number: variables.read("BUILD_NUMBER", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// BRANCH_NAME is a job's name then, such as PR-24.
fn pull_request(
    variables: &Variables<'_>,
    names: &Request,
) -> Result<(GitRef, Option<CommitSha>), ContextError> {
    let what = "to the number of a pull request";
    let number = variables.need(names.number, what, fact::number)?;
    let what = "to the source branch of a pull request";
    let source = variables.need(names.source, what, RefName::new)?;
    let target = variables.read(names.target, RefName::new)?;
    let head = match names.head {
        Some(head) => variables.read(head, CommitSha::new)?,
        None => None,
    };
    Ok((GitRef::PullRequest { number, source, target }, head))
}

// BRANCH_NAME is the tag again in the build of one.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if let Some(tag) = variables.read("TAG_NAME", RefName::new)? {
        return Ok(GitRef::Tag(tag));
    }
    for (name, check) in BRANCHES {
        if let Some(git_ref) = variables.read(name, check)? {
            return Ok(git_ref);
        }
    }
    Ok(GitRef::Detached)
}

type Check = fn(String) -> Result<GitRef, NameError>;

const BRANCHES: [(&str, Check); 3] = [
    ("BRANCH_NAME", |text| RefName::new(text).map(GitRef::Branch)),
    ("GIT_LOCAL_BRANCH", local_branch),
    ("GIT_BRANCH", |text| remote_branch(&text)),
];

// The git plugin calls a checkout that is on no branch so.
fn local_branch(text: String) -> Result<GitRef, NameError> {
    match text.as_str() {
        "HEAD" | "detached" => Ok(GitRef::Detached),
        _ => RefName::new(text).map(GitRef::Branch),
    }
}

// The git plugin drops no more than refs/remotes/, if that, so that the name of
// the remote stays. Another remote's cannot be told from a branch with a slash.
fn remote_branch(text: &str) -> Result<GitRef, NameError> {
    if let Some(named) = full_ref::named(text) {
        return named;
    }
    let short = text.strip_prefix("refs/remotes/").unwrap_or(text);
    match short.strip_prefix("origin/") {
        Some(branch) => local_branch(branch.into()),
        // A change of Gerrit, or a pull request: no branch has it.
        None if short.starts_with("refs/") => Ok(GitRef::Detached),
        None => local_branch(short.into()),
    }
}
