//! The ref of a run of Drone or Woodpecker, which support the same forges.

use super::full_ref::{FullRef, RefSpelling};
use super::variables::Variables;
use crate::context::{ContextError, fact};
use crate::name::GitRef;

/// The variables that determine the ref.
pub(super) struct RefVariables {
    pub(super) full_ref: &'static str,
    pub(super) event: &'static str,
    pub(super) number: &'static str,
    pub(super) source: &'static str,
    pub(super) target: &'static str,
}

const SPELLING: RefSpelling = RefSpelling {
    // GitHub and Gitea; GitLab; Bitbucket.
    pulls: &["refs/pull/", "refs/merge-requests/", "refs/pull-requests/"],
    heads: &["/head", "/from"],
    form: "expected refs/heads/…, refs/tags/… or the ref of a pull request, such as refs/pull/7/head",
};

/// Reads the ref, and whether the commit that is built is the last one of a pull
/// request's source branch and not a merge.
pub(super) fn read(
    variables: &Variables<'_>,
    names: &RefVariables,
) -> Result<(GitRef, bool), ContextError> {
    let what = "to the ref of the run, such as refs/heads/main";
    let full_ref = variables.need(names.full_ref, what, |text| SPELLING.read(text))?;
    let event = variables.text(names.event).unwrap_or_default();
    let is_request = event.starts_with("pull_request") || variables.is_set(names.number);
    let (number, is_head) = match full_ref {
        FullRef::PullRequest { number, is_head } => (number, is_head),
        FullRef::Named(_) if is_request => {
            let what = "to the number of a pull request";
            (variables.need(names.number, what, fact::number)?, false)
        }
        // If a forge requests the deployment of a commit or git tag, the run also has
        // the ref of a branch: the default branch, or a branch with the name of the
        // tag.
        FullRef::Named(GitRef::Branch(_)) if event == "deployment" => {
            let remedy = "the deployment may also be of a git tag or a commit; supply the \
                          context yourself, with \"branch\", with \"tag\" or without a ref";
            return Err(variables.contradiction(names.event, names.full_ref, remedy));
        }
        FullRef::Named(git_ref) => return Ok((git_ref, false)),
    };
    let what = "to the source branch of a pull request";
    let source = variables.need(names.source, what, fact::ref_name)?;
    let target = variables.read(names.target, fact::ref_name)?;
    Ok((GitRef::PullRequest { number, source, target }, is_head))
}
