use super::super::csv;
use super::build::Build;
use super::builder::Builder;
use super::command_line::{CommandLine, Commands};
use super::label_line;
use crate::plan::Plan;
use crate::render::error::RenderError;

/// # Build with buildah or podman
impl Plan {
    /// Builds with **buildah**: one `build`, then one `push` for each tag, the
    /// immutable ones first.
    ///
    /// # Labels and cached layers
    ///
    /// The command sets the labels of the plan. A label of the policy without a value
    /// is set to an empty string, so that it is not inherited from the base image or an
    /// earlier build.
    ///
    /// buildah ignores build args, platforms and annotations when it decides whether a
    /// step is cached ([buildah#5501]). A cached step also brings its labels and
    /// variables, which would be those of an earlier commit. The labels of the command
    /// are the last step, so they are always right; what an earlier stage of the
    /// Dockerfile makes of a build arg is not. Therefore every layer is rebuilt, unless
    /// the policy has a cache and no build args. [`reuse_layers`](Build::reuse_layers)
    /// uses the cache despite build args.
    ///
    /// # Several platforms
    ///
    /// For several [`platforms`](Build::platforms), the first reference names a
    /// manifest list in the job's storage, and that list is pushed. Remove a list of an
    /// earlier run: `build` would add to it.
    ///
    /// [buildah#5501]: https://github.com/containers/buildah/issues/5501
    ///
    /// # Examples
    ///
    /// A GitLab job in `quay.io/buildah/stable`:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("ui", "feature/search", sha)?
    ///     .with_created("2026-03-18T09:00:00Z".parse()?);
    /// let plan = Policy::cwiq().plan(&context)?;
    /// assert_eq!(plan.buildah().digest_file("digest").commands()?.to_string(), "\
    ///     buildah build \
    ///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8 \
    ///     --layers=false \
    ///     --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
    ///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 \
    ///     --label org.opencontainers.image.version= \
    ///     --label org.opencontainers.image.created=2026-03-18T09:00:00Z \
    ///     --label org.opencontainers.image.revision=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 . &&\n\
    ///     buildah push --digestfile digest \
    ///     nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8 \
    ///     docker://nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn buildah(&self) -> Build<'_> {
        self.build(Builder::Buildah)
    }

    /// Builds with **podman**, using the same commands as [`buildah`](Self::buildah).
    #[must_use]
    pub fn podman(&self) -> Build<'_> {
        self.build(Builder::Podman)
    }
}

pub(super) fn commands(build: &Build<'_>) -> Result<Commands, RenderError> {
    for [key, _, value] in build.declared_labels() {
        label_line::check(build.builder, key, value)?;
    }
    Ok(Commands::new(build_line(build), pushes(build)))
}

fn build_line(build: &Build<'_>) -> CommandLine {
    // The option is a list of files in CSV.
    let file = build.dockerfile.as_deref().map(|file| csv::record([file]));
    let line = CommandLine::new([build.builder.as_str(), "build"]).options("--file", file);
    let line = if is_list(build) {
        // With --tag, only the platform that was built last would get the name.
        line.options("--manifest", build.destinations().take(1))
    } else {
        line.options("--tag", build.destinations())
    };
    let line = if has_layers(build) {
        let cache = build.cache();
        line.words(cache.map(|_| "--layers"))
            .options("--cache-from", cache)
            .options("--cache-to", cache.filter(|_| build.is_pushed))
    } else {
        // podman uses cached layers by default, and so does buildah if BUILDAH_LAYERS
        // is set.
        line.word("--layers=false")
    };
    line.options("--platform", build.platform_list())
        .options("--build-arg", build.build_args())
        .options("--label", build.declared_labels())
        .options("--annotation", build.annotations().map(|(_, pair)| pair))
        .words(build.arguments())
        .word(&*build.folder())
}

fn is_list(build: &Build<'_>) -> bool {
    build.platforms.len() > 1
}

/// Whether cached layers are safe: only layers would be reused from an earlier build.
///
/// If the last step of a stage is cached, the stage has the whole configuration of that
/// earlier build: its labels, and the variables that `ENV` made of build args. The
/// labels of the command are the last step of the last stage, so its configuration is
/// new; that of the other stages, and of a stage chosen with `--target`, may be old.
/// Annotations always come from the cached layer, and layers of one platform are reused
/// for another.
fn has_layers(build: &Build<'_>) -> bool {
    let is_always_the_same =
        build.build_args().next().is_none() && build.arguments().next().is_none();
    build.has_labels
        && build.annotations.is_empty()
        && build.platforms.is_empty()
        && (is_always_the_same || build.reuses_layers)
}

fn pushes(build: &Build<'_>) -> impl Iterator<Item = CommandLine> {
    let program = build.builder.as_str();
    let list = build.destinations().next().filter(|_| is_list(build));
    // The first push is to the immutable tag that floating tags are promoted from, so
    // its digest is written.
    let mut digest_file = build.digest_file.as_deref();
    build.pushed().map(move |name| {
        let line = match list {
            None => CommandLine::new([program, "push"]),
            Some(_) => CommandLine::new([program, "manifest", "push", "--all"]),
        };
        let [repository, colon, tag] = name;
        line.options("--digestfile", digest_file.take())
            .word(list.unwrap_or(name))
            // With a transport, because `oci:5000/x` alone would be a local folder.
            .word(["docker://", repository, colon, tag])
    })
}
