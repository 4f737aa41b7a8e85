//! What the audit says, to the letter, of small policies that each have one
//! corner of it.

use std::path::Path;

use serde::Deserialize;
use tagwright::Policy;
use tagwright::audit::FindingCode;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    shows: String,
    policy: String,
    findings: Vec<String>,
}

fn cases() -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/audits.toml");
    let golden: Golden = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(golden.case.len() > 20, "the cases are found");
    golden.case
}

/// The policies of all cases.
pub(crate) fn corners() -> Vec<Policy> {
    cases().iter().map(|case| toml::from_str(&case.policy).unwrap()).collect()
}

#[test]
fn every_corner_has_its_findings() {
    const SAID_OF_MOST: [FindingCode; 4] = [
        FindingCode::EventWithoutTags,
        FindingCode::CheckedAtPlanTime,
        FindingCode::PrimaryIsFloating,
        FindingCode::OldCommitMovesFloating,
    ];
    for Case { shows, policy, findings } in cases() {
        let policy: Policy =
            toml::from_str(&policy).unwrap_or_else(|error| panic!("{shows}: {error}"));
        let found: Vec<String> = policy
            .audit()
            .iter()
            .filter(|finding| !SAID_OF_MOST.contains(&finding.code))
            .map(ToString::to_string)
            .collect();
        assert_eq!(found, findings, "{shows}");
    }
}
