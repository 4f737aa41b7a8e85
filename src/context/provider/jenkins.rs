//! Jenkins: multibranch projects, and others by the git plugin.
//!
//! <https://plugins.jenkins.io/git/#plugin-content-environment-variables>,
//! <https://github.com/jenkinsci/branch-api-plugin/blob/master/src/main/java/jenkins/branch/BranchNameContributor.java>

use alloc::string::String;

use super::variables::Variables;
use super::{Row, full_ref};
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

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let what = "to the commit that is built; a scripted pipeline has it from what checkout returns";
    let sha = variables.need("GIT_COMMIT", what, CommitSha::new)?;
    // Of several remotes each has a number, and the first is the project's own.
    let url = if variables.is_set("GIT_URL_1") { "GIT_URL_1" } else { "GIT_URL" };
    let what = "to the address of the repository; a scripted pipeline has it from what checkout \
                returns";
    let project = variables.need(url, what, fact::repository_name)?;
    let is_pull_request = matches!(git_ref, GitRef::PullRequest { .. });
    let facts = Facts {
        created: variables.source_date_epoch()?,
        fork: (is_pull_request && variables.is_set("CHANGE_FORK")).then_some(true),
        workspace: variables.read("WORKSPACE", fact::line)?,
        source_url: variables.read(url, fact::address)?,
        run_number: variables.read("BUILD_NUMBER", fact::number)?,
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// BRANCH_NAME is the tag of a tag's build, and a job's name such as PR-24 on a
// pull request.
fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if let Some(number) = variables.read("CHANGE_ID", fact::number)? {
        let what = "to the source branch of a pull request";
        let source = variables.need("CHANGE_BRANCH", what, RefName::new)?;
        let target = variables.read("CHANGE_TARGET", RefName::new)?;
        return Ok(GitRef::PullRequest { number, source, target });
    }
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
    ("GIT_BRANCH", remote_branch),
];

// The git plugin calls a checkout that is on no branch so.
fn local_branch(text: String) -> Result<GitRef, NameError> {
    match text.as_str() {
        "HEAD" | "detached" => Ok(GitRef::Detached),
        _ => RefName::new(text).map(GitRef::Branch),
    }
}

// The git plugin drops no more than refs/remotes/, so that the name of the
// remote stays. Another remote's cannot be told from a branch with a slash.
fn remote_branch(text: String) -> Result<GitRef, NameError> {
    if let Some(named) = full_ref::named(&text) {
        return named;
    }
    match text.strip_prefix("origin/") {
        Some(branch) => local_branch(branch.into()),
        None => local_branch(text),
    }
}
