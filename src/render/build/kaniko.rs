use super::build::Build;
use super::builder::Builder;
use super::command_line::{CommandLine, Commands};
use crate::plan::Plan;

/// # Build with kaniko
impl Plan {
    /// Builds with **kaniko**: one command.
    ///
    /// Immutable destinations come first, because kaniko stops at the first push
    /// that fails.
    ///
    /// # Labels
    ///
    /// By default, the Dockerfile sets the labels from its build args. kaniko 1.24 with
    /// a cache, and one of its forks always, expands the value of such a `LABEL` twice:
    /// the value of the build arg is expanded as shell text again. A branch `it's`
    /// makes the build fail, and `x/$HOME/y` becomes `x//y`.
    /// [`with_labels`](Build::with_labels) sets every value literally.
    ///
    /// The archived kaniko and some of its forks reject
    /// [`with_annotations`](Build::with_annotations); [a maintained fork][fork]
    /// supports it.
    ///
    /// [fork]: https://github.com/osscontainertools/kaniko#flag---annotation
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::tag("ui", "v1.0.0", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?)
    ///     .with_workspace("/builds/orchestrator/ui")?;
    /// let plan = Policy::cwiq().plan(&context)?;
    /// assert_eq!(plan.kaniko().immutable_only().commands()?.to_string(), "/kaniko/executor \
    ///     --context /builds/orchestrator/ui --dockerfile /builds/orchestrator/ui/Dockerfile \
    ///     --destination nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 \
    ///     --cache=true --cache-repo=nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
    ///     --build-arg VERSION=v1.0.0 --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
    ///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn kaniko(&self) -> Build<'_> {
        self.build(Builder::Kaniko)
    }
}

pub(super) fn commands(build: &Build<'_>) -> Commands {
    let folder = &*build.folder();
    let dockerfile = match &build.dockerfile {
        Some(file) => [file, ""],
        None => [folder.trim_end_matches('/'), "/Dockerfile"],
    };
    let no_push = (!build.is_pushed).then_some(["--no-push", "--no-push-cache"]);
    let cache = build.cache();
    let line = CommandLine::new(["/kaniko/executor"])
        .option("--context", folder)
        .option("--dockerfile", dockerfile)
        .options("--destination", build.destinations())
        .words(no_push.into_iter().flatten())
        .words(cache.map(|_| "--cache=true"))
        .words(cache.map(|name| ["--cache-repo=", name]))
        .options("--custom-platform", build.platform_list())
        .options("--digest-file", build.digest_file.as_deref())
        .options("--build-arg", build.build_args())
        .options("--label", build.labels())
        .options("--annotation", build.annotations().map(|(_, pair)| pair))
        .words(build.arguments());
    Commands::new(line, [])
}
