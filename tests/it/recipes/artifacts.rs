//! What a job of GitLab hands over to later jobs.

use std::path::Path;

use serde_yaml_ng::Value;

use super::Texts;
use super::gitlab::strings;

/// The files and the variables that later jobs receive. Every job runs in a folder of its own, so nothing else reaches
/// them.
#[derive(Clone, Default)]
pub(crate) struct Artifacts {
    /// The files of `artifacts:paths`.
    pub(crate) files: Texts,
    /// The variables of `artifacts:reports:dotenv`; the report itself is not a file of later jobs.
    pub(super) variables: Texts,
}

impl Artifacts {
    /// Collects what a job that succeeded in a folder hands over; what it lists has to exist.
    pub(super) fn collect(job: &Value, folder: &Path) -> Self {
        let mut collected = Self::default();
        let Some(artifacts) = job.get("artifacts") else { return collected };
        let read = |name: &str| {
            std::fs::read_to_string(folder.join(name))
                .unwrap_or_else(|error| panic!("artifact {name}: {error}"))
        };
        for path in strings(artifacts.get("paths")) {
            let names = matches(&path, folder);
            assert!(!names.is_empty(), "{path}: no files match the path");
            collected.files.extend(names.into_iter().map(|name| {
                let text = read(&name);
                (name, text)
            }));
        }
        if let Some(report) = artifacts.get("reports").and_then(|reports| reports.get("dotenv")) {
            let report = read(report.as_str().unwrap());
            let pairs = report.lines().map(|line| line.split_once('=').expect("KEY=value"));
            collected.variables =
                pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        }
        collected
    }

    /// Adds those of another job.
    pub(super) fn extend(&mut self, other: &Self) {
        self.files.extend(other.files.clone());
        self.variables.extend(other.variables.clone());
    }

    /// Writes the files into the folder of a later job.
    pub(super) fn unpack(&self, folder: &Path) {
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// The names of the files in a folder that match a path, which may have one `*`.
fn matches(path: &str, folder: &Path) -> Vec<String> {
    let Some((before, after)) = path.split_once('*') else {
        return folder.join(path).exists().then(|| path.to_owned()).into_iter().collect();
    };
    let names = std::fs::read_dir(folder).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with(before) && name.ends_with(after)).collect()
}
