use alloc::borrow::Cow;
use alloc::format;
use core::fmt;

use super::annotation_level::AnnotationLevel;
use super::build::{Build, assignment, command_options, common_options, path};
use super::command_line::{CommandLine, write_all};
use crate::name::{ImageName, Platform};
use crate::plan::Plan;

/// The **buildah** or **podman** command lines that build and push a plan: one
/// `build`, then one `push` for each tag.
///
/// [`commands`](Self::commands) are for processes; `Display` is the same as
/// text for a POSIX shell, which stops at the first command that fails. Tags
/// that are immutable are pushed first.
///
/// A buildah newer than 1.28 writes `--label` as a line of the Dockerfile, and so
/// replaces a `$NAME` in it by the build arg or variable of that name;
/// annotations stay as they are.
///
/// In a storage that jobs share, buildah may take a layer of an earlier commit
/// for one that differs in a build arg alone ([buildah#5501]), and with it the
/// labels that a Dockerfile makes of build args;
/// [`with_labels`](Self::with_labels) says them outside of the layers.
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
/// assert_eq!(plan.buildah().digest_file("digest").to_string(), "\
///     buildah build \
///     --tag nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8 \
///     --layers --cache-from nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
///     --cache-to nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
///     --build-arg VERSION= --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334 . &&\n\
///     buildah push --digestfile digest \
///     nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8 \
///     docker://nexus.shared.cwiq.io:8443/orchestrator-ui:branch-feature-search-a1b2c3d8");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buildah<'a> {
    build: Build<'a>,
    program: &'static str,
}

impl Plan {
    /// Returns the buildah command lines: all tags, no labels, built from the
    /// context's workspace, or from the folder that the job is in where the
    /// context does not say.
    #[must_use]
    pub fn buildah(&self) -> Buildah<'_> {
        Buildah { build: Build::new(self), program: "buildah" }
    }

    /// Returns the podman command lines, which are [`buildah`](Self::buildah)'s
    /// under another name.
    #[must_use]
    pub fn podman(&self) -> Buildah<'_> {
        Buildah { build: Build::new(self), program: "podman" }
    }
}

common_options!(Buildah);
command_options!(Buildah);

impl<'a> Buildah<'a> {
    /// Has the builder annotate the manifest with the labels of the plan.
    #[must_use]
    pub fn with_annotations(self) -> Self {
        Self { build: self.build.with_annotations(AnnotationLevel::Manifest), ..self }
    }

    /// Builds for these platforms; with none, for the builder's own.
    ///
    /// For several, the first reference names a manifest list in the job's
    /// storage, and the list is what is pushed; to one that is there from an
    /// earlier run, `build` would add. They are built without a cache: buildah
    /// takes layers of one platform for those of another.
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

    /// Returns the commands in their order; each needs those before it.
    pub fn commands(&self) -> impl Iterator<Item = CommandLine<'_>> {
        core::iter::once(self.build()).chain(self.pushes())
    }

    fn build(&self) -> CommandLine<'_> {
        let build = &self.build;
        let names = build.references();
        let mut line = CommandLine::new([self.program, "build"])
            .options("--file", build.dockerfile.as_deref().map(path));
        // A tag names only the platform that was built last, and of `FROM scratch`
        // the cached layers of one platform are taken for the other.
        line = if build.is_for_several_platforms() {
            line.options("--manifest", names.take(1)).word("--layers=false")
        } else {
            let cache = build.cache().map(ImageName::as_str);
            line.options("--tag", names)
                .words(cache.map(|_| "--layers"))
                .options("--cache-from", cache)
                .options("--cache-to", cache.filter(|_| build.is_pushed()))
        };
        let annotations = build.annotations().map(|(_, key, value)| assignment((key, value)));
        line.options("--platform", build.platform_list())
            .options("--build-arg", build.build_args().map(assignment))
            .options("--label", build.labels().map(assignment))
            .options("--annotation", annotations)
            .words(build.arguments())
            .word(path(build.folder()))
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
            line.options("--digestfile", digest_file.take().map(path))
                .word(list.clone().unwrap_or(name))
                .word(to)
        })
    }
}

impl fmt::Display for Buildah<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_all(f, self.commands())
    }
}
