use tagwright::GitRef;
use tagwright::context::Event;

use super::job;

/// A run, its variable, a value of that, and the event.
type Row = (&'static str, &'static str, &'static [&'static str], Option<Event>);

const ROWS: &[Row] = &[
    ("azure-branch", "BUILD_REASON", &["IndividualCI", "BatchedCI"], Some(Event::Push)),
    ("azure-branch", "BUILD_REASON", &["Schedule"], Some(Event::Schedule)),
    ("azure-branch", "BUILD_REASON", &["Manual"], Some(Event::Manual)),
    (
        "azure-branch",
        "BUILD_REASON",
        &["BuildCompletion", "ResourceTrigger"],
        Some(Event::Pipeline),
    ),
    ("azure-branch", "BUILD_REASON", &["CheckInShelveset", "schedule", ""], None),
    ("buildkite-branch", "BUILDKITE_SOURCE", &["webhook"], Some(Event::Push)),
    ("buildkite-branch", "BUILDKITE_SOURCE", &["ui"], Some(Event::Manual)),
    ("buildkite-branch", "BUILDKITE_SOURCE", &["api"], Some(Event::Api)),
    ("buildkite-branch", "BUILDKITE_SOURCE", &["trigger_job"], Some(Event::Pipeline)),
    ("circleci-branch", "CIRCLE_PIPELINE_TRIGGER_SOURCE", &["webhook"], Some(Event::Push)),
    ("circleci-branch", "CIRCLE_PIPELINE_TRIGGER_SOURCE", &["api"], Some(Event::Api)),
    ("circleci-branch", "CIRCLE_PIPELINE_TRIGGER_SOURCE", &["<nil>", "unknown"], None),
    ("codebuild-branch", "CODEBUILD_WEBHOOK_EVENT", &["PUSH"], Some(Event::Push)),
    (
        "codebuild-pull-request",
        "CODEBUILD_WEBHOOK_EVENT",
        &["PULL_REQUEST_CREATED", "PULL_REQUEST_REOPENED", "PULL_REQUEST_MERGED"],
        Some(Event::PullRequest),
    ),
    (
        "codebuild-tag",
        "CODEBUILD_WEBHOOK_EVENT",
        &["RELEASED", "PRERELEASED"],
        Some(Event::Release),
    ),
    ("codebuild-manual", "CODEBUILD_INITIATOR", &["codepipeline/server"], Some(Event::Pipeline)),
    ("codebuild-manual", "CODEBUILD_INITIATOR", &["ada", "rule/nightly", "codepipeline"], None),
    ("drone-branch", "DRONE_BUILD_EVENT", &["promote", "rollback"], Some(Event::Deployment)),
    ("drone-branch", "DRONE_BUILD_EVENT", &["custom"], Some(Event::Manual)),
    ("drone-tag", "DRONE_BUILD_EVENT", &["tag"], Some(Event::Push)),
    ("github-push", "GITHUB_EVENT_NAME", &["repository_dispatch"], Some(Event::Api)),
    ("github-push", "GITHUB_EVENT_NAME", &["deployment"], Some(Event::Deployment)),
    ("github-push", "GITHUB_EVENT_NAME", &["issues", "watch", "delete", "create", ""], None),
    ("gitlab-branch", "CI_PIPELINE_SOURCE", &["web"], Some(Event::Manual)),
    ("gitlab-branch", "CI_PIPELINE_SOURCE", &["api", "trigger"], Some(Event::Api)),
    (
        "gitlab-branch",
        "CI_PIPELINE_SOURCE",
        &["pipeline", "parent_pipeline"],
        Some(Event::Pipeline),
    ),
    (
        "gitlab-branch",
        "CI_PIPELINE_SOURCE",
        &["chat", "webide", "external", "ondemand_dast_scan"],
        None,
    ),
    (
        "gitlab-merged-result",
        "CI_MERGE_REQUEST_EVENT_TYPE",
        &["merged_result", "detached"],
        Some(Event::PullRequest),
    ),
    (
        "gitlab-merged-result",
        "CI_MERGE_REQUEST_EVENT_TYPE",
        &["merge_train"],
        Some(Event::MergeQueue),
    ),
    ("jenkins-branch", "BUILD_CAUSE", &["SCMTRIGGER"], Some(Event::Push)),
    ("jenkins-branch", "BUILD_CAUSE", &["TIMERTRIGGER"], Some(Event::Schedule)),
    ("jenkins-branch", "BUILD_CAUSE", &["MANUALTRIGGER"], Some(Event::Manual)),
    ("jenkins-branch", "BUILD_CAUSE", &["UPSTREAMTRIGGER"], Some(Event::Pipeline)),
    ("jenkins-branch", "BUILD_CAUSE", &["SCMTRIGGER,TIMERTRIGGER"], None),
    ("jenkins-branch", "gitlabActionType", &["PUSH", "TAG_PUSH"], Some(Event::Push)),
    ("jenkins-pull-request", "gitlabActionType", &["MERGE"], Some(Event::PullRequest)),
    ("travis-branch", "TRAVIS_EVENT_TYPE", &["api"], Some(Event::Api)),
    ("woodpecker-tag", "CI_PIPELINE_EVENT", &["deployment"], Some(Event::Deployment)),
    ("woodpecker-tag", "CI_PIPELINE_EVENT", &["tag"], Some(Event::Push)),
    (
        "woodpecker-pull-request",
        "CI_PIPELINE_EVENT",
        &["pull_request_closed", "pull_request_metadata"],
        Some(Event::PullRequest),
    ),
];

#[test]
fn every_providers_own_names_are_mapped_onto_one_vocabulary() {
    for (environment, variable, values, expected) in ROWS {
        for value in *values {
            let context = job(environment, &[(variable, value)]).unwrap();
            assert_eq!(context.event(), *expected, "{environment}: {variable}={value}");
        }
    }
}

#[test]
fn a_push_that_is_read_as_a_pull_request_is_the_event_of_one() {
    for environment in ["buildkite-pull-request", "buildkite-pull-request-fork"] {
        let context = job(environment, &[("BUILDKITE_SOURCE", "webhook")]).unwrap();
        assert!(matches!(context.git_ref(), GitRef::PullRequest { .. }), "{environment}");
        assert_eq!(context.event(), Some(Event::PullRequest), "{environment}");
    }
}

#[test]
fn a_merge_queue_holds_pull_requests_alone() {
    let context = job("gitlab-branch", &[("CI_MERGE_REQUEST_EVENT_TYPE", "merge_train")]).unwrap();
    assert_eq!(context.event(), Some(Event::Push));
}
