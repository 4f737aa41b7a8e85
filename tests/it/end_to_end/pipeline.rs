//! The three jobs of a pipeline, each a process of the tool.

use tagwright::Policy;

use super::build::{builders, inspect};
use super::built_in_at;
use super::workplace::{Workplace, succeed};
use crate::cli::tool;
use crate::plan::gitlab_variables;

/// A job in a folder that has what the jobs before it left.
fn job(workplace: &Workplace, source: &str, arguments: &[&str]) -> String {
    let program = tool(&[]);
    let program = program.get_program().to_str().unwrap();
    let options = ["--policy", "policy.toml"];
    let mut command = workplace.command(&[&[program], arguments, &options].concat());
    command.envs(gitlab_variables("gitlab-branch", &[("CI_PROJECT_DIR", source)]));
    succeed(command)
}

#[test]
fn a_pipeline_builds_promotes_and_deploys_one_image() {
    let Some((registry, workplace)) = builders() else { return };
    let policy = Policy::new(built_in_at(registry.address())).unwrap();
    workplace.write("policy.toml", &toml::to_string(&policy).unwrap());
    let source = workplace.source("source", "");

    job(&workplace, &source, &["build", "--builder", "buildah"]);
    assert_eq!(workplace.read("build.env"), "IMAGE_TAG=main-a1b2c3d8\n");
    job(&workplace, &source, &["promote"]);
    let deployed = job(&workplace, &source, &["verify"]);
    let name = format!("{}/orchestrator-server", registry.address());
    assert_eq!(deployed, format!("{name}:main-a1b2c3d8\n"));

    for tag in ["main-a1b2c3d8", "latest"] {
        let image = inspect(&workplace, &format!("{name}:{tag}"), &[]);
        assert_eq!(image["Digest"], workplace.read("digest"), "{tag}");
        assert_eq!(image["RepoTags"], serde_json::json!(["latest", "main-a1b2c3d8"]));
    }
}
