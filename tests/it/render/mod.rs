mod build_env;
mod docker_config;
mod exports;
mod github_output;
mod helm_values;
mod json;
mod kaniko;
mod shell;

use tagwright::{CiContext, Plan, Policy};

use crate::plan::{branch, git_tag, policies, pull_request};
use crate::strategies::HOSTILE_REFS;

/// What the policies of these tests plan for names that somebody has tried.
fn hostile_plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for policy in policies() {
        for name in HOSTILE_REFS {
            for context in [branch(name), git_tag(name), git_tag("v1.0.0+7"), pull_request(name)] {
                plans.extend(policy.plan(&context));
            }
        }
    }
    assert!(plans.len() > 80, "{}", plans.len());
    plans
}

/// Everything that somebody else chose, in build args and labels.
fn talkative() -> Policy {
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
when = { any = {} }
tags = ["{short_sha}", "edge"]
"#,
    )
    .unwrap()
}

/// A plan in which a branch's name stands wherever it can.
#[track_caller]
fn talkative_plan(context: CiContext, name: &str) -> Plan {
    let text = format!("{name}\nEOF\nEOF_\nversion=evil\r\n\"{name}\",%0A\t<<x\n\n$(id)");
    let context = context
        .with_project_path(format!("=~/{name}"))
        .and_then(|context| context.with_title(name))
        .and_then(|context| context.with_description(text))
        .unwrap();
    talkative().plan(&context).unwrap()
}
