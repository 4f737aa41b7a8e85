use super::build::Build;
use super::builder::Builder;
use super::command_line::{CommandLine, Commands};
use crate::plan::Plan;

/// # Build with buildx
impl Plan {
    /// Builds with **`docker buildx build`**: one command, in which the immutable
    /// tags come first.
    ///
    /// [`Build::bake_file`] is the same build for `docker buildx bake`.
    ///
    /// # Examples
    ///
    /// A step of a GitHub job, for two platforms:
    ///
    /// ```
    /// use tagwright::name::Platform;
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("ui", "main", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// let build = plan
    ///     .buildx()
    ///     .immutable_only()
    ///     .platforms([Platform::new("linux/amd64")?, Platform::new("linux/arm64")?])
    ///     .metadata_file("metadata.json");
    /// assert_eq!(build.commands()?.to_string(), "\
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
    #[must_use]
    pub fn buildx(&self) -> Build<'_> {
        self.build(Builder::Buildx)
    }
}

pub(super) fn commands(build: &Build<'_>) -> Commands {
    let line = CommandLine::new(["docker", "buildx", "build"])
        .options("--file", build.dockerfile.as_deref())
        .options("--tag", build.destinations())
        .options("--cache-from", build.cache_from())
        .options("--cache-to", build.cache_to())
        .options("--platform", build.platform_list())
        .options("--build-arg", build.build_args())
        .options("--label", build.labels())
        .options("--annotation", build.leveled_annotations())
        .options("--metadata-file", build.metadata_file.as_deref())
        .words(build.is_pushed.then_some("--push"))
        .words(build.arguments())
        .word(&*build.folder());
    Commands::new(line, [])
}
