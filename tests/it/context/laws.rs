use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::collection::vec;
use proptest::prelude::*;
use tagwright::context::ContextErrorKind;
use tagwright::{CiContext, CommitSha, ContextError, GitRef, Provider, Timestamp};

use super::provider::{PROVIDERS, environments};
use crate::given::SHA;
use tagwright::testing::{context, ref_name};

fn variables() -> impl Strategy<Value = Vec<(String, String)>> {
    let environments: Vec<Vec<_>> = environments()
        .into_iter()
        .map(|(_, environment)| environment.variables.into_iter().collect())
        .collect();
    proptest::sample::select(environments)
}

/// The names of the variables of every provider.
fn names() -> impl Strategy<Value = String> {
    let names: BTreeSet<_> = environments()
        .into_iter()
        .flat_map(|(_, environment)| environment.variables.into_keys())
        .collect();
    proptest::sample::select(names.into_iter().collect::<Vec<_>>())
}

/// What a variable may hold: any text, and texts that some variable holds.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        2 => ref_name().prop_map(String::from),
        1 => ref_name().prop_map(|name| format!("refs/heads/{name}")),
        1 => "(refs/)?(pull|merge-requests|pr|branch|tag)?/?[0-9]{0,21}(/merge|/head|/from)?",
        1 => "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})",
        1 => proptest::sample::select(vec![
            "true", "false", SHA, "a/b", "", "detached", "HEAD", "null", "<nil>", "<default>",
            "pull_request", "PullRequest", "refs/tags/v1", "origin/main", "https://u:p@h/a/b.git",
            "git@h:a/b.git", "2026-03-18 09:00:00+00:00", "0",
        ])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn determinism_the_order_of_variables_is_nothing(
        (variables, shuffled) in variables()
            .prop_flat_map(|variables| (Just(variables.clone()), Just(variables).prop_shuffle()))
    ) {
        let list = |list: &[(String, String)], name: &str| {
            list.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let map: HashMap<_, _> = shuffled.iter().cloned().collect();
        let expected = CiContext::from_ci(|name| list(&variables, name));
        prop_assert_eq!(&CiContext::from_ci(|name| list(&shuffled, name)), &expected);
        prop_assert_eq!(&CiContext::from_ci(|name| map.get(name)), &expected);
    }

    #[test]
    fn totality_no_variables_panic(values in vec(proptest::option::of(value()), 1..32)) {
        for (provider, _) in PROVIDERS {
            let values = RefCell::new(values.iter().cycle());
            let asked = RefCell::new(HashMap::new());
            let lookup = |name: &str| {
                let next = || values.borrow_mut().next().cloned().flatten();
                asked.borrow_mut().entry(name.to_owned()).or_insert_with(next).clone()
            };
            match CiContext::from_provider(provider, lookup) {
                Ok(context) => {
                    prop_assert!(!context.project().is_empty());
                    survives_its_serde_form(&context)?;
                }
                Err(error) => {
                    prop_assert!(!error.to_string().contains(char::is_control), "{}", error);
                    prop_assert!(error.variable().is_some(), "{}", error);
                }
            }
        }
    }

    #[test]
    fn totality_a_wrong_variable_is_the_one_that_is_named(
        variables in variables(), victim in any::<proptest::sample::Index>(), wrong in value()
    ) {
        let (victim, _) = &variables[victim.index(variables.len())];
        // The context, and the names that were asked for.
        let read = |victim: Option<&str>| {
            let asked = RefCell::new(Vec::new());
            let context = CiContext::from_ci(|name| {
                asked.borrow_mut().push(name.to_owned());
                if Some(name) == victim {
                    return Some(wrong.clone());
                }
                variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
            });
            (context, asked.into_inner())
        };
        let (expected, asked) = read(None);
        prop_assume!(expected.is_ok());
        let (context, until_error) = read(Some(victim));
        if let Err(error) = context {
            if error.kind() == ContextErrorKind::MalformedVariable {
                let is_named = error.variable() == Some(victim.as_str());
                // A variable that says of what kind the run is has others read in another
                // way.
                let is_of_one_kind = asked.starts_with(&until_error);
                prop_assert!(is_named || !is_of_one_kind, "{} for {}", error, victim);
            }
        }
    }

    #[test]
    fn totality_no_event_panics(
        run in 0..RUNS.len(), field in 0..FIELDS.len(), value in value()
    ) {
        let lookup = |name: &str| {
            RUNS[run].iter().chain(&EVERY_RUN).find(|(key, _)| *key == name).map(|(_, value)| *value)
        };
        let text = serde_json::Value::String(value.clone()).to_string();
        for value in [&text, &value, "null", "7", "{}"] {
            let json = FIELDS[field].replace('?', value);
            match CiContext::from_ci_with_event(lookup, &json) {
                Ok(found) => {
                    prop_assert_eq!(found.sha(), SHA, "{}", json);
                    survives_its_serde_form(&found)?;
                    let known = CiContext::from_ci(lookup);
                    if let Ok(known) = known {
                        prop_assert_eq!(found.git_ref().name(), known.git_ref().name(), "{}", json);
                        prop_assert_eq!(found.event(), known.event(), "{}", json);
                    }
                }
                Err(error) => prop_assert!(!error.to_string().contains(char::is_control)),
            }
        }
    }

    #[test]
    fn irrelevance_a_variable_that_is_not_asked_for_changes_nothing(
        variables in variables(), name in prop_oneof![names(), "[A-Z_]{1,24}"], wrong in value()
    ) {
        let list = |name: &str| {
            variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let asked = RefCell::new(BTreeSet::new());
        let expected = CiContext::from_ci(|name| {
            asked.borrow_mut().insert(name.to_owned());
            list(name)
        });
        prop_assume!(!asked.borrow().contains(&name));
        let changed = |asked: &str| if asked == name { Some(wrong.clone()) } else { list(asked) };
        prop_assert_eq!(&CiContext::from_ci(changed), &expected);
    }

    #[test]
    fn round_trip_what_constructors_and_setters_accept_is_read_back(
        constructor in 0..CONSTRUCTORS.len(), project in value(), name in value(),
        sets in vec((0..SETTERS.len(), value()), 0..8),
    ) {
        // A project that is refused would hide what the other strings do.
        let project = if project.is_empty() { "server".to_owned() } else { project };
        let Ok(context) = CONSTRUCTORS[constructor](project, name, SHA.into()) else {
            return Ok(());
        };
        let set = |context: CiContext, (setter, text): (usize, String)| {
            SETTERS[setter](context.clone(), text).unwrap_or(context)
        };
        survives_its_serde_form(&sets.into_iter().fold(context, set))?;
    }

    #[test]
    fn round_trip_a_context_survives_every_format(context in context()) {
        let json = serde_json::to_string(&context).unwrap();
        prop_assert_eq!(&serde_json::from_str::<CiContext>(&json).unwrap(), &context);
        match toml::to_string(&context) {
            Ok(toml) => prop_assert_eq!(&toml::from_str::<CiContext>(&toml).unwrap(), &context),
            // TOML has no greater numbers.
            Err(error) => prop_assert!(has_large_number(&context), "{error}"),
        }
        let yaml = serde_yaml_ng::to_string(&context).unwrap();
        prop_assert_eq!(&serde_yaml_ng::from_str::<CiContext>(&yaml).unwrap(), &context);
        prop_assert_eq!(serde_json::to_string(&context).unwrap(), json);
    }
}

fn survives_its_serde_form(context: &CiContext) -> Result<(), TestCaseError> {
    prop_assert!(!context.to_string().contains(char::is_control), "{context}");
    let json = serde_json::to_string(context).unwrap();
    match serde_json::from_str::<CiContext>(&json) {
        Ok(read) => prop_assert_eq!(&read, context),
        Err(error) => prop_assert!(false, "{error} of {json}"),
    }
    Ok(())
}

/// A constructor, with these three strings.
type Constructor = fn(String, String, String) -> Result<CiContext, ContextError>;

const CONSTRUCTORS: [Constructor; 4] = [
    CiContext::branch,
    CiContext::tag,
    |project, source, sha| CiContext::pull_request(project, 7, source, sha),
    |project, _, sha| CiContext::detached(project, sha),
];

type Setter = fn(CiContext, String) -> Result<CiContext, ContextError>;

/// Every setter that a string reaches.
const SETTERS: [Setter; 18] = [
    CiContext::with_project,
    CiContext::with_target,
    CiContext::with_default_branch,
    CiContext::with_project_path,
    CiContext::with_workspace,
    CiContext::with_source_url,
    CiContext::with_title,
    CiContext::with_description,
    CiContext::with_licenses,
    CiContext::with_variant,
    |context, text| context.with_versions([text]),
    |context, text| context.with_value("describe", text),
    |context, name| context.with_value(name, "x"),
    |context, sha| Ok(CommitSha::new(sha).map_or(context.clone(), |it| context.with_head_sha(it))),
    |context, sha| {
        Ok(CommitSha::new(sha).map_or(context.clone(), |it| context.with_branch_head(it)))
    },
    |context, at| Ok(Timestamp::parse(at).map_or(context.clone(), |it| context.with_created(it))),
    |context, at| Ok(Timestamp::parse(at).map_or(context.clone(), |it| context.with_committed(it))),
    |context, _| {
        let context = context.with_head_sha(CommitSha::from_static(SHA)).with_fork(false);
        context.into_source_branch()
    },
];

fn has_large_number(context: &CiContext) -> bool {
    let request = match context.git_ref() {
        GitRef::PullRequest { number, .. } => Some(*number),
        _ => None,
    };
    [request, context.run_number()].into_iter().flatten().any(|one| i64::try_from(one).is_err())
}

const EVERY_RUN: [(&str, &str); 3] =
    [("GITHUB_ACTIONS", "true"), ("GITHUB_SHA", SHA), ("GITHUB_REPOSITORY", "octocat/hello-world")];

const MAIN: (&str, &str) = ("GITHUB_REF", "refs/heads/main");

/// Runs of GitHub Actions that differ in what is read of their event.
const RUNS: [&[(&str, &str)]; 9] = [
    &[("GITHUB_EVENT_NAME", "push"), MAIN],
    &[("GITHUB_EVENT_NAME", "release"), ("GITHUB_REF", "refs/tags/v1.0.0")],
    &[
        ("GITHUB_EVENT_NAME", "pull_request"),
        ("GITHUB_REF", "refs/pull/7/merge"),
        ("GITHUB_HEAD_REF", "patch-1"),
    ],
    &[("GITHUB_EVENT_NAME", "pull_request_review"), ("GITHUB_REF", "refs/pull/7/merge")],
    &[
        ("GITHUB_EVENT_NAME", "merge_group"),
        ("GITHUB_REF", "refs/heads/gh-readonly-queue/main/pr-7-0f1e"),
    ],
    &[("GITHUB_EVENT_NAME", "workflow_run"), MAIN],
    &[("GITHUB_EVENT_NAME", "issue_comment"), MAIN],
    &[("GITHUB_EVENT_NAME", "status"), MAIN],
    &[("GITHUB_EVENT_NAME", "workflow_call"), ("GITEA_ACTIONS", "true"), MAIN],
];

/// Events with a value of one field left open.
const FIELDS: [&str; 17] = [
    "?",
    r#"{"ref": ?}"#,
    r#"{"head_commit": {"id": ?, "timestamp": ?}}"#,
    r#"{"repository": {"full_name": ?, "html_url": ?}}"#,
    r#"{"repository": {"default_branch": ?}}"#,
    r#"{"repository": {"description": ?, "license": {"spdx_id": ?}}}"#,
    r#"{"pull_request": {"number": ?}}"#,
    r#"{"pull_request": {"head": {"ref": ?, "sha": ?}}}"#,
    r#"{"pull_request": {"base": {"ref": ?, "repo": {"full_name": ?}}}}"#,
    r#"{"issue": {"number": ?, "pull_request": ?}}"#,
    r#"{"workflow_run": ?}"#,
    r#"{"workflow_run": {"head_sha": ?, "head_branch": ?}}"#,
    r#"{"workflow_run": {"head_sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233", "head_branch": ?}}"#,
    r#"{"sha": ?}"#,
    r#"{"merge_group": {"head_ref": ?, "base_ref": ?, "head_sha": ?}}"#,
    r#"{"release": {"tag_name": ?}}"#,
    r#"{"deployment": {"sha": ?}}"#,
];

/// The variables that a provider is asked for, in whatever run.
fn asked(provider: Provider) -> BTreeSet<String> {
    let names = RefCell::new(BTreeSet::new());
    for (_, environment) in environments() {
        let _ = CiContext::from_provider(provider, |name| {
            names.borrow_mut().insert(name.to_owned());
            environment.variables.get(name)
        });
    }
    names.into_inner()
}

#[test]
fn a_name_that_two_providers_have_is_known_to_be() {
    let mut shared: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (provider, name) in PROVIDERS {
        for variable in asked(provider) {
            shared.entry(variable).or_default().push(name);
        }
    }
    shared.retain(|_, providers| providers.len() > 1);
    shared.retain(|variable, _| variable != "SOURCE_DATE_EPOCH");
    // Those that run GitHub's workflows have the names of GitHub.
    shared.retain(|_, providers| !matches!(providers[..], ["forgejo", "gitea", "github"]));
    let shared: Vec<_> =
        shared.iter().map(|(variable, names)| (variable.as_str(), names.join(", "))).collect();
    let expected = [
        ("BRANCH_NAME", "cloud-build, jenkins"),
        ("BUILD_NUMBER", "jenkins, teamcity"),
        ("CI_COMMIT_SHA", "gitlab, woodpecker"),
        ("CI_COMMIT_TIMESTAMP", "gitlab, woodpecker"),
        ("TAG_NAME", "cloud-build, jenkins"),
    ];
    assert_eq!(shared, expected.map(|(variable, names)| (variable, names.to_owned())));
}
