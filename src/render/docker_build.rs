use core::fmt;

use super::build::{Build, assignment, command_options, common_options, label_options};
use super::command_line::{CommandLine, Commands};
use crate::name::Platform;
use crate::plan::Plan;

/// The **`docker build`** and **`docker push`** command lines of a plan, for a
/// docker without buildx.
///
/// [`commands`](Self::commands) are for processes; `Display` is the same as
/// text for a POSIX shell, which stops at the first command that fails. Tags
/// that are immutable are pushed first.
///
/// This builder keeps its cache to itself, and writes the digest to no file;
/// [`Plan::buildx`] does better.
///
/// # Examples
///
/// ```
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::tag("ui", "v1.0.0", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// assert_eq!(plan.docker_build().to_string(), "\
///     docker build \
///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 \
///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:stable \
///     --build-arg VERSION=v1.0.0 --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 . &&\n\
///     docker push nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 &&\n\
///     docker push nexus.shared.cwiq.io:8443/orchestrator-ui:stable");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DockerBuild<'a> {
    build: Build<'a>,
}

impl Plan {
    /// Returns the `docker build` and `docker push` command lines: all tags, no
    /// labels, built from the context's workspace, or from the folder that the
    /// job is in where the context does not say.
    #[must_use]
    pub fn docker_build(&self) -> DockerBuild<'_> {
        DockerBuild { build: Build::new(self) }
    }
}

common_options!(DockerBuild);
label_options!(DockerBuild);
command_options!(DockerBuild);

impl DockerBuild<'_> {
    /// Builds for this platform instead of the builder's own.
    #[must_use]
    pub fn platform(self, platform: Platform) -> Self {
        Self { build: self.build.platform(platform) }
    }

    /// Returns the commands in their order; each needs those before it.
    #[must_use]
    pub fn commands(&self) -> Commands<'_> {
        let build = &self.build;
        let line = CommandLine::new(["docker", "build"])
            .options("--file", build.dockerfile.as_deref())
            .options("--tag", build.references())
            .options("--platform", build.platform_list())
            .options("--build-arg", build.build_args().map(assignment))
            .options("--label", build.labels().map(assignment))
            .words(build.arguments())
            .word(build.folder());
        let names = build.is_pushed().then(|| build.references()).into_iter().flatten();
        let pushes = names.map(|name| CommandLine::new(["docker", "push"]).word(name));
        Commands::new(line, pushes)
    }
}

impl fmt::Display for DockerBuild<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.commands().fmt(f)
    }
}
