#![no_main]
//! Whatever is planned, the public grammars read; and a policy that loads fails
//! only where a free text of the run is to blame.

use libfuzzer_sys::fuzz_target;
use tagwright::{Plan, PlanErrorKind, Reference};
use tagwright_fuzz::{Case, grammar};

/// What no proof can bound.
const FREE: [&str; 4] = ["{version}", "{git_tag}", "{prerelease}", "{project}"];

fuzz_target!(|text: &str| {
    let Ok(case) = Case::read(text) else { return };
    match case.policy.plan(&case.context) {
        Ok(plan) => {
            check(&plan);
            assert_eq!(case.policy.plan(&case.context), Ok(plan), "same facts, same plan");
        }
        Err(error) => {
            assert!(!error.to_string().contains(char::is_control), "{error}");
            if error.kind() == PlanErrorKind::IllegalTag {
                let template = error.path().and_then(|path| case.template(path)).expect("a tag");
                assert!(FREE.iter().any(|free| template.contains(free)), "{template}: {error}");
            }
        }
    }
});

fn check(plan: &Plan) {
    for planned in plan.tags() {
        assert!(grammar::TAG_ALONE.is_match(planned.tag().as_str()), "{planned:?}");
    }
    for reference in plan.references().chain(plan.pull_references()) {
        let [.., tag, digest] = grammar::reference(reference.as_str()).expect("a reference");
        assert!(tag.is_some() && digest.is_none() && reference.name().len() <= 255);
        assert_eq!(Reference::parse(reference.as_str()), Ok(reference), "docker adds nothing");
    }
    for (key, value) in plan.env().iter() {
        assert!(grammar::ENV_KEY.is_match(key) && grammar::ENV_VALUE.is_match(value));
    }
    let json = serde_json::to_value(plan).expect("a plan has a JSON form");
    assert_eq!(json["primary"], plan.tags().primary().tag().as_str());
}
