use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use proptest::collection::vec;
use proptest::prelude::*;
use tagwright::{CiContext, ContextErrorKind, Provider};

use super::SHA;
use super::provider::environments;
use crate::strategies::{context, ref_name};

const PROVIDERS: [Provider; 2] = [Provider::GitLab, Provider::GitHubActions];

fn variables() -> impl Strategy<Value = Vec<(String, String)>> {
    let environments: Vec<Vec<_>> = environments()
        .into_iter()
        .map(|(_, environment)| environment.variables.into_iter().collect())
        .collect();
    proptest::sample::select(environments)
}

/// What a variable may hold: any text, and texts that some variable holds.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        2 => ref_name().prop_map(String::from),
        1 => ref_name().prop_map(|name| format!("refs/heads/{name}")),
        1 => "(refs/pull/)?[0-9]{0,21}(/merge|/head)?",
        1 => "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})",
        1 => proptest::sample::select(vec!["true", "false", SHA, "a/b", "", "detached"])
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
        for provider in PROVIDERS {
            let values = RefCell::new(values.iter().cycle());
            let asked = RefCell::new(HashMap::new());
            let lookup = |name: &str| {
                let next = || values.borrow_mut().next().cloned().flatten();
                asked.borrow_mut().entry(name.to_owned()).or_insert_with(next).clone()
            };
            match CiContext::from_provider(provider, lookup) {
                Ok(context) => prop_assert!(!context.project().is_empty()),
                Err(error) => {
                    prop_assert!(!error.to_string().contains(char::is_control), "{}", error);
                    prop_assert!(error.variable().is_some());
                }
            }
        }
    }

    #[test]
    fn totality_a_wrong_variable_is_the_one_that_is_named(
        variables in variables(), victim in any::<proptest::sample::Index>(), wrong in value()
    ) {
        let (victim, _) = &variables[victim.index(variables.len())];
        let lookup = |name: &str| {
            if name == victim {
                return Some(wrong.clone());
            }
            variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        if let Err(error) = CiContext::from_ci(lookup) {
            if error.kind() == ContextErrorKind::MalformedVariable {
                prop_assert_eq!(error.variable(), Some(victim.as_str()));
            }
        }
    }

    #[test]
    fn round_trip_a_context_survives_every_format(context in context()) {
        let json = serde_json::to_string(&context).unwrap();
        prop_assert_eq!(&serde_json::from_str::<CiContext>(&json).unwrap(), &context);
        let toml = toml::to_string(&context).unwrap();
        prop_assert_eq!(&toml::from_str::<CiContext>(&toml).unwrap(), &context);
        let yaml = serde_yaml_ng::to_string(&context).unwrap();
        prop_assert_eq!(&serde_yaml_ng::from_str::<CiContext>(&yaml).unwrap(), &context);
        prop_assert_eq!(serde_json::to_string(&context).unwrap(), json);
    }
}

#[test]
fn no_variable_is_asked_of_two_providers() {
    let asked = |provider| {
        let names = RefCell::new(BTreeSet::new());
        for (_, environment) in environments() {
            let _ = CiContext::from_provider(provider, |name| {
                names.borrow_mut().insert(name.to_owned());
                environment.variables.get(name)
            });
        }
        names.into_inner()
    };
    let [one, other] = PROVIDERS.map(asked);
    let shared: Vec<_> = one.intersection(&other).collect();
    assert_eq!(shared, ["SOURCE_DATE_EPOCH"]);
}
