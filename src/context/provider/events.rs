//! What every provider calls the events.

use super::Provider;
use super::variables::Variables;
use crate::context::event::Event;
use crate::name::GitRef;

/// A variable, those of its values that mean an event, and that event. A value
/// that ends in `*` matches every text with that prefix.
type Row = (&'static str, &'static [&'static str], Event);

const BUILD_CAUSE: &str = "BUILD_CAUSE";
const BUILD_REASON: &str = "BUILD_REASON";
const BUILDKITE_SOURCE: &str = "BUILDKITE_SOURCE";
const CI_PIPELINE_EVENT: &str = "CI_PIPELINE_EVENT";
const CI_PIPELINE_SOURCE: &str = "CI_PIPELINE_SOURCE";
const CIRCLE_PIPELINE_TRIGGER_SOURCE: &str = "CIRCLE_PIPELINE_TRIGGER_SOURCE";
const CODEBUILD_WEBHOOK_EVENT: &str = "CODEBUILD_WEBHOOK_EVENT";
const DRONE_BUILD_EVENT: &str = "DRONE_BUILD_EVENT";
const GITHUB_EVENT_NAME: &str = "GITHUB_EVENT_NAME";
const GITLAB_ACTION_TYPE: &str = "gitlabActionType";
const TRAVIS_EVENT_TYPE: &str = "TRAVIS_EVENT_TYPE";

// An issue that is opened, a star and the like are none of the nine events.
const ACTIONS: &[Row] = &[
    (GITHUB_EVENT_NAME, &["push"], Event::Push),
    (GITHUB_EVENT_NAME, &["pull_request*"], Event::PullRequest),
    (GITHUB_EVENT_NAME, &["merge_group"], Event::MergeQueue),
    (GITHUB_EVENT_NAME, &["schedule"], Event::Schedule),
    (GITHUB_EVENT_NAME, &["workflow_dispatch"], Event::Manual),
    (GITHUB_EVENT_NAME, &["repository_dispatch"], Event::Api),
    (GITHUB_EVENT_NAME, &["workflow_run"], Event::Pipeline),
    (GITHUB_EVENT_NAME, &["deployment", "deployment_status"], Event::Deployment),
    (GITHUB_EVENT_NAME, &["release"], Event::Release),
];

const AZURE_PIPELINES: &[Row] = &[
    (BUILD_REASON, &["IndividualCI", "BatchedCI"], Event::Push),
    (BUILD_REASON, &["PullRequest"], Event::PullRequest),
    (BUILD_REASON, &["Schedule"], Event::Schedule),
    (BUILD_REASON, &["Manual"], Event::Manual),
    (BUILD_REASON, &["BuildCompletion", "ResourceTrigger"], Event::Pipeline),
];

const BITBUCKET: &[Row] = &[("BITBUCKET_PR_ID", &["*"], Event::PullRequest)];

const BUILDKITE: &[Row] = &[
    ("BUILDKITE_MERGE_QUEUE_BASE_BRANCH", &["*"], Event::MergeQueue),
    (BUILDKITE_SOURCE, &["webhook"], Event::Push),
    (BUILDKITE_SOURCE, &["schedule"], Event::Schedule),
    (BUILDKITE_SOURCE, &["ui"], Event::Manual),
    (BUILDKITE_SOURCE, &["api"], Event::Api),
    (BUILDKITE_SOURCE, &["trigger_job"], Event::Pipeline),
];

// Pipeline values, which a job passes on under this name.
const CIRCLECI: &[Row] = &[
    (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["webhook"], Event::Push),
    (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["scheduled_pipeline"], Event::Schedule),
    (CIRCLE_PIPELINE_TRIGGER_SOURCE, &["api"], Event::Api),
];

const CODEBUILD: &[Row] = &[
    (CODEBUILD_WEBHOOK_EVENT, &["PUSH"], Event::Push),
    (CODEBUILD_WEBHOOK_EVENT, &["PULL_REQUEST_*"], Event::PullRequest),
    (CODEBUILD_WEBHOOK_EVENT, &["RELEASED", "PRERELEASED"], Event::Release),
    ("CODEBUILD_INITIATOR", &["codepipeline/*"], Event::Pipeline),
];

const DRONE: &[Row] = &[
    (DRONE_BUILD_EVENT, &["push", "tag"], Event::Push),
    (DRONE_BUILD_EVENT, &["pull_request"], Event::PullRequest),
    (DRONE_BUILD_EVENT, &["cron"], Event::Schedule),
    (DRONE_BUILD_EVENT, &["custom"], Event::Manual),
    (DRONE_BUILD_EVENT, &["promote", "rollback"], Event::Deployment),
];

const GITLAB: &[Row] = &[
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
];

const GOOGLE_CLOUD_BUILD: &[Row] = &[("_PR_NUMBER", &["*"], Event::PullRequest)];

// Of the GitLab and EnvInject plugins; Jenkins itself has no such variable.
const JENKINS: &[Row] = &[
    (GITLAB_ACTION_TYPE, &["PUSH", "TAG_PUSH"], Event::Push),
    (GITLAB_ACTION_TYPE, &["MERGE"], Event::PullRequest),
    (BUILD_CAUSE, &["SCMTRIGGER"], Event::Push),
    (BUILD_CAUSE, &["TIMERTRIGGER"], Event::Schedule),
    (BUILD_CAUSE, &["MANUALTRIGGER"], Event::Manual),
    (BUILD_CAUSE, &["UPSTREAMTRIGGER"], Event::Pipeline),
];

const TRAVIS: &[Row] = &[
    (TRAVIS_EVENT_TYPE, &["push"], Event::Push),
    (TRAVIS_EVENT_TYPE, &["pull_request"], Event::PullRequest),
    (TRAVIS_EVENT_TYPE, &["cron"], Event::Schedule),
    (TRAVIS_EVENT_TYPE, &["api"], Event::Api),
];

const WOODPECKER: &[Row] = &[
    (CI_PIPELINE_EVENT, &["push", "tag"], Event::Push),
    (CI_PIPELINE_EVENT, &["pull_request*"], Event::PullRequest),
    (CI_PIPELINE_EVENT, &["cron"], Event::Schedule),
    (CI_PIPELINE_EVENT, &["manual"], Event::Manual),
    (CI_PIPELINE_EVENT, &["deployment"], Event::Deployment),
    (CI_PIPELINE_EVENT, &["release"], Event::Release),
];

impl Provider {
    /// Reads what started the run; a name that is not in the table leaves it
    /// unknown.
    pub(super) fn event(self, variables: &Variables<'_>, git_ref: &GitRef) -> Option<Event> {
        let is_request = matches!(git_ref, GitRef::PullRequest { .. });
        let mut rows = self.events().iter();
        let (_, _, event) = rows.find(|(variable, names, event)| {
            // A merge queue holds pull requests alone.
            (is_request || *event != Event::MergeQueue)
                && variables.text(variable).is_some_and(|text| is_one_of(names, &text))
        })?;
        // Some providers call it a push: of the branch of a pull request.
        Some(if is_request && *event == Event::Push { Event::PullRequest } else { *event })
    }

    fn events(self) -> &'static [Row] {
        match self {
            Self::AwsCodeBuild => CODEBUILD,
            Self::AzurePipelines => AZURE_PIPELINES,
            Self::BitbucketPipelines => BITBUCKET,
            Self::Buildkite => BUILDKITE,
            Self::CircleCi => CIRCLECI,
            Self::Drone => DRONE,
            Self::ForgejoActions | Self::GiteaActions | Self::GitHubActions => ACTIONS,
            Self::GitLab => GITLAB,
            Self::GoogleCloudBuild => GOOGLE_CLOUD_BUILD,
            Self::Jenkins => JENKINS,
            Self::TravisCi => TRAVIS,
            Self::Woodpecker => WOODPECKER,
            // No variable shows it.
            Self::TeamCity => &[],
        }
    }
}

fn is_one_of(names: &[&str], text: &str) -> bool {
    names.iter().any(|name| match name.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => text == *name,
    })
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::{Provider, Row};

    const HEAD: &str = "| provider | variable | value | event |\n| --- | --- | --- | --- |\n";

    #[test]
    fn the_guide_has_the_table() {
        let mut table = Vec::from([HEAD.to_string()]);
        let mut shown: Vec<&[Row]> = Vec::new();
        for provider in Provider::all() {
            let rows = provider.events();
            if shown.contains(&rows) {
                continue;
            }
            shown.push(rows);
            let same = Provider::all().filter(|other| other.events() == rows);
            let same = joined(same.map(|provider| provider.to_string()));
            if rows.is_empty() {
                table.push(format!("| {same} | none | | |\n"));
            }
            for (variable, values, event) in rows {
                let values = joined(values.iter().map(|value| match *value {
                    "*" => "any".to_string(),
                    value => format!("`{value}`"),
                }));
                table.push(format!("| {same} | `{variable}` | {values} | `{event}` |\n"));
            }
        }
        let table = table.concat();
        let guide = include_str!("../../guide/ci_providers.md");
        assert!(guide.contains(&table), "src/guide/ci_providers.md should have:\n{table}");
    }

    fn joined(items: impl Iterator<Item = String>) -> String {
        items.collect::<Vec<_>>().join(", ")
    }
}
