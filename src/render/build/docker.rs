use super::build::Build;
use super::builder::Builder;
use super::command_line::{CommandLine, Commands};
use crate::plan::Plan;

/// # Build with docker
impl Plan {
    /// Builds with a **docker without buildx**: one `docker build`, then one
    /// `docker push` for each tag, the immutable ones first.
    ///
    /// This builder does not use the cache of the policy, and it does not write the
    /// digest to a file. [`Plan::buildx`] does both.
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
    /// assert_eq!(plan.docker().commands()?.to_string(), "\
    ///     docker build \
    ///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 \
    ///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:stable \
    ///     --build-arg VERSION=v1.0.0 --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
    ///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 . &&\n\
    ///     docker push nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 &&\n\
    ///     docker push nexus.shared.cwiq.io:8443/orchestrator-ui:stable");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn docker(&self) -> Build<'_> {
        self.build(Builder::Docker)
    }
}

pub(super) fn commands(build: &Build<'_>) -> Commands {
    let line = CommandLine::new(["docker", "build"])
        .options("--file", build.dockerfile.as_deref())
        .options("--tag", build.destinations())
        .options("--platform", build.platform_list())
        .options("--build-arg", build.build_args())
        .options("--label", build.labels())
        .words(build.arguments())
        .word(&*build.folder());
    Commands::new(line, build.pushed().map(|name| CommandLine::new(["docker", "push"]).word(name)))
}
