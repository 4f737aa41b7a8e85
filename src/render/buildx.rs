use alloc::borrow::Cow;
use alloc::format;
use core::fmt;

use super::build::{
    Build, assignment, buildkit_options, command_options, common_options, label_options,
};
use super::command_line::CommandLine;
use crate::plan::Plan;

/// The **`docker buildx build`** command line that builds and pushes a plan.
///
/// [`argv`](Self::argv) is the command as its arguments, for a process;
/// `Display` is the same as text that every POSIX shell reads back to those
/// arguments, whatever the branch is called. Tags that are immutable come
/// first.
///
/// # Examples
///
/// A step of a GitHub job, for two platforms:
///
/// ```
/// use tagwright::{CiContext, Platform, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("ui", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let command = plan
///     .buildx()
///     .immutable_only()?
///     .platforms([Platform::new("linux/amd64")?, Platform::new("linux/arm64")?])
///     .metadata_file("metadata.json");
/// assert_eq!(command.to_string(), "\
///     docker buildx build \
///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:main-a1b2c3d8 \
///     --cache-from type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
///     --cache-to type=registry,ref=nexus.shared.cwiq.io:8443/orchestrator-ui/cache,mode=max \
///     --platform linux/amd64,linux/arm64 \
///     --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 \
///     --metadata-file metadata.json --push .");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buildx<'a> {
    build: Build<'a>,
}

impl Plan {
    /// Returns the `docker buildx build` command line: all tags, no labels,
    /// built from the context's workspace, or from the folder that the job is in
    /// where the context does not say.
    #[must_use]
    pub fn buildx(&self) -> Buildx<'_> {
        Buildx { build: Build::new(self) }
    }
}

common_options!(Buildx);
label_options!(Buildx);
command_options!(Buildx);
buildkit_options!(Buildx);

impl Buildx<'_> {
    /// Returns the command and its arguments.
    pub fn argv(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.line().into_argv()
    }

    fn line(&self) -> CommandLine<'_> {
        let build = &self.build;
        // Always with its level: a key may hold a colon.
        let annotations =
            build.annotations().map(|(level, key, value)| format!("{level}:{key}={value}"));
        CommandLine::new(["docker", "buildx", "build"])
            .options("--file", build.dockerfile.as_deref())
            .options("--tag", build.references())
            .options("--cache-from", build.cache_from())
            .options("--cache-to", build.cache_to())
            .options("--platform", build.platform_list())
            .options("--build-arg", build.build_args().map(assignment))
            .options("--label", build.labels().map(assignment))
            .options("--annotation", annotations)
            .options("--metadata-file", build.digest_file.as_deref())
            .words(build.is_pushed().then_some("--push"))
            .words(build.arguments())
            .word(build.folder())
    }
}

impl fmt::Display for Buildx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.line().fmt(f)
    }
}
