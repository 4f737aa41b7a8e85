#![no_main]
//! Variables of CI providers, one `NAME=value` a line; or JSON: GitHub's event,
//! or a context.

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use tagwright::{CiContext, ContextError, Policy, Provider};
use tagwright_fuzz::{github, grammar};

fuzz_target!(|text: &str| {
    let lines = text.lines().filter_map(|line| line.split_once('='));
    let variables: BTreeMap<&str, String> =
        lines.map(|(name, value)| (name, value.replace("\\n", "\n"))).collect();
    let lookup = |name: &str| variables.get(name);

    let read = CiContext::from_ci(lookup);
    match Provider::detect(lookup) {
        Some(provider) => assert_eq!(CiContext::from_provider(provider, lookup), read),
        None => assert!(read.is_err(), "no provider, no context"),
    }
    check(read);
    for provider in Provider::all() {
        let read = CiContext::from_provider(provider, lookup);
        let or_empty = |name: &str| Some(lookup(name).map_or("", String::as_str));
        assert_eq!(CiContext::from_provider(provider, or_empty), read, "empty is unset");
        check(read);
    }
    if let Ok(json) = serde_json::from_str::<Map<String, Value>>(text) {
        events(text, &json.clone().into());
        document(text, &json);
    }
});

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

const RUNS: [&[(&str, &str)]; 9] = [
    &[("GITHUB_EVENT_NAME", "pull_request"), ("GITHUB_REF", "refs/pull/7/merge"), HEAD],
    &[("GITHUB_EVENT_NAME", "push"), MAIN],
    &[("GITHUB_EVENT_NAME", "release"), ("GITHUB_REF", "refs/tags/v1.0.0")],
    &[("GITHUB_EVENT_NAME", "workflow_run"), MAIN],
    &[("GITHUB_EVENT_NAME", "check_suite"), MAIN],
    &[("GITHUB_EVENT_NAME", "check_run"), MAIN],
    &[("GITHUB_EVENT_NAME", "status"), MAIN],
    &[("GITHUB_EVENT_NAME", "issue_comment"), MAIN],
    &[("GITHUB_EVENT_NAME", "workflow_call"), MAIN],
];

const MAIN: (&str, &str) = ("GITHUB_REF", "refs/heads/main");
const HEAD: (&str, &str) = ("GITHUB_HEAD_REF", "patch-1");

/// The text as the event of each run that it may be of.
fn events(text: &str, json: &Value) {
    let every = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_SHA", SHA),
        ("GITHUB_REPOSITORY", "octocat/hello-world"),
    ];
    for run in RUNS {
        let lookup = |name: &str| {
            every.iter().chain(run).find(|(key, _)| *key == name).map(|(_, value)| *value)
        };
        let read = CiContext::from_ci_with_event(lookup, text);
        if let Ok(after) = &read {
            github::assert_read(json, after);
        }
        check(read);
    }
}

/// The text as a context: what is taken is what was said.
fn document(text: &str, json: &Map<String, Value>) {
    let Ok(context) = serde_json::from_str::<CiContext>(text) else { return };
    let written = serde_json::to_value(&context).expect("a context has a JSON form");
    assert!(written.as_object().is_some_and(|all| all.keys().all(|key| json.contains_key(key))));
    for (key, said) in json {
        let found = &written[key];
        match (key.as_str(), said.as_str()) {
            ("created" | "committed", Some(said)) => {
                assert_eq!(found.as_str().and_then(grammar::seconds), grammar::seconds(said));
            }
            // What is empty, or false, is as if it were not said.
            _ => assert!(found == said || found.is_null() && is_void(said), "{key}: {found}"),
        }
    }
    check(Ok(context));
}

fn is_void(said: &Value) -> bool {
    said.is_null() || *said == false || said.as_str().is_some_and(|text| text.trim().is_empty())
}

fn check(read: Result<CiContext, ContextError>) {
    match read {
        Ok(context) => {
            let json = serde_json::to_string(&context).expect("a context has a JSON form");
            let again = serde_json::from_str::<CiContext>(&json);
            assert_eq!(again.as_ref().ok(), Some(&context), "{json}: {again:?}");
            let _ = Policy::cwiq().plan(&context);
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control), "{error}"),
    }
}
