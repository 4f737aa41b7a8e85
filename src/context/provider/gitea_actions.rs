//! Gitea Actions: the variables of GitHub, with some other values.
//!
//! <https://github.com/go-gitea/gitea/blob/main/services/actions/context.go>

use super::actions;
use super::provider_row::ProviderRow;

pub(super) const ROW: ProviderRow = ProviderRow {
    name: "Gitea Actions",
    sign: "GITEA_ACTIONS",
    commits: &["GITHUB_SHA"],
    nothing: "",
    // Forgejo's runner sets this one too, beside its own.
    is_running: |variables| {
        variables.is("GITEA_ACTIONS", "true") && !variables.is_on("FORGEJO_ACTIONS")
    },
    events: actions::EVENTS,
    // Gitea calls every ref unprotected, in GITHUB_REF_PROTECTED: no fact.
    read: actions::read,
};
