mod azure_pipelines;
mod bitbucket;
mod buildkite;
mod circleci;
mod codebuild;
mod detection;
mod drone;
mod events;
mod gitea_actions;
mod github_actions;
mod gitlab;
mod google_cloud_build;
mod jenkins;
mod refs;
mod refusals;
mod teamcity;
mod travis;
mod woodpecker;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, ContextError, GitRef, Provider, RefName};

use crate::given::SHA;

/// Every provider, with the name of its environments.
pub(crate) const PROVIDERS: [(Provider, &str); 15] = [
    (Provider::AwsCodeBuild, "codebuild"),
    (Provider::AzurePipelines, "azure"),
    (Provider::BitbucketPipelines, "bitbucket"),
    (Provider::Buildkite, "buildkite"),
    (Provider::CircleCi, "circleci"),
    (Provider::Drone, "drone"),
    (Provider::ForgejoActions, "forgejo"),
    (Provider::GiteaActions, "gitea"),
    (Provider::GitHubActions, "github"),
    (Provider::GitLab, "gitlab"),
    (Provider::GoogleCloudBuild, "cloud-build"),
    (Provider::Jenkins, "jenkins"),
    (Provider::TeamCity, "teamcity"),
    (Provider::TravisCi, "travis"),
    (Provider::Woodpecker, "woodpecker"),
];

/// The variables of a job, with the event file of some, and the context they
/// make, or its error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Environment {
    pub(crate) variables: BTreeMap<String, String>,
    event: Option<String>,
    context: Option<toml::Table>,
    error: Option<String>,
}

impl Environment {
    pub(crate) fn read(&self) -> Result<CiContext, ContextError> {
        let lookup = |name: &str| self.variables.get(name);
        match &self.event {
            Some(event) => CiContext::from_ci_with_event(lookup, event),
            None => CiContext::from_ci(lookup),
        }
    }
}

pub(crate) fn environments() -> Vec<(String, Environment)> {
    let files = std::fs::read_dir(folder()).expect("golden environments are there");
    let mut environments: Vec<_> = files
        .map(|file| {
            let path = file.expect("a readable folder").path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let environment = environment(&name);
            (name, environment)
        })
        .collect();
    environments.sort_by(|(one, _), (other, _)| one.cmp(other));
    environments
}

fn environment(name: &str) -> Environment {
    let text = std::fs::read_to_string(folder().join(format!("{name}.toml")));
    toml::from_str(&text.expect(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/environments")
}

#[test]
fn every_golden_environment_gives_its_context() {
    let environments = environments();
    assert!(environments.len() > 100, "the golden environments are found");
    for (name, environment) in environments {
        let found = environment.read();
        match (found, environment.context, environment.error) {
            (Ok(found), Some(expected), None) => {
                assert_eq!(toml::Table::try_from(&found).unwrap(), expected, "{name}");
                assert_eq!(expected.try_into::<CiContext>().unwrap(), found, "{name}");
            }
            (Err(found), None, Some(expected)) => assert_eq!(found.to_string(), expected, "{name}"),
            (found, _, _) => panic!("{name}: not as expected: {found:?}"),
        }
    }
}

#[test]
fn every_provider_has_an_environment_of_every_event() {
    const EVENTS: [&str; 6] =
        ["branch", "tag", "pull-request", "pull-request-fork", "schedule", "manual"];
    let environments = environments();
    for (provider, prefix) in PROVIDERS {
        for event in EVENTS {
            let name = match (prefix, event) {
                ("github", "branch") => "github-push",
                ("github", "manual") => "github-workflow-dispatch",
                ("gitlab", "pull-request") => "gitlab-merge-request",
                ("gitlab", "pull-request-fork") => "gitlab-merge-request-fork",
                // A pull request from a fork starts no pipeline of Bitbucket.
                ("bitbucket", "pull-request-fork") => continue,
                _ => &format!("{prefix}-{event}"),
            };
            let found = environments.iter().find(|(found, _)| found == name);
            let (_, environment) = found.unwrap_or_else(|| panic!("{name} is missing"));
            let detected = Provider::detect(|name| environment.variables.get(name));
            assert_eq!(detected, Some(provider), "{name}");
            // TeamCity does not give the source of a pull request.
            let is_refused = prefix == "teamcity" && event.starts_with("pull-request");
            assert_eq!(environment.error.is_some(), is_refused, "{name}");
            let started = match event {
                // Of Travis CI by its API.
                "manual" if prefix == "travis" => "api",
                "manual" | "schedule" => event,
                "branch" | "tag" => "push",
                _ => "pull-request",
            };
            let context = environment.context.as_ref();
            let found = context.and_then(|context| context.get("event")?.as_str());
            assert!(found.is_none_or(|found| found == started), "{name}: {found:?}");
        }
    }
}

#[test]
fn a_pull_request_is_never_taken_for_a_push() {
    let mut requests = 0;
    for (name, environment) in environments() {
        // A merged pull request is the branch, as the event file says.
        let is_merged = name == "github-pull-request-merged";
        if is_merged || !name.contains("pull-request") && !name.contains("merge") {
            continue;
        }
        requests += 1;
        match environment.read() {
            Ok(context) => {
                let git_ref = context.git_ref();
                assert!(matches!(git_ref, GitRef::PullRequest { .. }), "{name}: {git_ref}");
            }
            Err(error) => assert_ne!(error.kind(), ContextErrorKind::UnknownProvider, "{name}"),
        }
    }
    assert!(requests > 35, "the pull requests are found");
}

#[test]
fn no_address_keeps_what_a_machine_signs_in_with() {
    let mut addresses = 0;
    for (name, mut environment) in environments() {
        for value in environment.variables.values_mut() {
            if let Some(rest) = value.strip_prefix("https://") {
                *value = format!("https://ci:hunter2@{rest}");
            }
        }
        let Ok(context) = environment.read() else { continue };
        if let Some(url) = context.source_url().filter(|url| url.starts_with("https://")) {
            addresses += 1;
            assert!(!url.contains("hunter2"), "{name}: {url}");
        }
    }
    assert!(addresses > 50, "{addresses} addresses are found");
}

#[test]
fn the_instant_of_a_reproducible_build_comes_before_every_providers_own() {
    for (name, mut environment) in environments() {
        environment.variables.insert("SOURCE_DATE_EPOCH".into(), "1000000000".into());
        if environment.context.is_some() {
            let context = environment.read().expect(&name);
            assert_eq!(context.created().unwrap().to_string(), "2001-09-09T01:46:40Z", "{name}");
        }
    }
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    for (name, Environment { variables, .. }) in environments() {
        let unset = CiContext::from_ci(|name| variables.get(name).filter(|text| !text.is_empty()));
        let empty = CiContext::from_ci(|name| Some(variables.get(name).map_or("", String::as_str)));
        let mixed = CiContext::from_ci(|name| variables.get(name));
        assert_eq!(unset, empty, "{name}");
        assert_eq!(unset, mixed, "{name}");
    }
}

#[test]
fn only_needed_variables_are_asked_for() {
    // Every sign of a provider that is looked for before another's.
    let signs: BTreeSet<String> = asked(|_| None);
    let gitlab = [
        "CI_COMMIT_BRANCH",
        "CI_COMMIT_REF_PROTECTED",
        "CI_COMMIT_REF_SLUG",
        "CI_COMMIT_SHA",
        "CI_COMMIT_TAG",
        "CI_COMMIT_TIMESTAMP",
        "CI_DEFAULT_BRANCH",
        "CI_EXTERNAL_PULL_REQUEST_IID",
        "CI_MERGE_REQUEST_IID",
        "CI_PIPELINE_CREATED_AT",
        "CI_PIPELINE_IID",
        "CI_PIPELINE_SOURCE",
        "CI_PROJECT_DESCRIPTION",
        "CI_PROJECT_DIR",
        "CI_PROJECT_NAME",
        "CI_PROJECT_PATH",
        "CI_PROJECT_TITLE",
        "CI_PROJECT_URL",
        "SOURCE_DATE_EPOCH",
    ];
    let merge_request = [
        "CI_MERGE_REQUEST_EVENT_TYPE",
        "CI_MERGE_REQUEST_PROJECT_PATH",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA",
        "CI_MERGE_REQUEST_SOURCE_PROJECT_PATH",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    ];
    let github = [
        "GITHUB_EVENT_NAME",
        "GITHUB_HEAD_REF",
        "GITHUB_REF",
        "GITHUB_REF_PROTECTED",
        "GITHUB_REPOSITORY",
        "GITHUB_RUN_NUMBER",
        "GITHUB_SERVER_URL",
        "GITHUB_SHA",
        "GITHUB_WORKSPACE",
        "SOURCE_DATE_EPOCH",
    ];
    let azure = [
        "BUILD_BUILDID",
        "BUILD_REASON",
        "BUILD_REPOSITORY_NAME",
        "BUILD_REPOSITORY_URI",
        "BUILD_SOURCEBRANCH",
        "BUILD_SOURCESDIRECTORY",
        "BUILD_SOURCEVERSION",
        "SOURCE_DATE_EPOCH",
        "SYSTEM_PIPELINESTARTTIME",
    ];
    for (environment, expected, why) in [
        ("gitlab-branch", gitlab.to_vec(), "nothing of merge requests"),
        ("gitlab-tag", gitlab.to_vec(), "nothing of merge requests"),
        (
            "gitlab-merge-request",
            [&gitlab[..], &merge_request].concat(),
            "all of its merge request",
        ),
        ("github-push", github.to_vec(), "no GITHUB_BASE_REF"),
        ("github-pull-request", [&github[..], &["GITHUB_BASE_REF"]].concat(), "its target too"),
        ("azure-branch", azure.to_vec(), "nothing of pull requests"),
        ("unknown-lookalike", vec![], "only what shows a provider"),
    ] {
        let variables = self::environment(environment).variables;
        let asked: BTreeSet<_> =
            asked(|name| variables.get(name)).difference(&signs).cloned().collect();
        let expected: BTreeSet<_> = expected.into_iter().map(str::to_owned).collect();
        assert_eq!(asked, expected, "{environment}: {why}");
    }
}

fn asked<'a>(lookup: impl Fn(&str) -> Option<&'a String>) -> BTreeSet<String> {
    let asked = RefCell::new(BTreeSet::new());
    let _ = CiContext::from_ci(|name| {
        asked.borrow_mut().insert(name.to_owned());
        lookup(name)
    });
    asked.into_inner()
}

/// The context of a golden environment with changes, an empty value being none.
fn job(environment: &str, changes: &[(&str, &str)]) -> Result<CiContext, ContextError> {
    let mut variables = self::environment(environment).variables;
    for (name, value) in changes {
        variables.insert((*name).to_owned(), (*value).to_owned());
    }
    CiContext::from_ci(|name| variables.get(name))
}

fn read(
    provider: Provider,
    variables: &[(&str, &str)],
    change: &[(&str, &str)],
) -> Result<CiContext, ContextError> {
    CiContext::from_provider(provider, |name| get(change, name).or_else(|| get(variables, name)))
}

fn get<'a>(variables: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    variables.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

fn branch(name: &'static str) -> GitRef {
    GitRef::Branch(RefName::from_static(name))
}

fn tag(name: &'static str) -> GitRef {
    GitRef::Tag(RefName::from_static(name))
}

fn pull_request(number: u64, source: &'static str, target: Option<&'static str>) -> GitRef {
    let target = target.map(RefName::from_static);
    GitRef::PullRequest { number, source: RefName::from_static(source), target }
}

#[track_caller]
fn refused(
    result: Result<CiContext, ContextError>,
    kind: ContextErrorKind,
    variable: &str,
    message: &str,
) {
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), message);
    assert_eq!(error.kind(), kind, "{message}");
    assert_eq!(error.variable(), Some(variable), "{message}");
    assert_eq!(error.fact(), None, "{message}");
    assert!(std::error::Error::source(&error).is_none(), "{message}: says its cause itself");
}

#[test]
fn only_a_pull_request_of_the_repository_is_a_run_of_its_branch() {
    let mut branches = Vec::new();
    for (name, environment) in environments() {
        let Ok(context) = environment.read() else { continue };
        let is_request = matches!(context.git_ref(), GitRef::PullRequest { .. });
        if !is_request {
            assert_eq!(context.clone().into_source_branch(), Ok(context), "{name}");
        } else if context.into_source_branch().is_ok() {
            branches.push(name);
        }
    }
    assert_eq!(
        branches,
        [
            "buildkite-pull-request",
            "circleci-pull-request",
            "gitlab-external-pull-request",
            "gitlab-merge-request",
        ],
    );
}
