//! TeamCity, whose builds know their branch only if a parameter passes it on.
//!
//! <https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html>

use alloc::string::String;

use super::full_ref;
use super::provider_row::ProviderRow;
use super::variables::Variables;
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, fact};
use crate::name::{CommitSha, Flaw, GitRef, NameError};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "TEAMCITY_VERSION",
    commits: &["BUILD_VCS_NUMBER"],
    nothing: "",
    is_running: |variables| variables.is_on("TEAMCITY_VERSION"),
    // No variable contains the event.
    events: &[],
    read,
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let git_ref = variables.read("Git_Branch", git_ref)?.unwrap_or(GitRef::Detached);
    let what = "to the commit that is built, where there is one VCS root";
    let sha = variables.need("BUILD_VCS_NUMBER", what, CommitSha::new)?;
    let what = "to the name of the project";
    let project = variables.need("TEAMCITY_PROJECT_NAME", what, fact::project)?;
    let facts = KnownFacts {
        // The project defines the format.
        run_number: variables.text("BUILD_NUMBER").and_then(|text| fact::number(text).ok()),
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

// TeamCity's "logical name" of a branch is the part of a ref that the branch
// specification selects. The ref may be a branch, a git tag or a pull request:
// refs/pull/7/head becomes 7 or 7/head. The source branch of a pull request is not
// available, and the default branch may have no name at all.
fn git_ref(text: String) -> Result<GitRef, NameError> {
    const FORM: &str = "expected refs/heads/… or refs/tags/…; for a pull request, supply the \
                        context yourself, with \"pull_request\"";
    const DEFAULT: &str = "it does not name a branch; expected the value of \
                           %teamcity.build.vcs.branch.ID%, such as refs/heads/main";
    const LOGICAL: &str = "it may name a branch or a git tag; expected the value of \
                           %teamcity.build.vcs.branch.ID%, such as refs/heads/main";
    let refuse = |text, form| Err(NameError::new("ref", text, Flaw::unsupported(0, form)));
    if let Some(named) = full_ref::named(&text) {
        return named;
    }
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if text == "<default>" || text.starts_with('%') {
        refuse(text, DEFAULT)
    } else if begins(&["refs/", "pull/", "pull-requests/", "merge-requests/"])
        || may_be_a_number(&text)
    {
        refuse(text, FORM)
    } else if begins(&["heads/", "tags/"])
        || text == "HEAD"
        || full_ref::begins_as_version(&text)
        || CommitSha::new(text.as_str()).is_ok()
    {
        refuse(text, LOGICAL)
    } else {
        fact::ref_name(text).map(GitRef::Branch)
    }
}

// A branch with such a name must be given with refs/heads/.
fn may_be_a_number(text: &str) -> bool {
    let number = text.strip_suffix("/head").or_else(|| text.strip_suffix("/merge"));
    fact::number(number.unwrap_or(text).into()).is_ok()
}
