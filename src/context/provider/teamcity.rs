//! TeamCity, whose builds see their branch only where a parameter passes it on.
//!
//! <https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html>

use alloc::string::String;

use super::variables::Variables;
use super::{Row, full_ref};
use crate::context::ci_context::{CiContext, Facts};
use crate::context::error::ContextError;
use crate::context::fact;
use crate::name::{CommitSha, Flaw, GitRef, NameError, RefName};

pub(super) const ROW: Row = Row {
    name: "TeamCity",
    nothing: "",
    is_running: |variables| variables.is_set("TEAMCITY_VERSION"),
    read,
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = variables.read("Git_Branch", git_ref)?.unwrap_or(GitRef::Detached);
    let what = "to the commit that is built, where there is one VCS root";
    let sha = variables.need("BUILD_VCS_NUMBER", what, CommitSha::new)?;
    let what = "to the name of the project";
    let project = variables.need("TEAMCITY_PROJECT_NAME", what, fact::project)?;
    let facts = Facts {
        created: variables.source_date_epoch()?,
        // Its format is the project's own.
        run_number: variables.text("BUILD_NUMBER").and_then(|text| fact::number(text).ok()),
        ..Facts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// A logical name, without refs/heads/, is TeamCity's word for a branch. Of a
// pull request there is a ref, and no source branch; of the default branch
// there may be no name at all.
fn git_ref(text: String) -> Result<GitRef, NameError> {
    const FORM: &str = "expected refs/heads/… or refs/tags/…; for a pull request, build the \
                        context with CiContext::pull_request";
    const DEFAULT: &str = "it names no branch; expected the value of \
                           %teamcity.build.vcs.branch.ID%, such as refs/heads/main";
    let refuse = |text, form| Err(NameError::new("ref", text, Flaw::unsupported(0, form)));
    if text == "<default>" {
        return refuse(text, DEFAULT);
    }
    if let Some(named) = full_ref::named(&text) {
        return named;
    }
    let is_of_a_request = ["refs/", "pull/", "pull-requests/", "merge-requests/"]
        .iter()
        .any(|prefix| text.starts_with(prefix));
    if is_of_a_request || may_be_a_number(&text) {
        refuse(text, FORM)
    } else {
        RefName::new(text).map(GitRef::Branch)
    }
}

// The logical name of refs/pull/7/head is what the branch specification takes of
// it: 7, or 7/head. A branch of that name has refs/heads/ in full.
fn may_be_a_number(text: &str) -> bool {
    let number = text.strip_suffix("/head").or_else(|| text.strip_suffix("/merge"));
    fact::number(number.unwrap_or(text).into()).is_ok()
}
