//! Plans of what somebody has tried.

use tagwright::{CiContext, Plan, Policy};

use super::shell::{run, shells};
use crate::given::{branch, git_tag, pull_request};
use crate::plan::{policies, shell_text, words};
use tagwright::testing::HOSTILE_NAMES;

/// What the policies of these tests plan for names that somebody has tried.
pub(super) fn hostile_plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for policy in policies() {
        for name in HOSTILE_NAMES {
            for context in [branch(name), git_tag(name), git_tag("v1.0.0+7"), pull_request(name)] {
                plans.extend(policy.plan(&context));
            }
        }
    }
    assert!(plans.len() > 80, "{}", plans.len());
    plans
}

/// Everything that somebody else chose, in build args and labels.
pub(super) fn talkative() -> Policy {
    toml::from_str(
        r#"
version = 1
build-args = [
  "REF={branch}{git_tag}", "RAW= {project}'\"$HOME`x`\\ ", "PATHS={project_path}",
  "ABOUT={title}: {description}",
]
labels = [
  "ref={branch}{git_tag}", "title=it's 100% \"${{x}}\" !x *",
  "org.opencontainers.image.description={description}", "com.example.about={title}, {description}.",
]
env = ["IMAGE_TAG={image_tag}"]
images = [{ name = "app", push = "ghcr.io/acme", cache = "cache" }]

[[rules]]
name = "all"
when = {}
tags = ["{short_sha}", "edge"]
"#,
    )
    .unwrap()
}

/// A plan in which a branch's name stands wherever it can.
#[track_caller]
pub(super) fn talkative_plan(context: CiContext, name: &str) -> Plan {
    let text = format!("{name}\nEOF\nEOF_\nversion=evil\r\n\"{name}\",%0A\t<<x\n\n$(id)");
    let context = context
        .with_project_path(format!("=~/{name}"))
        .and_then(|context| context.with_title(name))
        .and_then(|context| context.with_description(text))
        .unwrap();
    talkative().plan(&context).unwrap()
}

/// A label or build arg of several lines is one argument.
#[test]
fn every_shell_reads_values_of_several_lines_back() {
    let mut script = String::new();
    let mut expected = String::new();
    for name in HOSTILE_NAMES {
        let plan = talkative_plan(branch(name), name);
        let command = plan.kaniko().with_labels();
        let text = shell_text(&command);
        script.extend(["printf '%s\\0' ", text.strip_prefix("/kaniko/executor ").unwrap(), "\n"]);
        for argument in &words(&command)[1..] {
            expected.extend([argument, "\0"]);
        }
    }
    assert!(expected.contains("\r\n") && expected.contains("\n\n"), "{expected}");
    for (name, shell) in shells() {
        let found = String::from_utf8(run(&name, shell, &script)).unwrap();
        for (found, expected) in found.split('\0').zip(expected.split('\0')) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}
