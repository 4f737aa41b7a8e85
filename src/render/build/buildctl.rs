use alloc::string::String;
use alloc::vec::Vec;

use super::super::csv;
use super::build::Build;
use super::builder::Builder;
use super::command_line::{CommandLine, Commands};
use crate::plan::Plan;

/// # Build with buildctl
impl Plan {
    /// Builds with **`buildctl build`**, which runs BuildKit without docker: one
    /// command, in which the immutable names come first.
    ///
    /// buildctl writes the keys of annotations in lower case.
    ///
    /// # Examples
    ///
    /// A job in `moby/buildkit:rootless`:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("ui", "v1.0.0", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// assert_eq!(plan.buildctl().commands()?.to_string(), "\
    ///     buildctl build --frontend dockerfile.v0 --local context=. --local dockerfile=. \
    ///     --opt build-arg:VERSION=v1.0.0 --opt build-arg:BUILD_DATE=2026-03-18T09:00:00Z \
    ///     --opt build-arg:VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 \
    ///     --import-cache type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
    ///     --export-cache type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache,mode=max \
    ///     --output 'type=image,\
    ///     \"name=nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0,\
    ///     nexus.shared.cwiq.io:8443/orchestrator-ui:stable\",push=true'");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn buildctl(&self) -> Build<'_> {
        self.build(Builder::Buildctl)
    }
}

pub(super) fn commands(build: &Build<'_>) -> Commands {
    let folder = &*build.folder();
    let (folder_of_file, file) = match build.dockerfile.as_deref().map(split) {
        Some((folder, file)) => (folder, Some(file)),
        None => (folder, None),
    };
    let platforms = build.platform_list();
    let line = CommandLine::new(["buildctl", "build", "--frontend", "dockerfile.v0"])
        .option("--local", ["context=", folder])
        .option("--local", ["dockerfile=", folder_of_file])
        .options("--opt", file.map(|name| ["filename=", name]))
        .options("--opt", platforms.as_deref().map(|list| ["platform=", list]))
        .options("--opt", build.build_args().map(|[key, is, value]| ["build-arg:", key, is, value]))
        .options("--opt", build.labels().map(|[key, is, value]| ["label:", key, is, value]))
        .options("--import-cache", build.cache_from())
        .options("--export-cache", build.cache_to())
        .options("--metadata-file", build.metadata_file.as_deref())
        .words(build.arguments())
        .options("--output", build.is_pushed.then(|| output(build)));
    Commands::new(line, [])
}

/// The value of `--output`: all names are one field, each annotation is a field.
fn output(build: &Build<'_>) -> String {
    let names: Vec<_> = build.destinations().map(|name| name.concat()).collect();
    let name = ["name=", &names.join(",")].concat();
    let annotations = build.annotations();
    let annotations: Vec<_> = annotations
        .map(|(level, pair)| ["annotation-", level, ".", &pair.concat()].concat())
        .collect();
    let fields = ["type=image", &name].into_iter();
    csv::record(fields.chain(annotations.iter().map(String::as_str)).chain(["push=true"]))
}

/// The folder and the name of a file.
fn split(file: &str) -> (&str, &str) {
    match file.trim_end_matches('/').rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some(both) => both,
        None => (".", file),
    }
}
