use std::collections::HashSet;

use tagwright::{CiContext, ContextErrorKind, Provider};

use super::{PROVIDERS, SHA, environments, get};
use crate::vectors::vectors;

#[test]
fn a_provider_is_detected_by_its_own_sign_only() {
    for (variables, expected, why) in [
        (&[("GITLAB_CI", "true")][..], Some(Provider::GitLab), "its documented sign"),
        (&[("GITHUB_ACTIONS", "true")], Some(Provider::GitHubActions), "its documented sign"),
        (&[("FORGEJO_ACTIONS", "true")], Some(Provider::ForgejoActions), "its documented sign"),
        (&[("GITEA_ACTIONS", "true")], Some(Provider::GiteaActions), "its documented sign"),
        (&[("CIRCLECI", "true")], Some(Provider::CircleCi), "its documented sign"),
        (&[("BUILDKITE", "true")], Some(Provider::Buildkite), "its documented sign"),
        (&[("TF_BUILD", "True")], Some(Provider::AzurePipelines), "its documented sign"),
        (&[("TF_BUILD", "true")], Some(Provider::AzurePipelines), "as a shell may spell it"),
        (&[("BITBUCKET_BUILD_NUMBER", "1")], Some(Provider::BitbucketPipelines), "any number"),
        (&[("DRONE", "true")], Some(Provider::Drone), "its documented sign"),
        (&[("CI", "woodpecker")], Some(Provider::Woodpecker), "its documented sign"),
        (&[("TRAVIS", "true")], Some(Provider::TravisCi), "its documented sign"),
        (&[("CODEBUILD_BUILD_ID", "a:b")], Some(Provider::AwsCodeBuild), "any id"),
        (&[("TEAMCITY_VERSION", "2025.11")], Some(Provider::TeamCity), "any version"),
        (&[("BUILDER_OUTPUT", "/b")], Some(Provider::GoogleCloudBuild), "any folder"),
        (
            &[("JENKINS_URL", "https://jenkins.cwiq.io/"), ("BUILD_ID", "1")],
            Some(Provider::Jenkins),
            "both signs",
        ),
        (&[("JENKINS_URL", "https://jenkins.cwiq.io/")], None, "an address that a tool is given"),
        (&[("BUILD_ID", "1"), ("GIT_BRANCH", "main")], None, "names that others use as well"),
        (&[("GITLAB_CI", "false")], None, "switched off by hand"),
        (&[("TRAVIS", "false")], None, "switched off by hand"),
        (&[("GITHUB_ACTIONS", "")], None, "empty is absent"),
        (&[("CI", "true"), ("CI_COMMIT_SHA", SHA)], None, "names that others use as well"),
        (&[("CI", "true"), ("CONTINUOUS_INTEGRATION", "true")], None, "a CI, and no known one"),
        (&[("APPVEYOR", "True"), ("CI", "True")], None, "AppVeyor"),
        (&[("bamboo_buildNumber", "7")], None, "Bamboo"),
        (&[], None, "no CI at all"),
    ] {
        assert_eq!(Provider::detect(|name| get(variables, name)), expected, "{why}");
    }
}

#[test]
fn woodpecker_is_not_gitlab() {
    let variables = [("CI", "woodpecker"), ("CI_COMMIT_SHA", SHA), ("CI_COMMIT_BRANCH", "main")];
    let detected = Provider::detect(|name| get(&variables, name));
    assert_eq!(detected, Some(Provider::Woodpecker));
}

#[test]
fn woodpecker_is_not_drone() {
    let variables = [("CI", "woodpecker"), ("DRONE", "true"), ("DRONE_COMMIT_SHA", SHA)];
    let detected = Provider::detect(|name| get(&variables, name));
    assert_eq!(detected, Some(Provider::Woodpecker));
}

#[test]
fn harness_is_not_drone() {
    let variables = [("DRONE", "true"), ("HARNESS_BUILD_ID", "7"), ("DRONE_COMMIT_SHA", SHA)];
    assert_eq!(Provider::detect(|name| get(&variables, name)), None);
}

#[test]
fn gitea_is_not_github() {
    for (variables, expected) in [
        (&[("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "true")][..], Provider::GiteaActions),
        (&[("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "")], Provider::GitHubActions),
    ] {
        assert_eq!(Provider::detect(|name| get(variables, name)), Some(expected));
    }
}

#[test]
fn forgejo_is_neither_gitea_nor_github() {
    let signs =
        [("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "true"), ("FORGEJO_ACTIONS", "true")];
    assert_eq!(Provider::detect(|name| get(&signs, name)), Some(Provider::ForgejoActions));
}

#[test]
fn an_imitation_that_is_not_known_is_no_github() {
    for sign in ["GITEA_ACTIONS", "FORGEJO_ACTIONS"] {
        let variables = [("GITHUB_ACTIONS", "true"), (sign, "yes")];
        assert_eq!(Provider::detect(|name| get(&variables, name)), None, "{sign}");
    }
}

#[test]
fn a_provider_has_a_name() {
    let names = PROVIDERS.map(|(provider, _)| provider.to_string());
    assert_eq!(
        names.join(", "),
        "AWS CodeBuild, Azure Pipelines, Bitbucket Pipelines, Buildkite, CircleCI, Drone, \
         Forgejo Actions, Gitea Actions, GitHub Actions, GitLab, Google Cloud Build, Jenkins, \
         TeamCity, Travis CI, Woodpecker",
    );
    assert_eq!(format!("{:>15}", Provider::GitHubActions), " GitHub Actions");
}

#[test]
fn every_provider_is_there_once() {
    let all: HashSet<_> = Provider::all().collect();
    assert_eq!(Provider::all().len(), PROVIDERS.len());
    assert_eq!(all, PROVIDERS.map(|(provider, _)| provider).into());
}

#[test]
fn an_unknown_provider_names_nothing_and_what_is_known() {
    let error = CiContext::from_ci(|_| None::<&str>).unwrap_err();
    assert_eq!(error.kind(), ContextErrorKind::UnknownProvider);
    assert_eq!((error.variable(), error.fact()), (None, None));
    for (provider, _) in PROVIDERS {
        assert!(error.to_string().contains(&provider.to_string()), "{provider}");
    }
    assert_eq!(
        error.to_string(),
        "no known CI provider: the variables show none of Woodpecker, Forgejo Actions, Gitea \
         Actions, GitHub Actions, GitLab, CircleCI, Buildkite, Azure Pipelines, Bitbucket \
         Pipelines, Drone, Travis CI, AWS CodeBuild, TeamCity, Jenkins, Google Cloud Build; build \
         the context with CiContext::branch, CiContext::tag or CiContext::pull_request, or \
         deserialize it",
    );
}

#[test]
fn an_unknown_environment_is_none_of_the_known() {
    for (name, environment) in environments() {
        let detected = Provider::detect(|name| environment.variables.get(name));
        assert_eq!(detected.is_none(), name.starts_with("unknown"), "{name}");
    }
}

/// The signs and the order that others detect by.
#[test]
fn recorded_signs_are_detected_in_their_order() {
    let Some(recorded) = vectors("providers/ci_provider_env.json") else { return };
    let signs: Vec<(&str, Vec<(&str, &str)>)> = recorded["detection_order"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| {
            let name = name.as_str().unwrap();
            let signs = recorded["providers"][name]["detect"].as_object().unwrap();
            let signs = signs
                .iter()
                .map(|(name, value)| (name.as_str(), any_text(value.as_str().unwrap())));
            (name, signs.collect())
        })
        .collect();
    assert_eq!(signs.len(), PROVIDERS.len());
    for (index, (name, sign)) in signs.iter().enumerate() {
        let detected = Provider::detect(|name| get(sign, name)).expect(name).to_string();
        let spelt = detected.to_lowercase().replace(' ', "-");
        assert!(spelt.contains(name), "{name}: {detected}");
        for (_, later) in &signs[index..] {
            let both = [&sign[..], later].concat();
            let found = Provider::detect(|name| get(&both, name)).expect(name).to_string();
            assert_eq!(found, detected, "{both:?}");
        }
    }
}

fn any_text(value: &str) -> &str {
    if value == "*" { "1" } else { value }
}
