//! A recipe for GitLab with buildah, with everything but the deployment real.

use super::build::inspect;
use super::logins::Login;
use super::workplace::{Workplace, succeed};
use crate::cli::{program, write_program};
use crate::plan::gitlab_variables;
use crate::recipes::gitlab::{self, Runner};
use crate::recipes::{Texts, root};

/// Jobs that push to a registry of the test instead of the recipe's.
struct Jobs<'a> {
    workplace: &'a Workplace,
    registry: &'a str,
}

const RECIPE: &str = "examples/recipes/gitlab-buildah";
const REGISTRY: &str = "registry.example.com";

impl Runner for Jobs<'_> {
    fn run(&self, script: &str, variables: &Texts, _: Option<i32>) -> bool {
        let script = script.replace(REGISTRY, self.registry);
        let mut command = self.workplace.command(&["sh", "-ec", &script]);
        let path = std::env::var("PATH").unwrap();
        let tools = program().parent().unwrap();
        let stubs = self.workplace.path("stubs");
        command.envs(variables);
        command.env("PATH", format!("{}:{}:{path}", stubs.display(), tools.display()));
        succeed(command);
        true
    }

    fn read(&self, name: &str) -> String {
        self.workplace.read(name)
    }
}

#[cfg(unix)]
#[test]
fn a_recipe_builds_promotes_and_deploys_one_image() {
    let users = [("robot".to_owned(), "secret".to_owned())];
    let Some(Login { registry, workplace, .. }) = &Login::start(&users) else { return };
    let jobs = Jobs { workplace, registry: registry.address() };
    let policy = std::fs::read_to_string(root().join(RECIPE).join("tagwright.toml")).unwrap();
    workplace.write("tagwright.toml", &policy.replace(REGISTRY, jobs.registry));
    write_program(&workplace.path("stubs/kubectl"), "echo \"$*\" > deployed");
    let source = workplace.source("source", "");
    for command in [
        "git init --quiet",
        "git -c user.name=T -c user.email=t@example.com commit --quiet --allow-empty --message x",
        "git tag v0.9.0",
        "git tag v1.0.0",
    ] {
        workplace.words(&["sh", "-c", command]);
    }
    let settings =
        [("CI_PROJECT_DIR", &*source), ("REGISTRY_USER", "robot"), ("REGISTRY_PASSWORD", "secret")];
    let run = |environment: &str| {
        let file = root().join(RECIPE).join(".gitlab-ci.yml");
        gitlab::run(&file, &gitlab_variables(environment, &settings), &jobs);
    };
    let name = format!("{}/team/server", jobs.registry);
    let tags = |tag: &str| {
        let image = inspect(workplace, &format!("{name}:{tag}"), &[]);
        assert_eq!(image["Digest"], workplace.read("digest"), "{tag}");
        image["RepoTags"].clone()
    };

    run("gitlab-branch");
    let image = format!("IMAGE={name}:main-a1b2c3d8\n");
    assert_eq!(workplace.read("build.env"), format!("IMAGE_TAG=main-a1b2c3d8\n{image}"));
    assert_eq!(tags("main-a1b2c3d8"), serde_json::json!(["latest", "main-a1b2c3d8"]));
    assert_eq!(tags("latest"), tags("main-a1b2c3d8"));

    run("gitlab-tag");
    let all = serde_json::json!(["1.0.0", "latest", "main-a1b2c3d8", "stable"]);
    assert_eq!((tags("1.0.0"), tags("stable")), (all.clone(), all));
    let deployed = format!("set image deployment/server app={name}:1.0.0\n");
    assert_eq!(workplace.read("deployed"), deployed);

    // A later fix of an older line: `stable` stays where it is.
    workplace.words(&["git", "tag", "v2.0.0"]);
    workplace.write("source/content", "a fix");
    run("gitlab-tag");
    let stable = inspect(workplace, &format!("{name}:stable"), &[]);
    assert_ne!(stable["Digest"], workplace.read("digest"));
}
