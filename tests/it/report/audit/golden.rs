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

#[test]
fn every_corner_has_its_findings() {
    const SAID_OF_MOST: [FindingCode; 4] = [
        FindingCode::EventWithoutTags,
        FindingCode::CheckedAtPlanTime,
        FindingCode::PrimaryIsFloating,
        FindingCode::OldCommitMovesFloating,
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/audits.toml");
    let golden: Golden = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(golden.case.len() > 20, "the cases are found");
    for Case { shows, policy, findings } in golden.case {
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
