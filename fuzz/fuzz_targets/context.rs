#![no_main]
//! Variables of CI providers, one `NAME=value` a line.

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use tagwright::{CiContext, ContextError, Policy, Provider};

const PROVIDERS: [Provider; 15] = [
    Provider::AwsCodeBuild,
    Provider::AzurePipelines,
    Provider::BitbucketPipelines,
    Provider::Buildkite,
    Provider::CircleCi,
    Provider::Drone,
    Provider::ForgejoActions,
    Provider::GiteaActions,
    Provider::GitHubActions,
    Provider::GitLab,
    Provider::GoogleCloudBuild,
    Provider::Jenkins,
    Provider::TeamCity,
    Provider::TravisCi,
    Provider::Woodpecker,
];

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
    for provider in PROVIDERS {
        let read = CiContext::from_provider(provider, lookup);
        let or_empty = |name: &str| Some(lookup(name).map_or("", String::as_str));
        assert_eq!(CiContext::from_provider(provider, or_empty), read, "empty is unset");
        check(read);
    }
});

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
