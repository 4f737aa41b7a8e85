use serde_json::Value;

use super::hostile::{hostile_plans, talkative_plan};
use crate::given::branch;
use tagwright::strategies::HOSTILE_NAMES;

#[test]
fn it_is_the_serde_form_on_one_line_or_in_lines() {
    let mut plans = hostile_plans();
    plans.extend(HOSTILE_NAMES.iter().map(|name| talkative_plan(branch(name), name)));
    for plan in plans {
        let expected = serde_json::to_value(&plan).unwrap();
        let line = plan.json().to_string();
        assert!(!line.contains(char::is_control), "{line:?}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), expected);
        let lines = format!("{:#}", plan.json());
        assert!(lines.lines().count() > 10, "{lines}");
        assert_eq!(serde_json::from_str::<Value>(&lines).unwrap(), expected);
    }
}
