use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::build::{Build, buildkit_options, command_options, common_options, label_options};
use super::command_line::CommandLine;
use super::csv;
use crate::plan::Plan;

/// The **`buildctl build`** command line that has BuildKit build and push a
/// plan.
///
/// [`argv`](Self::argv) is the command as its arguments, for a process;
/// `Display` is the same as text that every POSIX shell reads back to those
/// arguments, whatever the branch is called. Names that are immutable come
/// first.
///
/// buildctl lowers the case of an annotation's key.
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
/// assert_eq!(plan.buildctl().to_string(), "\
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buildctl<'a> {
    build: Build<'a>,
}

impl Plan {
    /// Returns the `buildctl build` command line: all tags, no labels, built
    /// from the context's workspace, or from the folder that the job is in where
    /// the context does not say.
    #[must_use]
    pub fn buildctl(&self) -> Buildctl<'_> {
        Buildctl { build: Build::new(self) }
    }
}

common_options!(Buildctl);
label_options!(Buildctl);
command_options!(Buildctl);
buildkit_options!(Buildctl);

impl Buildctl<'_> {
    /// Returns the command and its arguments.
    pub fn argv(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.line().into_argv()
    }

    fn line(&self) -> CommandLine<'_> {
        let build = &self.build;
        let (folder, file) = match build.dockerfile.as_deref().map(split) {
            Some((folder, file)) => (folder, Some(format!("filename={file}"))),
            None => (build.folder(), None),
        };
        let option =
            |kind: &'static str| move |(key, value): (&str, &str)| format!("{kind}:{key}={value}");
        CommandLine::new(["buildctl", "build", "--frontend", "dockerfile.v0"])
            .option("--local", format!("context={}", build.folder()))
            .option("--local", format!("dockerfile={folder}"))
            .options("--opt", file)
            .options("--opt", build.platform_list().map(|list| format!("platform={list}")))
            .options("--opt", build.build_args().map(option("build-arg")))
            .options("--opt", build.labels().map(option("label")))
            .options("--import-cache", build.cache_from())
            .options("--export-cache", build.cache_to())
            .options("--metadata-file", build.digest_file.as_deref())
            .words(build.arguments())
            .options("--output", build.is_pushed().then(|| self.output()))
    }

    /// All names are one field of the output, the annotations one each.
    fn output(&self) -> String {
        let names = self.build.references().collect::<Vec<_>>().join(",");
        let annotations = self.build.annotations();
        let annotations: Vec<_> = annotations
            .map(|(level, key, value)| format!("annotation-{level}.{key}={value}"))
            .collect();
        let name = format!("name={names}");
        let fields = ["type=image", &name].into_iter();
        csv::record(fields.chain(annotations.iter().map(String::as_str)).chain(["push=true"]))
    }
}

/// The folder and the name of a file.
fn split(file: &str) -> (&str, &str) {
    match file.trim_end_matches('/').rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some(both) => both,
        None => (".", file),
    }
}

impl fmt::Display for Buildctl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line().fmt(f)
    }
}
