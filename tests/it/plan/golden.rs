//! The JSON form of plans, which other programs read: policy, context and plan
//! as data.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tagwright::{CiContext, Policy};

use super::{cwiq, gitlab};
use crate::given::{CREATED, SHA};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    /// What the case shows.
    #[expect(dead_code, reason = "it is for who reads the file")]
    shows: String,
    /// The built-in one unless said.
    policy: Option<Policy>,
    context: CiContext,
    plan: Option<Value>,
    error: Option<String>,
}

#[test]
fn every_golden_context_gives_its_plan() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/plans");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.display();
        let text = std::fs::read_to_string(&path).unwrap();
        let golden: Golden =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let policy = golden.policy.unwrap_or_else(Policy::cwiq);
        match (policy.plan(&golden.context), golden.plan, golden.error) {
            (Ok(found), Some(expected), None) => {
                let found = serde_json::to_value(&found).unwrap();
                assert_eq!(found, expected, "{name}: {found:#}");
            }
            (Err(found), None, Some(expected)) => assert_eq!(found.to_string(), expected, "{name}"),
            (found, _, _) => panic!("{name}: not as expected: {found:?}"),
        }
        count += 1;
    }
    assert!(count > 10, "the golden plans are found");
}

#[test]
fn the_fields_stand_in_the_documented_order() {
    let push = "nexus.shared.cwiq.io:8443/orchestrator-server";
    let pull = "nexus.shared.cwiq.io:8444/orchestrator-server";
    let expected = format!(
        concat!(
            r#"{{"images":[{{"push":"{push}","pull":"{pull}","cache":"{push}/cache","tags":["main-a1b2c3d8","latest"]}}],"#,
            r#""tags":[{{"tag":"main-a1b2c3d8","kind":"immutable","rule":"main"}},"#,
            r#"{{"tag":"latest","kind":"floating","rule":"main"}}],"#,
            r#""primary":"main-a1b2c3d8","slug":"main","variant":null,"#,
            r#""references":["{push}:main-a1b2c3d8","{push}:latest"],"#,
            r#""pull_references":["{pull}:main-a1b2c3d8","{pull}:latest"],"#,
            r#""promotions":[{{"from":"{push}:main-a1b2c3d8","to":"{push}:latest","is_copy":false}}],"#,
            r#""build_args":{{"VERSION":"","BUILD_DATE":"{date}","VCS_REF":"{sha}"}},"#,
            r#""labels":{{"org.opencontainers.image.created":"{date}","#,
            r#""org.opencontainers.image.revision":"{sha}"}},"#,
            r#""env":{{"IMAGE_TAG":"main-a1b2c3d8"}},"#,
            r#""undecided":[],"#,
            r#""builder":"nexus.shared.cwiq.io:8444/kaniko-project/executor:debug"}}"#,
        ),
        push = push,
        pull = pull,
        date = CREATED,
        sha = SHA,
    );
    let plan = cwiq(&gitlab("gitlab-branch", &[])).unwrap();
    assert_eq!(serde_json::to_string(&plan).unwrap(), expected);
}
