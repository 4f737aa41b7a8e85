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
    /// The command sets the labels of the plan. A label of the policy that has no
    /// value is set to the empty string, so that it cannot be that of the base
    /// image or of an earlier build.
    ///
    /// buildah does not look at build args, platforms or annotations to decide
    /// whether a step is cached ([buildah#5501]). From a cached step it takes labels
    /// and variables as well, which would be those of an earlier commit. The labels
    /// of the command are the last step and so are right, but not what an earlier
    /// stage of the Dockerfile made of a build arg. So every layer is built anew,
    /// unless the policy has a cache and no build args.
    /// [`reuse_layers`](Build::reuse_layers) uses the cache in spite of build args.
    ///
    /// # Several platforms
    ///
    /// For several [`platforms`](Build::platforms), the first reference names a
    /// manifest list in the job's storage, and the list is what is pushed. `build`
    /// would add to a list that is there from an earlier run.
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

    /// Builds with **podman**: the commands of [`buildah`](Self::buildah) under
    /// another name.
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
    // The option takes a list of files, as CSV.
    let file = build.dockerfile.as_deref().map(|file| csv::record([file]));
    let line = CommandLine::new([build.builder.as_str(), "build"]).options("--file", file);
    let line = if is_list(build) {
        // A tag names only the platform that was built last.
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
        // podman has them by default, as has whoever sets BUILDAH_LAYERS.
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

/// Whether nothing but layers would be taken from an earlier build.
///
/// Where the last step of a stage is cached, the stage has the whole
/// configuration of that earlier build: its labels, and the variables that `ENV`
/// made of build args. The labels of the command are the last step of the last
/// stage, so that its configuration is new; those of the other stages, and that of
/// a stage chosen by `--target`, may be old. Annotations are always taken from the
/// cached layer, and layers of one platform are taken for those of another.
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
    // Of several pushes the first is to the immutable tag that floating ones are
    // promoted from.
    let mut digest_file = build.digest_file.as_deref();
    build.pushed().map(move |name| {
        let line = match list {
            None => CommandLine::new([program, "push"]),
            Some(_) => CommandLine::new([program, "manifest", "push", "--all"]),
        };
        let [repository, colon, tag] = name;
        line.options("--digestfile", digest_file.take())
            .word(list.unwrap_or(name))
            // With its transport: `oci:5000/x` alone is a folder.
            .word(["docker://", repository, colon, tag])
    })
}
