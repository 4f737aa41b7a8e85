#![no_main]
//! Variables of CI providers, one `NAME=value` a line; or GitHub's event.

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use tagwright::{CiContext, ContextError, Policy, Provider};

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
    check(event(text));
    for provider in Provider::all() {
        let read = CiContext::from_provider(provider, lookup);
        let or_empty = |name: &str| Some(lookup(name).map_or("", String::as_str));
        assert_eq!(CiContext::from_provider(provider, or_empty), read, "empty is unset");
        check(read);
    }
});

/// The text as the event of a run that it may be of; twice is once.
fn event(text: &str) -> Result<CiContext, ContextError> {
    let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    let context = CiContext::pull_request("hello-world", 7, "patch-1", sha)?;
    let found = context.with_github_event(text)?;
    assert_eq!(found.clone().with_github_event(text).as_ref(), Ok(&found));
    Ok(found)
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
