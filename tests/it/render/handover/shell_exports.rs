//! Export lines in real shells, and in the commands that these start.

use proptest::prelude::*;
use tagwright::Plan;
use tagwright::build::RenderErrorKind;

use crate::given::{branch, git_tag, policy};
use crate::plan::{cwiq, policies};
use crate::render::hostile::{hostile_plans, talkative};
use crate::render::shell::{run, shells};
use tagwright::testing::context;

const ANY: &str = "[[rules]]\nname = \"any\"\nwhen = {}\ntags = [\"{sha}\"]\n";

/// Every shell that evaluates the lines has the variables, and so have the
/// commands that it starts.
#[track_caller]
fn assert_exported(plans: &[Plan]) {
    let mut script = String::new();
    let mut expected = String::new();
    for plan in plans {
        let references: Vec<String> = plan.references().map(String::from).collect();
        let references = references.join("\n");
        let lists = plan.shell_exports().with_references();
        let lists = lists.unwrap_or_else(|error| panic!("{error}")).to_string();
        assert!(lists.starts_with(&plan.shell_exports().to_string()), "{lists}");
        // A subshell, so that no plan sees what another has set.
        script.extend(["(\n", &*lists]);
        for (key, value) in plan.build_env().iter().chain([("REFERENCES", &*references)]) {
            script.extend(["sh -c 'printf \"%s\\0\" \"$", key, "\"'\n"]);
            expected.extend([value, "\0"]);
        }
        script.push_str(") || exit 1\n");
    }
    for (name, mut shell) in shells() {
        shell.env("PATH", std::env::var_os("PATH").unwrap());
        let found = String::from_utf8(run(&name, shell, &script)).unwrap();
        for (found, expected) in found.split('\0').zip(expected.split('\0')) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}

#[test]
fn every_shell_exports_what_the_plan_says() {
    let mut plans = hostile_plans();
    plans.truncate(60);
    plans.push(talkative().plan(&branch("$(id)").with_project_path("x").unwrap()).unwrap());
    assert_exported(&plans);
}

#[test]
fn a_loop_goes_over_the_references() {
    let policies = policies();
    let several = policies.iter().find(|policy| policy.document().images.len() == 3).unwrap();
    let plan = several.plan(&git_tag("v1.0.0")).unwrap();
    let references: Vec<String> = plan.references().map(String::from).collect();
    assert!(references.len() > 2, "{references:?}");
    let exports = plan.shell_exports().with_references().unwrap();
    let script =
        format!("{exports}for reference in $REFERENCES; do printf '%s\\0' \"$reference\"; done\n");
    for (name, shell) in shells() {
        if name == "zsh" {
            // Intended: it splits no variable unless told to.
            continue;
        }
        let found = String::from_utf8(run(&name, shell, &script)).unwrap();
        assert_eq!(found.split_terminator('\0').collect::<Vec<_>>(), references, "{name}");
    }
}

#[test]
fn a_variable_of_the_same_name_is_refused() {
    let plan = policy(&format!("env = [\"REFERENCES={{image_tag}}\"]\n{ANY}"));
    let plan = plan.plan(&branch("main")).unwrap();
    assert!(plan.shell_exports().to_string().starts_with("export REFERENCES=a1b2c3d8"));
    let error = plan.shell_exports().with_references().unwrap_err();
    assert_eq!(error.kind(), RenderErrorKind::DuplicateKey);
    assert_eq!(error.place(), Some("env"));
    assert_eq!(
        error.to_string(),
        "env REFERENCES has the name of the list of references; call the variable something else"
    );
}

#[test]
fn without_variables_there_are_no_lines() {
    assert_eq!(policy(ANY).plan(&branch("main")).unwrap().shell_exports().to_string(), "");
    assert_eq!(
        cwiq(&git_tag("v1.0.0")).unwrap().shell_exports().to_string(),
        "export IMAGE_TAG=1.0.0\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn every_shell_exports_any_plan(contexts in proptest::collection::vec(context(), 12)) {
        let policies = policies();
        let plans: Vec<_> = contexts
            .iter()
            .flat_map(|context| policies.iter().filter_map(move |policy| policy.plan(context).ok()))
            .take(24)
            .collect();
        assert_exported(&plans);
    }
}
