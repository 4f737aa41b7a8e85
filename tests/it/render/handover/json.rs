use serde_json::Value;

use crate::given::branch;
use crate::render::hostile::{hostile_plans, talkative_plan};
use tagwright::testing::HOSTILE_NAMES;

#[test]
fn it_is_the_serde_form_on_one_line() {
    let mut plans = hostile_plans();
    plans.extend(HOSTILE_NAMES.iter().map(|name| talkative_plan(branch(name), name)));
    for plan in plans {
        let expected = serde_json::to_value(&plan).unwrap();
        let line = plan.to_json();
        assert!(!line.contains(char::is_control), "{line:?}");
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), expected);
    }
}
