//! GitHub Actions.
//!
//! Which variables are set on which event:
//! <https://docs.github.com/actions/reference/workflows-and-actions/variables>

use super::actions;
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::{CiContext, ContextError, fact};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "GITHUB_ACTIONS",
    commits: &["GITHUB_SHA"],
    nothing: "",
    // The runners of Gitea and Forgejo set this variable in addition to their own.
    is_running: |variables| {
        variables.is("GITHUB_ACTIONS", "true")
            && !variables.is_on("GITEA_ACTIONS")
            && !variables.is_on("FORGEJO_ACTIONS")
    },
    events: actions::EVENTS,
    read,
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let mut context = actions::read(variables)?;
    context.facts.protected = variables.read("GITHUB_REF_PROTECTED", fact::flag)?;
    Ok(context)
}
