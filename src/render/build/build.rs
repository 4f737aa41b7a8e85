use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::annotation_level::AnnotationLevel;
use super::build_option::BuildOption;
use super::builder::Builder;
use super::command_line::Commands;
use super::{buildah, buildctl, buildx, docker, kaniko};
use crate::name::{ImageName, Platform, Quoted};
use crate::plan::Plan;
use crate::policy::TagKind;
use crate::render::error::{RenderError, RenderErrorKind};

/// The **build** of a plan: what to build, from where, where to push it, and with
/// which [`Builder`].
///
/// [`commands`](Self::commands) returns the command lines. By default, the build
/// uses the context's workspace, or the current folder if the context has none, and
/// pushes all tags.
///
/// Not every builder has every option. [`commands`](Self::commands) reports an
/// option that the builder does not have, and what to do instead.
///
/// # Examples
///
/// ```
/// use tagwright::build::Builder;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
///
/// let build = plan.build(Builder::Podman).immutable_only().digest_file("digest");
/// let text = build.commands()?.to_string();
/// assert!(text.starts_with("podman build --tag nexus.shared.cwiq.io:8443/"));
/// assert!(text.contains(" &&\npodman push --digestfile digest nexus.shared.cwiq.io:8443/"));
///
/// let error = plan.buildx().digest_file("digest").commands().unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "buildx does not support digest_file(): call metadata_file() and read it with \
///      Digest::from_metadata_file()",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build<'a> {
    plan: &'a Plan,
    pub(super) builder: Builder,
    pub(super) has_labels: bool,
    pub(super) is_pushed: bool,
    pub(super) reuses_layers: bool,
    kinds: &'static [TagKind],
    pub(super) context_dir: Option<String>,
    pub(super) dockerfile: Option<String>,
    pub(super) digest_file: Option<String>,
    pub(super) metadata_file: Option<String>,
    arguments: Vec<String>,
    // INVARIANT: platforms and levels are unique.
    pub(super) platforms: Vec<Platform>,
    pub(super) annotations: Vec<AnnotationLevel>,
}

/// # Build and push
impl Plan {
    /// Returns the build of this plan with the builder.
    ///
    /// There is a short method for each builder, such as
    /// [`kaniko`](Self::kaniko), which describes its commands.
    #[must_use]
    pub fn build(&self, builder: Builder) -> Build<'_> {
        Build {
            plan: self,
            builder,
            has_labels: matches!(builder, Builder::Buildah | Builder::Podman),
            is_pushed: true,
            reuses_layers: false,
            kinds: &[TagKind::Immutable, TagKind::Floating],
            context_dir: None,
            dockerfile: None,
            digest_file: None,
            metadata_file: None,
            arguments: Vec::new(),
            platforms: Vec::new(),
            annotations: Vec::new(),
        }
    }
}

impl<'a> Build<'a> {
    /// Returns the commands in order. Each requires that those before it have
    /// succeeded.
    ///
    /// # Errors
    ///
    /// * An option that the builder does not have.
    /// * A folder, file or argument that is empty or contains a NUL.
    /// * [`immutable_only`](Self::immutable_only) for a plan without an immutable tag:
    ///   nothing would be pushed.
    /// * A label that buildah or podman would change, because its key or value
    ///   contains one of:
    ///   * `$` before a letter, a digit, `_` or `{`, which the builder reads as a
    ///     variable;
    ///   * a control character, such as a line break or a tab;
    ///   * any other character that Go does not [print]: a non-ASCII space, a
    ///     zero-width joiner, a private or unassigned character.
    ///
    /// [print]: https://pkg.go.dev/strconv#IsPrint
    pub fn commands(&self) -> Result<Commands, RenderError> {
        self.check()?;
        Ok(match self.builder {
            Builder::Kaniko => kaniko::commands(self),
            Builder::Buildah | Builder::Podman => buildah::commands(self)?,
            Builder::Buildx => buildx::commands(self),
            Builder::Buildctl => buildctl::commands(self),
            Builder::Docker => docker::commands(self),
        })
    }

    /// Pushes only the immutable tags; a later job moves the floating ones, see
    /// [`Plan::promotions`].
    ///
    /// Builders: all.
    #[must_use]
    pub fn immutable_only(self) -> Self {
        Self { kinds: &[TagKind::Immutable], ..self }
    }

    /// Builds from this folder instead of the context's workspace.
    ///
    /// It is always a local folder: `github.com/app` becomes `./github.com/app`, which
    /// no builder fetches from the network.
    ///
    /// Builders: all.
    #[must_use]
    pub fn context_dir(self, folder: impl Into<String>) -> Self {
        Self { context_dir: Some(local_path(folder.into())), ..self }
    }

    /// Builds with this file instead of the `Dockerfile` of the folder.
    ///
    /// A relative path is relative to the job's working directory, not to
    /// [`context_dir`](Self::context_dir). If there is no such file, kaniko, buildah
    /// and podman also try the path in the context.
    ///
    /// Builders: all.
    #[must_use]
    pub fn dockerfile(self, file: impl Into<String>) -> Self {
        Self { dockerfile: Some(local_path(file.into())), ..self }
    }

    /// Builds without pushing, for example a change from a fork: nothing is written to
    /// a registry, not even the cache.
    ///
    /// Builders: all.
    #[must_use]
    pub fn without_push(self) -> Self {
        Self { is_pushed: false, ..self }
    }

    /// Makes the command set the labels of the plan. This is the default of buildah and
    /// podman.
    ///
    /// Builders: all.
    #[must_use]
    pub fn with_labels(self) -> Self {
        Self { has_labels: true, ..self }
    }

    /// Leaves the labels to the Dockerfile, which can set them from the build args.
    /// This is the default of all builders but buildah and podman.
    ///
    /// buildah and podman then rebuild every layer: with cached layers, such labels
    /// would be those of an earlier commit.
    ///
    /// Builders: all.
    #[must_use]
    pub fn without_labels(self) -> Self {
        Self { has_labels: false, ..self }
    }

    /// Adds an argument to the build command, such as `--target=test`.
    ///
    /// Builders: all, but not a bake file.
    #[must_use]
    pub fn with_argument(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Annotates the image with the labels of the plan, at this level. It may be called
    /// several times, with different levels.
    ///
    /// kaniko, buildah and podman can only annotate the manifest. buildah and podman
    /// then rebuild every layer.
    ///
    /// Builders: kaniko, buildah, podman, buildx, buildctl.
    #[must_use]
    pub fn with_annotations(mut self, level: AnnotationLevel) -> Self {
        if !self.annotations.contains(&level) {
            self.annotations.push(level);
        }
        self
    }

    /// Builds for these platforms. Default: the builder's own platform.
    ///
    /// kaniko and docker can only build for one platform. buildah and podman then
    /// rebuild every layer.
    ///
    /// Builders: all.
    #[must_use]
    pub fn platforms(mut self, platforms: impl IntoIterator<Item = Platform>) -> Self {
        for platform in platforms {
            if !self.platforms.contains(&platform) {
                self.platforms.push(platform);
            }
        }
        self
    }

    /// Makes the builder write the digest of the image to this file; see
    /// [`Digest::from_digest_file`]. buildah and podman write the digest of the first
    /// push.
    ///
    /// Builders: kaniko, buildah, podman.
    ///
    /// [`Digest::from_digest_file`]: crate::Digest::from_digest_file
    #[must_use]
    pub fn digest_file(self, file: impl Into<String>) -> Self {
        Self { digest_file: Some(local_path(file.into())), ..self }
    }

    /// Makes the builder write metadata to this file, including the digest of the
    /// image; see [`Digest::from_metadata_file`].
    ///
    /// Builders: buildx, buildctl, but not a bake file.
    ///
    /// [`Digest::from_metadata_file`]: crate::Digest::from_metadata_file
    #[must_use]
    pub fn metadata_file(self, file: impl Into<String>) -> Self {
        Self { metadata_file: Some(local_path(file.into())), ..self }
    }

    /// Uses the layers in the policy's cache despite build args and additional
    /// arguments.
    ///
    /// This is correct if the Dockerfile uses build args only in its last stage, and a
    /// label of the policy differs whenever a build arg does. Runners of different
    /// platforms each need their own cache. The call has no effect together with
    /// [`without_labels`](Self::without_labels),
    /// [`with_annotations`](Self::with_annotations) or [`platforms`](Self::platforms).
    ///
    /// Builders: buildah, podman. The others always reuse cached layers.
    #[must_use]
    pub fn reuse_layers(self) -> Self {
        Self { reuses_layers: true, ..self }
    }

    /// Checks that the builder has every option that is used, and that every value can
    /// be an argument of a process.
    pub(super) fn check(&self) -> Result<(), RenderError> {
        self.check_texts()?;
        let is_of_manifest = |level: &AnnotationLevel| *level == AnnotationLevel::Manifest;
        let options = [
            (BuildOption::ReuseLayers, self.reuses_layers),
            (BuildOption::Annotations, !self.annotations.is_empty()),
            (BuildOption::AnnotationLevels, !self.annotations.iter().all(is_of_manifest)),
            (BuildOption::SeveralPlatforms, self.platforms.len() > 1),
            (BuildOption::DigestFile, self.digest_file.is_some()),
            (BuildOption::MetadataFile, self.metadata_file.is_some()),
        ];
        for (option, _) in options.into_iter().filter(|(_, is_used)| *is_used) {
            if let Some(alternative) = option.alternative(self.builder) {
                return Err(unsupported(self.builder.as_str(), option.as_str(), alternative));
            }
        }
        if self.destinations().next().is_none() {
            let message = "there is no immutable tag to push; give a rule one with {short_sha} or \
                           {version}, or push the floating ones as well";
            return Err(RenderError::new(RenderErrorKind::NoImmutableTag, message));
        }
        Ok(())
    }

    fn check_texts(&self) -> Result<(), RenderError> {
        let texts = [
            ("context_dir", &self.context_dir),
            ("dockerfile", &self.dockerfile),
            ("digest_file", &self.digest_file),
            ("metadata_file", &self.metadata_file),
        ];
        let texts = texts.into_iter().filter_map(|(option, text)| Some((option, text.as_ref()?)));
        let arguments = self.arguments.iter().map(|text| ("an argument", text));
        for (option, text) in texts.chain(arguments) {
            let message = match text.find('\0') {
                _ if text.is_empty() => {
                    format!("{option} is an empty string; leave it out instead")
                }
                Some(index) => format!(
                    "{option} is {}: unexpected '\\0' at byte {index}; no argument of a \
                     process holds one",
                    Quoted(text)
                ),
                None => continue,
            };
            return Err(RenderError::new(RenderErrorKind::IllegalOption, message));
        }
        Ok(())
    }

    /// The folder to build from: the caller's, the context's, or the working directory.
    pub(super) fn folder(&self) -> Cow<'_, str> {
        match &self.context_dir {
            Some(folder) => Cow::Borrowed(folder),
            None => local(Cow::Borrowed(self.plan.workspace().unwrap_or("."))),
        }
    }

    /// Each image with each of its tags; the immutable tags of all images come first.
    pub(super) fn destinations(&self) -> impl Iterator<Item = [&'a str; 3]> {
        let plan = self.plan;
        let all = self.kinds.iter().flat_map(|kind| plan.of_kind(*kind));
        all.map(|(image, planned)| [image.push.as_str(), ":", planned.tag.as_str()])
    }

    /// The destinations, if separate commands push to them.
    pub(super) fn pushed(&self) -> impl Iterator<Item = [&'a str; 3]> {
        self.is_pushed.then(|| self.destinations()).into_iter().flatten()
    }

    /// The repository of the cached layers: the first, because builders accept only
    /// one.
    pub(super) fn cache(&self) -> Option<&'a str> {
        self.plan.images().find_map(|image| image.cache).map(ImageName::as_str)
    }

    /// The cache in BuildKit's syntax. Names need no quotes in a list.
    pub(super) fn cache_from(&self) -> Option<[&'a str; 2]> {
        self.cache().map(|name| ["type=registry,ref=", name])
    }

    /// `mode=max` keeps the layers of every stage, as kaniko does.
    pub(super) fn cache_to(&self) -> Option<[&'a str; 3]> {
        let cache = self.cache().filter(|_| self.is_pushed);
        cache.map(|name| ["type=registry,ref=", name, ",mode=max"])
    }

    /// Always with `=`: for a build arg without it, a builder reads its own
    /// environment, and kaniko rejects such a label.
    pub(super) fn build_args(&self) -> impl Iterator<Item = [&'a str; 3]> {
        self.plan.build_args().iter().map(assignment)
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = [&'a str; 3]> {
        let labels = self.has_labels.then(|| self.plan.labels().iter());
        labels.into_iter().flatten().map(assignment)
    }

    /// All labels of the policy; those without a value are empty.
    pub(super) fn declared_labels(&self) -> impl Iterator<Item = [&'a str; 3]> {
        let labels = self.has_labels.then(|| self.plan.declared_labels().iter());
        labels.into_iter().flatten().map(assignment)
    }

    /// The labels, repeated for each requested level.
    pub(super) fn annotations(&self) -> impl Iterator<Item = (&'static str, [&'a str; 3])> {
        let plan = self.plan;
        let levels = self.annotations.iter().map(|level| level.as_str());
        levels.flat_map(|level| plan.labels().iter().map(move |pair| (level, assignment(pair))))
    }

    /// The annotations in docker's syntax, always with their level, because a key may
    /// contain a colon.
    pub(super) fn leveled_annotations(&self) -> impl Iterator<Item = [&'a str; 5]> {
        self.annotations().map(|(level, [key, is, value])| [level, ":", key, is, value])
    }

    /// The platforms as a list, if there are any.
    pub(super) fn platform_list(&self) -> Option<String> {
        let names: Vec<_> = self.platforms.iter().map(Platform::as_str).collect();
        (!names.is_empty()).then(|| names.join(","))
    }

    /// The additional arguments of the caller.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(String::as_str)
    }
}

fn assignment<'p>((key, value): (&'p str, &'p str)) -> [&'p str; 3] {
    [key, "=", value]
}

pub(super) fn unsupported(builder: &str, option: &str, alternative: &str) -> RenderError {
    let message = format!("{builder} does not support {option}: {alternative}");
    RenderError::new(RenderErrorKind::UnsupportedOption, message)
}

/// Writes a path so that every builder reads it as a local path, and not as an option,
/// standard input, a URL or a git repository.
///
/// kaniko looks for `://` anywhere in a context, so it is written as `:/`, which is the
/// same path.
fn local(path: Cow<'_, str>) -> Cow<'_, str> {
    if path.contains("://") {
        let mut path = path.into_owned();
        while path.contains("://") {
            path = path.replace("://", ":/");
        }
        return Cow::Owned(if is_relative(&path) { format!("./{path}") } else { path });
    }
    if is_ambiguous(&path) { Cow::Owned(format!("./{path}")) } else { path }
}

fn local_path(path: String) -> String {
    local(Cow::Owned(path)).into_owned()
}

fn is_relative(path: &str) -> bool {
    !path.starts_with(['/', '.'])
}

/// Whether a relative path looks like something else to one of the builders.
///
/// <https://github.com/containers/buildah/blob/v1.44.0/define/types.go>
/// (`TempDirForURL`),
/// <https://github.com/docker/cli/blob/v29.7.2/cli/command/image/build/internal/urlutil/urlutil.go>,
/// <https://github.com/moby/buildkit/blob/v0.32.0/util/gitutil/git_url.go>
pub(super) fn is_ambiguous(path: &str) -> bool {
    path.starts_with('-')
        || path.starts_with("github.com/")
        || path.contains('@') && is_relative(path)
}
