//! The recipes for GitLab with buildah, with everything but the deployment real.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use super::build::inspect;
use super::logins::Login;
use super::workplace::Workplace;
use crate::cli::{program, write_program};
use crate::plan::gitlab_variables;
use crate::recipes::gitlab::{self, Runner, Script};
use crate::recipes::{Texts, pipeline_file, pipelines, root};

/// Jobs that push to a registry of the test instead of the recipe's, each in its own clone of the repository.
struct Jobs<'a> {
    workplace: &'a Workplace,
    registry: &'a str,
    /// The file of the pipeline.
    pipeline: String,
    count: Cell<usize>,
}

const REGISTRY: &str = "registry.example.com";

impl<'a> Jobs<'a> {
    /// The jobs of a recipe, in a repository of its own.
    fn of(recipe: &str, Login { registry, workplace, .. }: &'a Login) -> Self {
        let folder = root().join("examples/recipes").join(recipe);
        let read = |path: &Path| std::fs::read_to_string(path).unwrap();
        let (registry, pipeline) = (registry.address(), read(&pipeline_file(&folder)));
        let policy = read(&folder.join("tagwright.toml")).replace(REGISTRY, registry);
        workplace.write("repository/tagwright.toml", &policy);
        let deployed = workplace.path("deployed");
        let deploy = format!("echo \"$*\" > '{}'", deployed.display());
        write_program(&workplace.path("stubs/kubectl"), &deploy);
        let jobs = Self { workplace, registry, pipeline, count: Cell::new(0) };
        jobs.git("init --quiet");
        jobs
    }

    fn git(&self, arguments: &str) {
        let script =
            format!("cd repository && git -c user.name=T -c user.email=t@example.com {arguments}");
        self.workplace.words(&["sh", "-c", &script]);
    }

    fn commit(&self) {
        self.git("add .");
        self.git("commit --quiet --message x");
    }

    /// Runs the jobs of a pipeline, and returns the files that they hand over.
    fn run<'c>(
        &self,
        environment: &str,
        changes: impl Iterator<Item = (&'c str, &'c str)>,
    ) -> Texts {
        let settings = [("REGISTRY_USER", "robot"), ("REGISTRY_PASSWORD", "secret")];
        let variables: Vec<_> = changes.chain(settings).collect();
        gitlab::run(&self.pipeline, &gitlab_variables(environment, &variables), self).files
    }
}

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
        let output = command.output().unwrap();
        let is_allowed = output.status.success() || output.status.code() == script.allowed;
        assert!(is_allowed, "{lines}\n{}", String::from_utf8_lossy(&output.stderr));
        output.status.success()
    }
}

fn users() -> [(String, String); 1] {
    [("robot".to_owned(), "secret".to_owned())]
}

#[cfg(unix)]
#[test]
fn a_recipe_builds_promotes_and_deploys_one_image() {
    let Some(login) = &Login::start(&users()) else { return };
    let workplace = &login.workplace;
    let jobs = Jobs::of("gitlab-buildah", login);
    let commit = |content: &str| {
        workplace.source("repository", content);
        jobs.commit();
    };
    commit("");
    jobs.git("tag v0.9.0");
    jobs.git("tag v1.0.0");
    let run = |environment: &str| jobs.run(environment, [].into_iter());
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
    jobs.git("tag v2.0.0");
    commit("a fix");
    let files = run("gitlab-tag");
    assert_eq!(image("1.0.0")["Digest"], *files["digest"]);
    assert_ne!(image("stable")["Digest"], *files["digest"]);
}

/// What stubs record of the other recipes, real tools do: each image that a pipeline pushes or copies is
/// in the registry.
#[cfg(unix)]
#[test]
fn every_recipe_with_buildah_pushes_what_its_jobs_name() {
    let mut pushed = 0;
    for recipe in ["calver", "monorepo", "nightly"] {
        for pipeline in pipelines(recipe) {
            let Some(login) = &Login::start(&users()) else { return };
            let workplace = &login.workplace;
            let jobs = Jobs::of(recipe, login);
            for folder in ["repository", "repository/services/api", "repository/services/web"] {
                workplace.source(folder, folder);
            }
            jobs.commit();
            for git_tag in &pipeline.git_tags {
                jobs.git(&format!("tag {git_tag}"));
            }
            jobs.run(&pipeline.environment, pipeline.changes());
            let destinations = pipeline.ran.iter().filter_map(|line| {
                let (_, last) = line.rsplit_once(' ')?;
                last.strip_prefix("docker://")
            });
            for destination in destinations {
                let image = destination.replace(REGISTRY, jobs.registry);
                let found = inspect(workplace, &image, &[]);
                assert!(found["Digest"].is_string(), "{recipe}, {}: {image}", pipeline.name);
                pushed += 1;
            }
        }
    }
    assert!(pushed > 10, "{pushed}");
}
