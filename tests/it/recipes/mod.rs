//! Every recipe of `examples/recipes` is run: its pipeline file is parsed, and the jobs whose
//! conditions hold run their scripts with the real tool, one after another, each in a fresh folder with
//! the files of the repository and what the jobs before it hand over.
//!
//! Programs that build, copy, scan and deploy are stubs that record their command lines;
//! `tests/recipes/NAME.toml` lists pipelines with what they record.

mod artifacts;
mod condition;
mod github;
pub(crate) mod gitlab;
#[cfg(unix)]
mod pages;
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tagwright::Policy;
use tagwright::audit::{Finding, Severity};
use workspace::Workspace;

/// The variables of a job, or whatever else has names and texts.
pub(crate) type Texts = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recipe {
    pipelines: Vec<Pipeline>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pipeline {
    pub(crate) name: String,
    /// The name of a golden environment.
    pub(crate) environment: String,
    /// Variables with another value than there; an empty value is an unset variable.
    #[serde(default)]
    changes: Texts,
    /// The event file of GitHub.
    #[serde(default)]
    event: serde_json::Value,
    /// The git tags that exist.
    #[serde(default)]
    pub(crate) git_tags: Vec<String>,
    #[serde(default)]
    matrix: Texts,
    /// The command lines that stubs record, and the inputs that actions get.
    pub(crate) ran: Vec<String>,
}

impl Pipeline {
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.changes.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }
}

/// The pipelines of a recipe, with what their jobs run.
pub(crate) fn pipelines(name: &str) -> Vec<Pipeline> {
    let cases = root().join("tests/recipes").join(name).with_extension("toml");
    let cases = std::fs::read_to_string(&cases).unwrap_or_else(|error| panic!("{name}: {error}"));
    let recipe: Recipe = toml::from_str(&cases).unwrap_or_else(|error| panic!("{name}: {error}"));
    recipe.pipelines
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every recipe with a policy, by name.
pub(crate) fn recipes() -> Vec<(String, PathBuf)> {
    let folders = std::fs::read_dir(root().join("examples/recipes")).unwrap();
    let folders = folders.map(|folder| folder.unwrap().path());
    let mut recipes: Vec<_> = folders
        .filter(|folder| folder.join("tagwright.toml").exists())
        .map(|folder| (folder.file_name().unwrap().to_str().unwrap().to_owned(), folder))
        .collect();
    recipes.sort();
    recipes
}

#[cfg(unix)]
#[test]
fn the_pipelines_of_every_recipe_run() {
    for (name, folder) in recipes() {
        for pipeline in &pipelines(&name) {
            let workspace = Workspace::new(&folder, pipeline);
            let file = pipeline_file(&folder);
            if file.ends_with(".gitlab-ci.yml") {
                let text = std::fs::read_to_string(&file).unwrap();
                gitlab::run(&text, workspace.variables(), &workspace);
            } else {
                github::run(&file, pipeline, &workspace);
            }
            assert_eq!(workspace.recorded(), pipeline.ran, "{name}: {}", pipeline.name);
        }
    }
}

/// The only file in the folder of a recipe that a CI system reads.
pub(crate) fn pipeline_file(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files =
        files.filter(|file| file.extension().is_some_and(|extension| extension == "yml"));
    let file = files.next().expect("a pipeline file");
    assert_eq!(files.next(), None);
    file
}

#[test]
fn no_recipe_has_an_accident() {
    for (name, folder) in recipes() {
        let policy = std::fs::read_to_string(folder.join("tagwright.toml")).unwrap();
        let policy: Policy =
            toml::from_str(&policy).unwrap_or_else(|error| panic!("{name}: {error}"));
        let findings = policy.audit();
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        assert_eq!(findings.iter().find(is_error), None, "{name}");
    }
}
