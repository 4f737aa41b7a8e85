use alloc::borrow::Cow;
use alloc::format;

use super::annotation_level::AnnotationLevel;
use super::build::{Build, assignment, command_options, common_options};
use super::command_line::{CommandLine, Commands};
use super::{csv, label_line};
use crate::name::{ImageName, Platform};
use crate::plan::{Plan, PlanError};

/// The **buildah** or **podman** command lines that build and push a plan: one
/// `build`, then one `push` for each tag.
///
/// Tags that are immutable are pushed first.
///
/// # Labels and cached layers
///
/// The command sets the labels of the plan. A label of the policy that has no
/// value is set to the empty string, so that it cannot be that of the base image
/// or of an earlier build.
///
/// buildah does not look at build args, platforms or annotations to decide whether
/// a step is cached ([buildah#5501]). From a cached step it takes labels and
/// variables as well, which would be those of an earlier commit. The labels of the
/// command are the last step and so are right, but not what an earlier stage of
/// the Dockerfile made of a build arg. So every layer is built anew, unless the
/// policy has a cache and no build args.
///
/// [`reuse_layers`](Self::reuse_layers) uses the cache in spite of build args.
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buildah<'a> {
    build: Build<'a>,
    program: &'static str,
    reuses_layers: bool,
}

impl Plan {
    /// Returns the buildah command lines: all tags and labels, built from the
    /// context's workspace, or from the folder that the job is in where the
    /// context does not say.
    #[must_use]
    pub fn buildah(&self) -> Buildah<'_> {
        Buildah::new(self, "buildah")
    }

    /// Returns the podman command lines, which are [`buildah`](Self::buildah)'s
    /// under another name.
    #[must_use]
    pub fn podman(&self) -> Buildah<'_> {
        Buildah::new(self, "podman")
    }
}

common_options!(Buildah);
command_options!(Buildah);

impl<'a> Buildah<'a> {
    /// Has the builder annotate the manifest with the labels of the plan, and
    /// build every layer anew.
    #[must_use]
    pub fn with_annotations(self) -> Self {
        Self { build: self.build.with_annotations(AnnotationLevel::Manifest), ..self }
    }

    /// Builds for these platforms, and builds every layer anew; with none, for the
    /// builder's own.
    ///
    /// For several, the first reference names a manifest list in the job's
    /// storage, and the list is what is pushed; to one that is there from an
    /// earlier run, `build` would add.
    #[must_use]
    pub fn platforms(self, platforms: impl IntoIterator<Item = Platform>) -> Self {
        Self { build: self.build.platforms(platforms), ..self }
    }

    /// Has the first push write the digest of what it pushed to this file; see
    /// [`Digest::from_digest_file`]. An empty one is absent, and a NUL ends it.
    ///
    /// [`Digest::from_digest_file`]: crate::Digest::from_digest_file
    #[must_use]
    pub fn digest_file(self, file: impl Into<Cow<'a, str>>) -> Self {
        Self { build: self.build.digest_file(file.into()), ..self }
    }

    /// Uses the layers in the cache of the policy in spite of build args and of
    /// arguments that were added.
    ///
    /// This is right for a Dockerfile that uses build args in its last stage only,
    /// if a label of the policy differs whenever a build arg does. Runners of
    /// different platforms each need a cache of their own. It has no effect
    /// together with [`without_labels`](Self::without_labels),
    /// [`with_annotations`](Self::with_annotations) or
    /// [`platforms`](Self::platforms).
    #[must_use]
    pub fn reuse_layers(self) -> Self {
        Self { reuses_layers: true, ..self }
    }

    /// Leaves the labels to the Dockerfile, and builds every layer anew.
    ///
    /// With cached layers, labels that a Dockerfile makes of build args would be
    /// those of an earlier commit.
    #[must_use]
    pub fn without_labels(self) -> Self {
        Self { build: self.build.without_labels(), ..self }
    }

    /// Returns the commands in their order; each needs those before it.
    ///
    /// # Errors
    ///
    /// * A label that the builder would change, because its key or value holds
    ///   one of:
    ///   * `$` before a letter, a digit, `_` or `{`: a variable to the builder;
    ///   * a control character, such as a line break or a tab;
    ///   * any other character that Go does not [print]: a space that is not the
    ///     ASCII one, a zero-width joiner, a private or unassigned character.
    ///
    /// [print]: https://pkg.go.dev/strconv#IsPrint
    pub fn commands(&self) -> Result<Commands<'_>, PlanError> {
        let build = &self.build;
        for (key, value) in build.declared_labels() {
            label_line::check(self.program, key, value)?;
        }
        Ok(Commands::new(self.build(), self.pushes()))
    }

    fn new(plan: &'a Plan, program: &'static str) -> Self {
        Self { build: Build::new(plan).with_labels(), program, reuses_layers: false }
    }

    fn build(&self) -> CommandLine<'_> {
        let build = &self.build;
        let names = build.references();
        // The option takes a list of files, as CSV.
        let file = build.dockerfile.as_deref().map(|file| csv::record([file]));
        let mut line = CommandLine::new([self.program, "build"]).options("--file", file);
        line = if build.is_for_several_platforms() {
            // A tag names only the platform that was built last.
            line.options("--manifest", names.take(1))
        } else {
            line.options("--tag", names)
        };
        line = if self.has_layers() {
            let cache = build.cache().map(ImageName::as_str);
            line.words(cache.map(|_| "--layers"))
                .options("--cache-from", cache)
                .options("--cache-to", cache.filter(|_| build.is_pushed()))
        } else {
            // podman has them by default, as has whoever sets BUILDAH_LAYERS.
            line.word("--layers=false")
        };
        let annotations = build.annotations().map(|(_, key, value)| assignment((key, value)));
        line.options("--platform", build.platform_list())
            .options("--build-arg", build.build_args().map(assignment))
            .options("--label", build.declared_labels().map(assignment))
            .options("--annotation", annotations)
            .words(build.arguments())
            .word(build.folder())
    }

    /// Whether nothing but layers would be taken from an earlier build.
    ///
    /// Where the last step of a stage is cached, the stage has the whole
    /// configuration of that earlier build: its labels, and the variables that
    /// `ENV` made of build args. The labels of the command are the last step of the
    /// last stage, so that its configuration is new; those of the other stages, and
    /// that of a stage chosen by `--target`, may be old. Annotations are always
    /// taken from the cached layer, and layers of one platform are taken for those
    /// of another.
    fn has_layers(&self) -> bool {
        let build = &self.build;
        let is_always_the_same =
            build.build_args().next().is_none() && build.arguments().next().is_none();
        build.has_labels()
            && !build.is_annotated()
            && build.platforms_given().is_empty()
            && (is_always_the_same || self.reuses_layers)
    }

    fn pushes(&self) -> impl Iterator<Item = CommandLine<'_>> {
        let build = &self.build;
        let list = build.references().next().filter(|_| build.is_for_several_platforms());
        // Of several pushes the first is to the immutable tag that floating ones
        // are promoted from.
        let mut digest_file = build.digest_file.as_deref();
        let names = build.is_pushed().then(|| build.references()).into_iter().flatten();
        names.map(move |name| {
            // With its transport: `oci:5000/x` alone is a folder.
            let to = format!("docker://{name}");
            let line = match &list {
                None => CommandLine::new([self.program, "push"]),
                Some(_) => CommandLine::new([self.program, "manifest", "push", "--all"]),
            };
            line.options("--digestfile", digest_file.take())
                .word(list.clone().unwrap_or(name))
                .word(to)
        })
    }
}
