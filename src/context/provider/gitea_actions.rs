//! Gitea Actions: the variables of GitHub, with some other values.
//!
//! <https://github.com/go-gitea/gitea/blob/main/services/actions/context.go>

use super::actions;
use super::provider_row::ProviderRow;

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "GITEA_ACTIONS",
    commits: &["GITHUB_SHA"],
    nothing: "",
    // Forgejo's runner sets this variable in addition to its own.
    is_running: |variables| {
        variables.is("GITEA_ACTIONS", "true") && !variables.is_on("FORGEJO_ACTIONS")
    },
    events: actions::EVENTS,
    // GITHUB_REF_PROTECTED is ignored: Gitea reports every ref as unprotected.
    read: actions::read,
};
