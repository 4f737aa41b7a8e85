//! Google Cloud Build: substitutions that a build passes on as variables.
//!
//! <https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values>

use alloc::string::String;

use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "BUILDER_OUTPUT",
    commits: &["COMMIT_SHA"],
    nothing: "",
    is_running: |variables| variables.is_on("BUILDER_OUTPUT"),
    events: &[(NUMBER, &["*"], Event::PullRequest)],
    read,
};

const BRANCH: &str = "BRANCH_NAME";
const HEAD: &str = "_HEAD_BRANCH";
const NUMBER: &str = "_PR_NUMBER";
const PATH: &str = "REPO_FULL_NAME";
const TAG: &str = "TAG_NAME";
const TARGET: &str = "_BASE_BRANCH";

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = git_ref(variables)?;
    let what = "to the commit that is built where the step has COMMIT_SHA=$COMMIT_SHA in its env";
    let sha = variables.need("COMMIT_SHA", what, CommitSha::new)?;
    let what = "to the name of the repository where the step has REPO_NAME=$REPO_NAME in its env";
    let project = variables.need("REPO_NAME", what, fact::project)?;
    let is_pull_request = matches!(git_ref, GitRef::PullRequest { .. });
    let fork = if is_pull_request { fork(variables) } else { None };
    let facts = KnownFacts {
        project_path: variables.read(PATH, fact::line)?,
        fork,
        source_url: match fork {
            // This is the address of the repository that a pull request comes from.
            Some(false) => variables.read("_HEAD_REPO_URL", address::without_login)?,
            _ => None,
        },
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

fn git_ref(variables: &Variables<'_>) -> Result<GitRef, ContextError> {
    if [NUMBER, HEAD, TARGET].iter().any(|name| variables.is_set(name)) {
        let what = "where a pull request started the build and the step has \
                    _PR_NUMBER=$_PR_NUMBER in its env; where none did, leave _HEAD_BRANCH and \
                    _BASE_BRANCH out of it";
        let number = variables.need(NUMBER, what, request_number)?;
        let what = "to the source branch where the step has _HEAD_BRANCH=$_HEAD_BRANCH in its env";
        let source = variables.need(HEAD, what, substituted)?;
        let target = variables.read(TARGET, substituted)?;
        if variables.is_set(TAG) {
            return Err(variables.two_refs(NUMBER, TAG));
        }
        return Ok(GitRef::PullRequest { number, source, target });
    }
    let branch = variables.read(BRANCH, substituted)?;
    let tag = variables.read(TAG, substituted)?;
    match (branch, tag) {
        (Some(_), Some(_)) => Err(variables.two_refs(TAG, BRANCH)),
        (Some(branch), None) => Ok(GitRef::Branch(branch)),
        (None, Some(tag)) => Ok(GitRef::Tag(tag)),
        (None, None) => Err(ContextError::missing(
            BRANCH,
            "nor is TAG_NAME or _PR_NUMBER; Google Cloud Build sets none of them by itself: put \
             BRANCH_NAME=$BRANCH_NAME and TAG_NAME=$TAG_NAME into the env of the step",
        )),
    }
}

// A build may declare defaults for the substitutions of pull requests. Then they are
// set on a push as well.
fn request_number(text: String) -> Result<u64, NameError> {
    const REMEDY: &str = "no pull request has it; on a push, leave _PR_NUMBER, _HEAD_BRANCH and \
                          _BASE_BRANCH empty";
    match fact::number(text)? {
        0 => Err(NameError::new("number", "0", Flaw::unsupported(0, REMEDY))),
        number => Ok(number),
    }
}

// A reference to an unknown substitution is passed on literally.
fn substituted(text: String) -> Result<RefName, NameError> {
    const REMEDY: &str = "the build did not substitute it";
    let name = text.strip_prefix('$').map(|name| name.trim_matches(['{', '}']));
    if name.is_some_and(|name| [BRANCH, HEAD, TAG, TARGET].contains(&name)) {
        return Err(NameError::new("ref name", text, Flaw::unsupported(0, REMEDY)));
    }
    fact::branch_name(text)
}

fn fork(variables: &Variables<'_>) -> Option<bool> {
    let (source, project) = (variables.text("_HEAD_REPO_URL")?, variables.text(PATH)?);
    Some(!address::repository_path(&source)?.eq_ignore_ascii_case(&project))
}
