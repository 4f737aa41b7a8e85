mod github_actions;
mod gitlab;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use tagwright::{CiContext, ContextError, ContextErrorKind, Provider};

use super::SHA;

/// The variables of a job and the context they make, or its error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Environment {
    pub(crate) variables: BTreeMap<String, String>,
    context: Option<toml::Table>,
    error: Option<String>,
}

pub(crate) fn environments() -> Vec<(String, Environment)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/environments");
    let files = std::fs::read_dir(folder).expect("golden environments are there");
    let mut environments: Vec<_> = files
        .map(|file| {
            let path = file.expect("a readable folder").path();
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let environment =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), environment)
        })
        .collect();
    environments.sort_by(|(one, _), (other, _)| one.cmp(other));
    environments
}

#[test]
fn every_golden_environment_gives_its_context() {
    let environments = environments();
    assert!(environments.len() > 15, "the golden environments are found");
    for (name, Environment { variables, context, error }) in environments {
        let found = CiContext::from_ci(|name| variables.get(name));
        match (found, context, error) {
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
    let detection = ["GITHUB_ACTIONS", "GITLAB_CI"];
    let gitlab = [
        "CI_COMMIT_BRANCH",
        "CI_COMMIT_REF_PROTECTED",
        "CI_COMMIT_SHA",
        "CI_COMMIT_TAG",
        "CI_COMMIT_TIMESTAMP",
        "CI_DEFAULT_BRANCH",
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
        "FORGEJO_ACTIONS",
        "GITEA_ACTIONS",
        "GITHUB_ACTIONS",
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
    let all = |parts: &[&[&str]]| -> BTreeSet<String> {
        parts.concat().into_iter().map(str::to_owned).collect()
    };
    for (environment, expected, why) in [
        ("gitlab-branch", all(&[&detection, &gitlab]), "nothing of merge requests"),
        ("gitlab-tag", all(&[&detection, &gitlab]), "nothing of merge requests"),
        (
            "gitlab-merge-request",
            all(&[&detection, &gitlab, &merge_request]),
            "all of its merge request",
        ),
        ("github-push", all(&[&github]), "nothing of GitLab, no GITHUB_BASE_REF"),
        ("github-pull-request", all(&[&github, &["GITHUB_BASE_REF"]]), "its target too"),
        ("unknown-woodpecker", all(&[&detection]), "only what shows a provider"),
    ] {
        assert_eq!(asked(environment), expected, "{environment}: {why}");
    }
}

fn asked(environment: &str) -> BTreeSet<String> {
    let environments = environments();
    let (_, Environment { variables, .. }) =
        environments.iter().find(|(name, _)| name == environment).expect("a golden environment");
    let asked = RefCell::new(BTreeSet::new());
    let _ = CiContext::from_ci(|name| {
        asked.borrow_mut().insert(name.to_owned());
        variables.get(name)
    });
    asked.into_inner()
}

#[test]
fn a_provider_is_detected_by_its_own_sign_only() {
    for (variables, expected, why) in [
        (&[("GITLAB_CI", "true")][..], Some(Provider::GitLab), "its documented sign"),
        (&[("GITHUB_ACTIONS", "true")], Some(Provider::GitHubActions), "its documented sign"),
        (&[("GITLAB_CI", "false")], None, "switched off by hand"),
        (&[("GITHUB_ACTIONS", "")], None, "empty is absent"),
        (&[("CI", "true"), ("CI_COMMIT_SHA", SHA)], None, "names that others use as well"),
        (&[("CI", "woodpecker"), ("CI_COMMIT_BRANCH", "main")], None, "Woodpecker"),
        (&[("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "true")], None, "Gitea"),
        (&[("GITHUB_ACTIONS", "true"), ("FORGEJO_ACTIONS", "true")], None, "Forgejo"),
        (
            &[("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "")],
            Some(Provider::GitHubActions),
            "empty is absent",
        ),
        (&[], None, "no CI at all"),
    ] {
        assert_eq!(Provider::detect(|name| get(variables, name)), expected, "{why}");
    }
}

#[test]
fn a_provider_has_a_name() {
    assert_eq!(Provider::GitLab.to_string(), "GitLab");
    assert_eq!(format!("{:>15}", Provider::GitHubActions), " GitHub Actions");
}

#[test]
fn an_unknown_provider_names_nothing() {
    let error = CiContext::from_ci(|_| None::<&str>).unwrap_err();
    assert_eq!(error.kind(), ContextErrorKind::UnknownProvider);
    assert_eq!((error.variable(), error.fact()), (None, None));
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
