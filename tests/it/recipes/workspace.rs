//! The machine on which the jobs of a pipeline run.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::gitlab::{Runner, Script};
use super::{Pipeline, Texts};
use crate::cli::{program, write_program};
use crate::plan::gitlab_variables;

/// A folder with the stubs of the programs that jobs call, and with a folder for each job; deleted at the end.
pub(super) struct Workspace {
    folder: PathBuf,
    /// The files of the repository.
    repository: Vec<PathBuf>,
    variables: Texts,
    jobs: Cell<usize>,
}

/// What a stub does: it records how it was called, and writes a digest where it is told to; `curl` downloads the tool.
const STUB: &str = r#"[ "${0##*/}" = curl ] || printf '%s\n' "${0##*/} $*" >> "$STUBS/ran"
while [ $# -gt 0 ]; do
  case $1 in
    --digest-file | --digestfile) printf %s "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582" > "$2" ;;
    --output) mkdir -p "${2%/*}" && cp "$STUBS/tool/tagwright" "$2" ;;
  esac
  shift
done
"#;

const PROGRAMS: [&str; 8] = [
    "bin/buildah",
    "bin/curl",
    "bin/docker",
    "bin/helm",
    "bin/kubectl",
    "bin/skopeo",
    "bin/trivy",
    "kaniko/executor",
];

impl Workspace {
    #[cfg(unix)]
    pub(super) fn new(recipe: &Path, pipeline: &Pipeline) -> Self {
        let name = recipe.file_name().unwrap().to_str().unwrap();
        let folder =
            std::env::temp_dir().join(format!("tagwright-recipe-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        for inner in ["bin", "kaniko/.docker", "tool"] {
            std::fs::create_dir_all(folder.join(inner)).unwrap();
        }
        let changes: Vec<(&str, &str)> = pipeline.changes().collect();
        let mut variables = gitlab_variables(&pipeline.environment, &changes);
        variables.retain(|_, text| !text.is_empty());
        let at = |inner: &str| folder.join(inner).to_str().unwrap().to_owned();
        for (name, text) in [
            ("STUBS", at("")),
            // What the settings of a project or the runner give.
            ("REGISTRY_AUTH", at("auth.json")),
            ("SKOPEO_AUTH", at("auth.json")),
            ("REGISTRY_USER", "robot".to_owned()),
            ("REGISTRY_PASSWORD", "secret".to_owned()),
            ("RUNNER_TEMP", at("runner")),
            ("GITHUB_ENV", at("env")),
            ("GITHUB_OUTPUT", at("output")),
            ("GITHUB_PATH", at("path")),
            ("GITHUB_EVENT_PATH", at("event.json")),
        ] {
            variables.insert(name.to_owned(), text);
        }
        let repository = std::fs::read_dir(recipe).unwrap().map(|file| file.unwrap().path());
        let repository = repository.collect();
        let workspace = Self { folder, repository, variables, jobs: Cell::new(0) };
        std::os::unix::fs::symlink(program(), workspace.folder.join("tool/tagwright")).unwrap();
        for stub in PROGRAMS {
            write_program(&workspace.folder.join(stub), STUB);
        }
        let git_tags = pipeline.git_tags.join("\n");
        let git = format!("cat <<END\n{git_tags}\nEND");
        write_program(&workspace.folder.join("bin/git"), &git);
        workspace.write("auth.json", "{}");
        workspace.write("event.json", &pipeline.event.to_string());
        workspace.write("ran", "");
        workspace
    }

    pub(super) fn variables(&self) -> &Texts {
        &self.variables
    }

    pub(super) fn record(&self, line: &str) {
        let ran = self.read("ran");
        self.write("ran", &format!("{ran}{line}\n"));
    }

    pub(super) fn recorded(&self) -> Vec<String> {
        self.read("ran")
            .lines()
            .map(|line| line.replace(self.folder.to_str().unwrap(), ""))
            .collect()
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join(name)).unwrap()
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.join(name), text).unwrap();
    }
}

impl Runner for Workspace {
    fn checkout(&self) -> PathBuf {
        let number = self.jobs.get();
        self.jobs.set(number + 1);
        let folder = self.folder.join(format!("jobs/{number}"));
        std::fs::create_dir_all(&folder).unwrap();
        for file in &self.repository {
            std::fs::copy(file, folder.join(file.file_name().unwrap())).unwrap();
        }
        // What the steps of a job of GitHub share ends with the job.
        let runner = self.folder.join("runner");
        let _ = std::fs::remove_dir_all(&runner);
        std::fs::create_dir(runner).unwrap();
        self.write("env", "");
        self.write("path", "");
        folder
    }

    fn run(&self, folder: &Path, script: &Script<'_>) -> bool {
        let kaniko = format!("{}/kaniko/", self.folder.display());
        let lines = script.lines.replace("/kaniko/", &kaniko);
        // The stub is where the kaniko image has its program.
        if let Ok(command) = std::fs::read_to_string(folder.join("build.sh")) {
            let command = command.replacen("/kaniko/", &kaniko, 1);
            std::fs::write(folder.join("build.sh"), command).unwrap();
        }
        let mut path = format!("{}/bin:/usr/bin:/bin", self.folder.display());
        if script.has_tool {
            path = format!("{}/tool:{path}", self.folder.display());
        }
        let path = self.read("path").lines().fold(path, |path, added| format!("{added}:{path}"));
        let mut shell = Command::new("sh");
        shell
            .args(["-ec", &lines])
            .current_dir(folder)
            .env_clear()
            .envs(script.variables)
            .env("PATH", path);
        let output = shell.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let is_allowed = output.status.success() || output.status.code() == script.allowed;
        assert!(is_allowed, "{lines}\n{}{}", text(&output.stdout), text(&output.stderr));
        output.status.success()
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
