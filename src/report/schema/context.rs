#![expect(dead_code, reason = "only the schemas of these forms are used")]

// The derive writes `.to_string()` where a field has a pattern.
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use schemars::JsonSchema;

use super::schema_of;
use crate::context::CiContext;

schema_of! { CiContext => ContextForm }

/// What is known of a CI run: what is built, from which ref, and what else. A
/// fact that is absent is unknown; a context without `branch`, `tag` and
/// `pull_request` is of a detached commit.
#[derive(JsonSchema)]
#[schemars(rename = "Context", deny_unknown_fields)]
#[schemars(extend("allOf" = [
    {"not": {"required": ["branch", "tag"], "properties": {"branch": {"type": "string"}, "tag": {"type": "string"}}}},
    {"not": {"required": ["branch", "pull_request"], "properties": {"branch": {"type": "string"}, "pull_request": {"type": "object"}}}},
    {"not": {"required": ["tag", "pull_request"], "properties": {"tag": {"type": "string"}, "pull_request": {"type": "object"}}}},
]))]
struct ContextForm {
    /// The name of the project, without its group or owner.
    #[schemars(length(min = 1))]
    project: String,
    /// The commit that is built: the whole sha, in lower case.
    #[schemars(regex(pattern = "^([0-9a-f]{40}|[0-9a-f]{64})$"))]
    sha: String,
    /// The branch that the pipeline runs for.
    #[schemars(length(min = 1))]
    branch: Option<String>,
    /// The git tag that the pipeline runs for.
    #[schemars(length(min = 1))]
    tag: Option<String>,
    /// The pull request that the pipeline runs for.
    pull_request: Option<PullRequestForm>,
    /// The last commit of a pull request's source branch; it is not the one
    /// that is built where the CI builds the merge.
    #[schemars(regex(pattern = "^([0-9a-f]{40}|[0-9a-f]{64})$"))]
    head_sha: Option<String>,
    /// The default branch of the repository.
    #[schemars(length(min = 1))]
    default_branch: Option<String>,
    /// The project with its group or owner, such as cwiq/server.
    project_path: Option<String>,
    /// The instant that stands for the time of the build, in RFC 3339.
    #[schemars(extend("format" = "date-time"))]
    created: Option<String>,
    /// The instant of the commit, in RFC 3339.
    #[schemars(extend("format" = "date-time"))]
    committed: Option<String>,
    /// What started the pipeline.
    event: Option<EventForm>,
    /// Whether a pull request comes from another repository.
    fork: Option<bool>,
    /// Whether the ref is protected.
    protected: Option<bool>,
    /// The folder of the checked-out repository.
    workspace: Option<String>,
    /// The address of the repository for people.
    source_url: Option<String>,
    /// The title of the project for people.
    title: Option<String>,
    /// The description of the project for people.
    description: Option<String>,
    /// The licences of the project, an SPDX expression.
    licenses: Option<String>,
    /// The number of the pipeline within the project.
    run_number: Option<u64>,
    /// The versions that exist; absent is "nobody looked", empty is "there are
    /// none".
    #[schemars(inner(length(min = 1)))]
    versions: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(rename = "PullRequest", deny_unknown_fields)]
struct PullRequestForm {
    /// Its number within the project: GitLab's IID.
    number: u64,
    /// The branch it comes from.
    #[schemars(length(min = 1))]
    source: String,
    /// The branch it is to be merged into, where the CI says.
    #[schemars(length(min = 1))]
    target: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(rename = "Event", rename_all = "kebab-case")]
enum EventForm {
    /// A push of a branch or git tag.
    Push,
    /// A pull request was opened, updated, reviewed or closed.
    PullRequest,
    /// A pull request is in a merge queue or merge train.
    MergeQueue,
    /// A schedule.
    Schedule,
    /// A person started the run by hand.
    Manual,
    /// A call of the provider's API.
    Api,
    /// Another pipeline.
    Pipeline,
    /// A deployment.
    Deployment,
    /// A release of the forge, which is more than its git tag.
    Release,
}
