use super::cwiq;
use crate::given::{SHA, branch};

#[test]
fn pairs_are_seen_as_a_map_and_written_as_lines() {
    let plan = cwiq(&branch("main")).unwrap();
    let args = plan.build_args();
    assert_eq!(
        format!("{args:?}"),
        format!(r#"{{"VERSION": "", "BUILD_DATE": "2026-03-18T09:00:00Z", "VCS_REF": "{SHA}"}}"#)
    );
    assert_eq!(
        args.to_string(),
        format!("VERSION=\nBUILD_DATE=2026-03-18T09:00:00Z\nVCS_REF={SHA}\n")
    );
    let mut keys = Vec::new();
    for (key, _) in &args {
        keys.push(key);
    }
    assert_eq!(keys, ["VERSION", "BUILD_DATE", "VCS_REF"]);
}
