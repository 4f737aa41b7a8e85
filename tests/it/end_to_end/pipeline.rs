//! A recipe for GitLab with buildah, with everything but the deployment real.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use super::build::inspect;
use super::logins::Login;
use super::workplace::{Workplace, succeed};
use crate::cli::{program, write_program};
use crate::plan::gitlab_variables;
use crate::recipes::gitlab::{self, Runner, Script};
use crate::recipes::root;

/// Jobs that push to a registry of the test instead of the recipe's, each in its own clone of the repository.
struct Jobs<'a> {
    workplace: &'a Workplace,
    registry: &'a str,
    count: Cell<usize>,
}

const RECIPE: &str = "examples/recipes/gitlab-buildah";
const REGISTRY: &str = "registry.example.com";

impl Runner for Jobs<'_> {
    fn checkout(&self) -> PathBuf {
        let job = format!("jobs/{}", self.count.get());
        self.count.set(self.count.get() + 1);
        self.workplace.words(&["git", "clone", "--quiet", "repository", &job]);
        self.workplace.path(&job)
    }

    fn run(&self, folder: &Path, script: &Script<'_>) -> bool {
        let lines = script.lines.replace(REGISTRY, self.registry);
        let mut command = self.workplace.command(&["sh", "-ec", &lines]);
        let path = std::env::var("PATH").unwrap();
        let tools = program().parent().unwrap();
        let stubs = self.workplace.path("stubs");
        command.current_dir(folder).envs(script.variables).env("CI_PROJECT_DIR", folder);
        command.env("PATH", format!("{}:{}:{path}", stubs.display(), tools.display()));
        succeed(command);
        true
    }
}

#[cfg(unix)]
#[test]
fn a_recipe_builds_promotes_and_deploys_one_image() {
    let users = [("robot".to_owned(), "secret".to_owned())];
    let Some(Login { registry, workplace, .. }) = &Login::start(&users) else { return };
    let jobs = Jobs { workplace, registry: registry.address(), count: Cell::new(0) };
    let recipe = |file: &str| std::fs::read_to_string(root().join(RECIPE).join(file)).unwrap();
    let policy = recipe("tagwright.toml").replace(REGISTRY, jobs.registry);
    workplace.write("repository/tagwright.toml", &policy);
    let deployed = workplace.path("deployed");
    let deploy = format!("echo \"$*\" > '{}'", deployed.display());
    write_program(&workplace.path("stubs/kubectl"), &deploy);
    let git = |arguments: &str| {
        let script =
            format!("cd repository && git -c user.name=T -c user.email=t@example.com {arguments}");
        workplace.words(&["sh", "-c", &script]);
    };
    let commit = |content: &str| {
        workplace.source("repository", content);
        git("add .");
        git("commit --quiet --message x");
    };
    git("init --quiet");
    commit("");
    git("tag v0.9.0");
    git("tag v1.0.0");
    let settings = [("REGISTRY_USER", "robot"), ("REGISTRY_PASSWORD", "secret")];
    let run = |environment: &str| {
        gitlab::run(&recipe(".gitlab-ci.yml"), &gitlab_variables(environment, &settings), &jobs)
            .files
    };
    let name = format!("{}/team/server", jobs.registry);
    let image = |tag: &str| inspect(workplace, &format!("{name}:{tag}"), &[]);
    let assert_tags = |digest: &str, tags: &[&str], all: &[&str]| {
        for tag in tags {
            assert_eq!(image(tag)["Digest"], digest, "{tag}");
            assert_eq!(image(tag)["RepoTags"], serde_json::json!(all), "{tag}");
        }
    };

    let files = run("gitlab-branch");
    let lines = format!("IMAGE_TAG=main-a1b2c3d8\nIMAGE={name}:main-a1b2c3d8\n");
    assert_eq!(files["build.env"], lines);
    let tags = ["latest", "main-a1b2c3d8"];
    assert_tags(&files["digest"], &tags, &tags);

    let files = run("gitlab-tag");
    let all = ["1.0.0", "latest", "main-a1b2c3d8", "stable"];
    assert_tags(&files["digest"], &["1.0.0", "stable"], &all);
    let expected = format!("set image deployment/server app={name}:1.0.0\n");
    assert_eq!(workplace.read("deployed"), expected);

    // A later fix of an older line: `stable` stays where it is.
    git("tag v2.0.0");
    commit("a fix");
    let files = run("gitlab-tag");
    assert_eq!(image("1.0.0")["Digest"], *files["digest"]);
    assert_ne!(image("stable")["Digest"], *files["digest"]);
}
