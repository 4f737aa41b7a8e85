//! What holds for every command of every builder, whatever a branch, a label or
//! a folder is called.

use proptest::prelude::*;
use tagwright::Policy;

use super::agreement::{assert_agreement, assert_command};
use super::commands::every_command;
use crate::given::{branch, git_tag, pull_request};
use crate::plan::policies;
use tagwright::testing::{HOSTILE_NAMES, context, policy};

#[test]
fn no_word_of_a_hostile_context_is_read_as_another() {
    let mut count = 0;
    for policy in policies() {
        for name in HOSTILE_NAMES {
            for context in [branch(name), git_tag(name), git_tag("v1.0.0+7"), pull_request(name)] {
                let Ok(plan) = policy.plan(&context) else { continue };
                for rendered in every_command(&plan, name) {
                    assert_command(&rendered, &plan);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 3000, "{count}");
}

proptest! {
    #[test]
    fn no_word_of_any_plan_is_read_as_another(
        policy in policy(),
        context in context(),
        folder in "-{0,2}[a-z=,\"$ ]{1,8}",
    ) {
        for policy in [Policy::cwiq(), policy] {
            let Ok(plan) = policy.plan(&context) else { continue };
            assert_agreement(&plan, &folder);
        }
    }
}
