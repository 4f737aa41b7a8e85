//! The refs of the forges that Drone and Woodpecker run beside.

use super::full_ref::Spelling;

pub(super) const SPELLING: Spelling = Spelling {
    // GitHub and Gitea; GitLab; Bitbucket.
    pulls: &["refs/pull/", "refs/merge-requests/", "refs/pull-requests/"],
    heads: &["/head", "/from"],
    form: "expected refs/heads/…, refs/tags/… or the ref of a pull request, such as refs/pull/7/head",
};
