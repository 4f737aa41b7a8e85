//! GitLab CI.
//!
//! Which variables are set in which pipeline:
//! <https://docs.gitlab.com/ci/variables/predefined_variables/>

use super::provider_row::ProviderRow;
use super::variables::{RequestNames, Variables};
use crate::context::facts::KnownFacts;
use crate::context::{CiContext, ContextError, Event, address, fact};
use crate::name::{CommitSha, GitRef, RefName, SlugRules, Timestamp};

pub(super) const ROW: ProviderRow = ProviderRow {
    sign: "GITLAB_CI",
    commits: &[SHA, OLD_SHA],
    nothing: "",
    // Woodpecker sets variables of the same names, but not this one.
    is_running: |variables| variables.is("GITLAB_CI", "true"),
    events: &[
        ("CI_MERGE_REQUEST_EVENT_TYPE", &["merge_train"], Event::MergeQueue),
        (CI_PIPELINE_SOURCE, &["push"], Event::Push),
        (
            CI_PIPELINE_SOURCE,
            &["merge_request_event", "external_pull_request_event"],
            Event::PullRequest,
        ),
        (CI_PIPELINE_SOURCE, &["schedule"], Event::Schedule),
        (CI_PIPELINE_SOURCE, &["web"], Event::Manual),
        (CI_PIPELINE_SOURCE, &["api", "trigger"], Event::Api),
        (CI_PIPELINE_SOURCE, &["pipeline", "parent_pipeline"], Event::Pipeline),
    ],
    read,
};

const CI_PIPELINE_SOURCE: &str = "CI_PIPELINE_SOURCE";
const SHA: &str = "CI_COMMIT_SHA";
const BRANCH: &str = "CI_COMMIT_BRANCH";
const TAG: &str = "CI_COMMIT_TAG";
const REF_NAME: &str = "CI_COMMIT_REF_NAME";
const MERGE_REQUEST: &str = "CI_MERGE_REQUEST_IID";
const PROTECTED: &str = "CI_COMMIT_REF_PROTECTED";

// The names before GitLab 9.0; later versions still set them next to the new ones for a
// long time.
const OLD_SHA: &str = "CI_BUILD_REF";
const OLD_TAG: &str = "CI_BUILD_TAG";
const OLD_REF_NAME: &str = "CI_BUILD_REF_NAME";

/// The variables of a merge request, or of a pull request of another forge.
struct Request {
    names: RequestNames,
    source_project: &'static str,
    project: &'static str,
}

const OWN: Request = Request {
    names: RequestNames {
        number: MERGE_REQUEST,
        source: "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        target: "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        head: Some("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"),
    },
    source_project: "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH",
    project: "CI_MERGE_REQUEST_PROJECT_PATH",
};

/// A pull request on GitHub, of a repository that GitLab mirrors. The pipeline also has
/// the variables of its branch.
const EXTERNAL: Request = Request {
    names: RequestNames {
        number: "CI_EXTERNAL_PULL_REQUEST_IID",
        source: "CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_NAME",
        target: "CI_EXTERNAL_PULL_REQUEST_TARGET_BRANCH_NAME",
        head: Some("CI_EXTERNAL_PULL_REQUEST_SOURCE_BRANCH_SHA"),
    },
    source_project: "CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY",
    project: "CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY",
};

fn read(variables: &Variables<'_>) -> Result<CiContext, ContextError> {
    let is_old = !variables.is_set(SHA) && variables.is_set(OLD_SHA);
    let is_external = variables.is_set(EXTERNAL.names.number);
    let request = if is_external { &EXTERNAL } else { &OWN };
    let (variable, git_ref) = if is_external {
        pull_request(variables, request)?
    } else if is_old {
        old_ref(variables)?
    } else {
        git_ref(variables)?
    };
    let default_branch = variables.read("CI_DEFAULT_BRANCH", fact::ref_name)?;
    let protected = variables.read(PROTECTED, fact::flag)?;
    refuse_expanded(variables, variable, &git_ref)?;
    if protected == Some(false) && is_branch(&git_ref, default_branch.as_ref()) {
        return Err(variables.contradiction(variable, PROTECTED, UNPROTECTED));
    }
    let sha = if is_old { OLD_SHA } else { SHA };
    let sha = variables.sha(sha)?;
    let what = "to the name of the project";
    let project = variables.need("CI_PROJECT_NAME", what, fact::project)?;
    let is_request = matches!(git_ref, GitRef::PullRequest { .. });
    let times = ["CI_PIPELINE_CREATED_AT", "CI_JOB_STARTED_AT"];
    let facts = KnownFacts {
        head_sha: if is_request { head_sha(variables, request, &sha)? } else { None },
        default_branch,
        project_path: variables.read("CI_PROJECT_PATH", fact::line)?,
        created: variables.created(&times, Timestamp::parse)?,
        committed: variables.read("CI_COMMIT_TIMESTAMP", Timestamp::parse)?,
        fork: if is_request { fork(variables, request) } else { None },
        protected,
        workspace: variables.read("CI_PROJECT_DIR", fact::line)?,
        source_url: variables.read("CI_PROJECT_URL", address::without_login)?,
        title: variables.prose("CI_PROJECT_TITLE"),
        description: variables.prose("CI_PROJECT_DESCRIPTION"),
        run_number: variables.read("CI_PIPELINE_IID", fact::number)?,
        ..KnownFacts::default()
    };
    Ok(CiContext::new(project, git_ref, sha, facts))
}

/// A ref, and the variable that contains its name.
type NamedRef = (&'static str, GitRef);

// Every pipeline runs for one ref, but its variable may be missing: if a git tag was
// deleted after its pipeline started, the jobs have no CI_COMMIT_TAG.
fn git_ref(variables: &Variables<'_>) -> Result<NamedRef, ContextError> {
    let branch = variables.read(BRANCH, fact::branch_name)?;
    let tag = variables.read(TAG, fact::ref_name)?;
    let number = variables.read(MERGE_REQUEST, fact::number)?;
    for (first, second) in [(TAG, BRANCH), (MERGE_REQUEST, BRANCH), (MERGE_REQUEST, TAG)] {
        if variables.is_set(first) && variables.is_set(second) {
            return Err(variables.two_refs(first, second));
        }
    }
    if number.is_some() {
        return pull_request(variables, &OWN);
    }
    if let Some(name) = tag {
        return Ok((TAG, GitRef::Tag(name)));
    }
    if let Some(name) = branch {
        return Ok((BRANCH, GitRef::Branch(name)));
    }
    if has_no_branch(variables) {
        let name = variables.need(REF_NAME, "to the branch that is built", fact::branch_name)?;
        return Ok((REF_NAME, GitRef::Branch(name)));
    }
    let remedy = "nor is CI_COMMIT_TAG or CI_MERGE_REQUEST_IID; GitLab sets one of them, unless \
                  the git tag was deleted meanwhile";
    Err(ContextError::missing(BRANCH, remedy))
}

// GitLab sets CI_COMMIT_BRANCH since 12.6. In later versions, CI_COMMIT_REF_NAME
// without CI_COMMIT_BRANCH is the name of a deleted git tag.
fn has_no_branch(variables: &Variables<'_>) -> bool {
    let version = variables.text("CI_SERVER_VERSION").unwrap_or_default();
    let mut parts = version.split('.').map_while(|part| fact::number(part.into()).ok());
    matches!((parts.next(), parts.next()), (Some(9..12), Some(_)) | (Some(12), Some(0..6)))
}

fn old_ref(variables: &Variables<'_>) -> Result<NamedRef, ContextError> {
    if let Some(tag) = variables.read(OLD_TAG, fact::ref_name)? {
        return Ok((OLD_TAG, GitRef::Tag(tag)));
    }
    let name = variables.need(OLD_REF_NAME, "to the branch or git tag", fact::branch_name)?;
    Ok((OLD_REF_NAME, GitRef::Branch(name)))
}

// The slug is trimmed at both ends, so it does not distinguish main$- from main, and no
// variable contains the name without the runner's expansion. What remains is
// protection: GitLab protects the default branch unless somebody removed that, and it
// decides by the real name of the branch. A merge request gains nothing by such a name:
// whoever can open it can also open one into the default branch.
fn is_branch(git_ref: &GitRef, name: Option<&RefName>) -> bool {
    matches!(git_ref, GitRef::Branch(branch) if Some(branch) == name)
}

const UNPROTECTED: &str = "the default branch is not protected, or this is another branch, such \
                           as main$-, whose name GitLab's runner expands to that of the default \
                           branch; protect the default branch, or supply the context yourself, \
                           with a \"branch\" that does not come from these variables";

// The runner expands variables in the values of other variables, so that the branch
// main$x arrives as "main". The slug is made before that, from the real name.
fn refuse_expanded(
    variables: &Variables<'_>,
    variable: &'static str,
    git_ref: &GitRef,
) -> Result<(), ContextError> {
    const SLUG: &str = "CI_COMMIT_REF_SLUG";
    let Some(slug) = variables.text(SLUG) else { return Ok(()) };
    let own = git_ref.name().and_then(|name| SlugRules::GITLAB_REF.slug(name.as_str()));
    if own.is_some_and(|own| own == slug.as_str()) {
        return Ok(());
    }
    let remedy = "the slug is of another name: GitLab's runner expands $ in the names of \
                  branches and git tags; rename it, or supply the context yourself";
    Err(variables.contradiction(variable, SLUG, remedy))
}

fn pull_request(variables: &Variables<'_>, request: &Request) -> Result<NamedRef, ContextError> {
    Ok((request.names.source, variables.pull_request("merge request", &request.names)?))
}

// The head of a merge request is set only if the merge is built. Any other pipeline
// builds the source branch itself.
fn head_sha(
    variables: &Variables<'_>,
    request: &Request,
    sha: &CommitSha,
) -> Result<Option<CommitSha>, ContextError> {
    const EVENT: &str = "CI_MERGE_REQUEST_EVENT_TYPE";
    let head = variables.head_sha(&request.names)?;
    let builds_merge = variables.is(EVENT, "merged_result") || variables.is(EVENT, "merge_train");
    Ok(head.or_else(|| (!builds_merge).then(|| sha.clone())))
}

fn fork(variables: &Variables<'_>, request: &Request) -> Option<bool> {
    let source = variables.text(request.source_project)?;
    let project = variables.text(request.project)?;
    Some(source != project)
}
