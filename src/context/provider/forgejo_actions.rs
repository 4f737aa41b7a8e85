//! Forgejo Actions: the variables of GitHub, with the values of Gitea.
//!
//! <https://forgejo.org/docs/latest/user/actions/reference/>

use super::actions;
use super::provider_row::ProviderRow;

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "FORGEJO_ACTIONS",
    commits: &["GITHUB_SHA"],
    nothing: "",
    is_running: |variables| variables.is("FORGEJO_ACTIONS", "true"),
    events: actions::EVENTS,
    read: actions::read,
};
