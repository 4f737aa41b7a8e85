mod audit;
mod audit_brute_force;
mod audit_golden;
mod audit_laws;
mod audit_meetings;
mod audit_policies;
mod diagram;
mod diff;
mod explain;
mod laws;
mod policies;
mod strategies;
mod table;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tagwright::Policy;

#[track_caller]
pub(crate) fn policy(text: &str) -> Policy {
    let images = "version = 1\nimages = [{ name = \"{project}\", push = \"r.example.com\" }]\n";
    toml::from_str(&format!("{images}{text}")).unwrap_or_else(|error| panic!("{text}\n{error}"))
}

/// Built-in, but with one change to its document.
#[track_caller]
pub(crate) fn changed(change: impl FnOnce(&mut tagwright::PolicyDocument)) -> Policy {
    let mut document = Policy::cwiq().document().clone();
    change(&mut document);
    Policy::new(document).unwrap()
}

/// Tries a law on so many random values, unless `PROPTEST_CASES` says how many, and
/// on more of them until it has seen what it must: few may well hold nothing of it.
/// Whether it has.
#[must_use]
fn tried_until_seen<S: Strategy>(
    cases: u32,
    values: &S,
    law: impl Fn(S::Value) -> Result<(), TestCaseError>,
    has_seen: impl Fn() -> bool,
) -> bool {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    let config = ProptestConfig {
        cases: wanted.unwrap_or(cases),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    (0..20).any(|_| {
        // One of its own, because a runner runs no more than its cases.
        TestRunner::new(config.clone()).run(values, &law).unwrap();
        has_seen()
    })
}
