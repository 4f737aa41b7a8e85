use std::collections::HashSet;

use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, ContextError, Provider};

use super::{PROVIDERS, SHA, branch, environment, environments, get, job as at, read};
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
         Pipelines, Drone, Travis CI, AWS CodeBuild, TeamCity, Jenkins, Google Cloud Build; supply \
         the context yourself",
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

#[test]
fn a_sign_that_is_switched_off_shows_nothing() {
    for off in ["false", "False", "FALSE", "0", ""] {
        for (variables, expected) in [
            (
                &[("GITHUB_ACTIONS", "true"), ("FORGEJO_ACTIONS", off)][..],
                Some(Provider::GitHubActions),
            ),
            (&[("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", off)], Some(Provider::GitHubActions)),
            (&[("GITEA_ACTIONS", "true"), ("FORGEJO_ACTIONS", off)], Some(Provider::GiteaActions)),
            (&[("DRONE", "true"), ("HARNESS_BUILD_ID", off)], Some(Provider::Drone)),
            (&[("TEAMCITY_VERSION", off)], None),
            (&[("BITBUCKET_BUILD_NUMBER", off)], None),
            (&[("CODEBUILD_BUILD_ID", off)], None),
            (&[("BUILDER_OUTPUT", off)], None),
            (&[("JENKINS_URL", off), ("BUILD_ID", "1")], None),
            (&[("TF_BUILD", off)], None),
            (&[("BUILDKITE", off), ("CIRCLECI", off), ("TRAVIS", off), ("DRONE", off)], None),
        ] {
            assert_eq!(Provider::detect(|name| get(variables, name)), expected, "{variables:?}");
        }
    }
}

#[test]
fn signs_of_another_provider_without_its_commit_change_nothing() {
    for (job, signs) in [
        ("gitlab-branch", &[("GITHUB_ACTIONS", "true")][..]),
        ("gitlab-branch", &[("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/tags/v9.9.9")]),
        ("gitlab-branch", &[("CIRCLECI", "true"), ("CIRCLE_TAG", "v9.9.9")]),
        ("gitlab-branch", &[("TEAMCITY_VERSION", "2025.11")]),
        ("gitlab-branch", &[("JENKINS_URL", "https://jenkins.cwiq.io/"), ("BUILD_ID", "42")]),
        ("gitlab-branch", &[("BUILDER_OUTPUT", "/builder/outputs")]),
        ("jenkins-branch", &[("GITHUB_ACTIONS", "true"), ("GITHUB_TOKEN", "x")]),
        ("jenkins-branch", &[("GITLAB_CI", "true")]),
        ("teamcity-branch", &[("BUILDKITE", "true")]),
        ("cloud-build-branch", &[("DRONE", "true"), ("TRAVIS", "true")]),
        ("github-push", &[("TF_BUILD", "True"), ("CI", "woodpecker")]),
    ] {
        assert_eq!(at(job, signs), at(job, &[]), "{job} {signs:?}");
    }
}

#[test]
fn two_providers_at_once_are_refused_by_name() {
    let github = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_SHA", SHA),
        ("GITHUB_REF", "refs/heads/main"),
        ("GITHUB_REPOSITORY", "cwiq/server"),
    ];
    for (job, others, message) in [
        (
            "gitlab-branch",
            &github[..],
            "the variables are those of two CI providers, GitHub Actions and GitLab; unset GITHUB_ACTIONS or GITLAB_CI, whichever is not set by the CI that runs the job",
        ),
        (
            "jenkins-branch",
            &[("TEAMCITY_VERSION", "2025.11"), ("BUILD_VCS_NUMBER", SHA)],
            "the variables are those of two CI providers, TeamCity and Jenkins; unset TEAMCITY_VERSION or JENKINS_URL, whichever is not set by the CI that runs the job",
        ),
        (
            "woodpecker-branch",
            &[("GITLAB_CI", "true")],
            "the variables are those of two CI providers, Woodpecker and GitLab; unset CI or GITLAB_CI, whichever is not set by the CI that runs the job",
        ),
    ] {
        let error = at(job, others).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ContextErrorKind::AmbiguousProvider);
        assert_eq!((error.variable(), error.fact()), (None, None));
    }
    // Both remedies.
    let unset = [&github[1..], &[("GITHUB_ACTIONS", "")]].concat();
    assert_eq!(at("gitlab-branch", &unset), at("gitlab-branch", &[]));
    let named = read(Provider::GitHubActions, &github, &[("GITLAB_CI", "true")]).unwrap();
    assert_eq!(*named.git_ref(), branch("main"));
}

/// Every pair of providers: one golden environment of each, at once.
#[test]
fn every_two_providers_are_one_by_imitation_or_refused() {
    let whole = |prefix: &str| {
        let event = if prefix == "github" { "push" } else { "branch" };
        environment(&format!("{prefix}-{event}")).variables
    };
    for (index, (one, prefix)) in PROVIDERS.iter().enumerate() {
        for (other, second) in &PROVIDERS[index + 1..] {
            let (mut both, overlaid) = (whole(prefix), whole(second));
            both.extend(overlaid);
            let imitates = |a: Provider, b: Provider| {
                let actions =
                    [Provider::GitHubActions, Provider::GiteaActions, Provider::ForgejoActions];
                (actions.contains(&a) && actions.contains(&b))
                    || [a, b] == [Provider::Drone, Provider::Woodpecker]
            };
            let error = CiContext::from_ci(|name| both.get(name)).err();
            let kind = error.as_ref().map(ContextError::kind);
            if imitates(*one, *other) {
                assert_ne!(kind, Some(ContextErrorKind::AmbiguousProvider), "{one} {other}");
            } else {
                let text = error.map(|error| error.to_string()).unwrap_or_default();
                let [one, other] = [one, other].map(ToString::to_string);
                assert_eq!(
                    kind,
                    Some(ContextErrorKind::AmbiguousProvider),
                    "{one} {other}: {text}"
                );
                assert!(text.contains(&one) || text.contains(&other), "{text}");
            }
        }
    }
}

#[test]
fn a_runner_on_a_machine_of_codebuild_is_not_codebuild() {
    let machine = [
        ("CODEBUILD_BUILD_ID", "runner:1"),
        ("CODEBUILD_WEBHOOK_EVENT", "WORKFLOW_JOB_QUEUED"),
        ("CODEBUILD_RESOLVED_SOURCE_VERSION", SHA),
    ];
    for job in ["gitlab-branch", "github-push", "buildkite-branch"] {
        assert_eq!(at(job, &machine), at(job, &[]), "{job}");
    }
}
