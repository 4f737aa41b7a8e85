//! What every builder is told, in no builder's words.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::annotation_level::AnnotationLevel;
use crate::name::{ImageName, Platform};
use crate::plan::{Plan, PlanError, PlanErrorKind, PlannedImage, PlannedTag};
use crate::policy::TagKind;

/// What to build of a plan, from where, and where to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Build<'a> {
    plan: &'a Plan,
    labels: bool,
    immutable_only: bool,
    push: bool,
    workspace: Cow<'a, str>,
    pub(super) context_dir: Option<Cow<'a, str>>,
    pub(super) dockerfile: Option<Cow<'a, str>>,
    pub(super) digest_file: Option<Cow<'a, str>>,
    arguments: Vec<Cow<'a, str>>,
    // INVARIANT: no platform and no level stands twice.
    platforms: Vec<Platform>,
    annotations: Vec<AnnotationLevel>,
}

impl<'a> Build<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            labels: false,
            immutable_only: false,
            push: true,
            workspace: local(Cow::Borrowed(plan.workspace().unwrap_or("."))),
            context_dir: None,
            dockerfile: None,
            digest_file: None,
            arguments: Vec::new(),
            platforms: Vec::new(),
            annotations: Vec::new(),
        }
    }

    pub(super) fn with_labels(self) -> Self {
        Self { labels: true, ..self }
    }

    pub(super) fn without_labels(self) -> Self {
        Self { labels: false, ..self }
    }

    pub(super) fn with_annotations(mut self, level: AnnotationLevel) -> Self {
        if !self.annotations.contains(&level) {
            self.annotations.push(level);
        }
        self
    }

    pub(super) fn without_push(self) -> Self {
        Self { push: false, ..self }
    }

    pub(super) fn immutable_only(self) -> Result<Self, PlanError> {
        if self.plan.tags().of_kind(TagKind::Immutable).next().is_none() {
            let message = "there is no immutable tag to push; give a rule one with {short_sha} or \
                           {version}, or push the floating ones as well";
            return Err(PlanError::new(PlanErrorKind::NoImmutableTag, message));
        }
        Ok(Self { immutable_only: true, ..self })
    }

    pub(super) fn context_dir(self, folder: Cow<'a, str>) -> Self {
        Self { context_dir: given(folder).map(local).or(self.context_dir), ..self }
    }

    pub(super) fn dockerfile(self, file: Cow<'a, str>) -> Self {
        Self { dockerfile: given(file).map(local).or(self.dockerfile), ..self }
    }

    pub(super) fn digest_file(self, file: Cow<'a, str>) -> Self {
        Self { digest_file: given(file).map(local).or(self.digest_file), ..self }
    }

    pub(super) fn with_argument(mut self, argument: Cow<'a, str>) -> Self {
        self.arguments.extend(given(argument));
        self
    }

    pub(super) fn platforms(mut self, platforms: impl IntoIterator<Item = Platform>) -> Self {
        for platform in platforms {
            if !self.platforms.contains(&platform) {
                self.platforms.push(platform);
            }
        }
        self
    }

    pub(super) fn platform(self, platform: Platform) -> Self {
        Self { platforms: Vec::from([platform]), ..self }
    }

    /// The folder to build from: the caller's, the context's, or the one that
    /// the job is in.
    pub(super) fn folder(&self) -> &str {
        self.context_dir.as_ref().unwrap_or(&self.workspace)
    }

    pub(super) fn is_pushed(&self) -> bool {
        self.push
    }

    /// Each image with each of its tags, the immutable ones of every image
    /// first.
    pub(super) fn destinations(&self) -> impl Iterator<Item = (&'a PlannedImage, &'a PlannedTag)> {
        let (plan, floating) = (self.plan, !self.immutable_only);
        let floating = floating.then_some(TagKind::Floating);
        [TagKind::Immutable].into_iter().chain(floating).flat_map(|kind| plan.of_kind(kind))
    }

    pub(super) fn references(&self) -> impl Iterator<Item = String> {
        self.destinations().map(|(image, tag)| String::from(image.reference(tag)))
    }

    /// The repository of the cached layers: the first, as builders have one.
    pub(super) fn cache(&self) -> Option<&'a ImageName> {
        self.plan.images().find_map(PlannedImage::cache)
    }

    /// The cache in the words of BuildKit. Its names need no quotes in a list.
    pub(super) fn cache_from(&self) -> Option<String> {
        self.cache().map(|name| format!("type=registry,ref={name}"))
    }

    /// `mode=max` keeps the layers of every stage, as kaniko does.
    pub(super) fn cache_to(&self) -> Option<String> {
        let cache = self.cache().filter(|_| self.push);
        cache.map(|name| format!("type=registry,ref={name},mode=max"))
    }

    pub(super) fn build_args(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.plan.build_args().iter()
    }

    pub(super) fn has_labels(&self) -> bool {
        self.labels
    }

    pub(super) fn labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.labels.then(|| self.plan.labels().iter()).into_iter().flatten()
    }

    /// All labels of the policy, those that have no value as empty ones.
    pub(super) fn declared_labels(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let plan = self.plan;
        let keys = self.labels.then(|| plan.label_keys.iter()).into_iter().flatten();
        keys.map(|key| (&**key, plan.labels().get(key).unwrap_or_default()))
    }

    pub(super) fn is_annotated(&self) -> bool {
        !self.annotations.is_empty()
    }

    /// The labels again, at each level that was asked for.
    pub(super) fn annotations(&self) -> impl Iterator<Item = (AnnotationLevel, &'a str, &'a str)> {
        let plan = self.plan;
        self.annotations
            .iter()
            .flat_map(move |level| plan.labels().iter().map(|(key, value)| (*level, key, value)))
    }

    pub(super) fn platforms_given(&self) -> &[Platform] {
        &self.platforms
    }

    /// What the caller says to the builder in its own words.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        self.arguments.iter().map(|argument| &**argument)
    }

    /// The platforms as a list, where there are any.
    pub(super) fn platform_list(&self) -> Option<String> {
        let mut list = String::new();
        for platform in &self.platforms {
            let separator = if list.is_empty() { "" } else { "," };
            list.extend([separator, platform.as_str()]);
        }
        Some(list).filter(|list| !list.is_empty())
    }

    pub(super) fn is_for_several_platforms(&self) -> bool {
        self.platforms.len() > 1
    }
}

/// What a caller gave: from a variable that is not set it is the empty text.
///
/// A NUL ends it, as it ends every argument of a process; no shell text could
/// hold it.
fn given(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let text = match text.split_once('\0') {
        Some((before, _)) => Cow::Owned(before.into()),
        None => text,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// A path that every builder reads as a path on this machine, and not as an
/// option, its standard input, a URL or a git repository.
///
/// kaniko looks for `://` anywhere in a context, so that it is written `:/`,
/// which is the same path.
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

/// Always with `=`: a builder reads its own environment for a build arg without
/// one, and kaniko refuses such a label.
pub(super) fn assignment((key, value): (&str, &str)) -> String {
    let mut text = String::with_capacity(key.len() + "=".len() + value.len());
    text.extend([key, "=", value]);
    text
}

/// Writes the options that every builder has.
macro_rules! common_options {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Pushes only the immutable tags; a later job moves the floating
            /// ones, see [`Plan::promotions`].
            ///
            /// # Errors
            ///
            /// * The plan has no immutable tag: nothing would be pushed.
            pub fn immutable_only(mut self) -> Result<Self, $crate::plan::PlanError> {
                self.build = self.build.immutable_only()?;
                Ok(self)
            }

            /// Builds from this folder instead of the context's workspace.
            ///
            /// It is always a folder of this machine: `github.com/app` becomes
            /// `./github.com/app`, which no builder fetches from the network. An
            /// empty one is ignored, and a NUL ends it.
            #[must_use]
            pub fn context_dir(mut self, folder: impl Into<alloc::borrow::Cow<'a, str>>) -> Self {
                self.build = self.build.context_dir(folder.into());
                self
            }

            /// Builds with this file instead of the `Dockerfile` of the folder.
            ///
            /// A relative path starts at the folder that the job is in, and not at
            /// [`context_dir`](Self::context_dir). Where there is no such file,
            /// kaniko, buildah and podman try the path from the context too. An
            /// empty one is ignored, and a NUL ends it.
            #[must_use]
            pub fn dockerfile(mut self, file: impl Into<alloc::borrow::Cow<'a, str>>) -> Self {
                self.build = self.build.dockerfile(file.into());
                self
            }

            /// Builds without pushing, as for a change from a fork: no registry
            /// is written to, not even its cache.
            #[must_use]
            pub fn without_push(mut self) -> Self {
                self.build = self.build.without_push();
                self
            }
        }
    };
}

/// Writes the option of those builders that leave the labels to the Dockerfile
/// unless they are asked for.
macro_rules! label_options {
    ($name:ident) => {
        impl $name<'_> {
            /// Has the builder set the labels of the plan.
            ///
            /// By default it does not: a Dockerfile may make them of its build
            /// args, as that of the built-in policy does.
            #[must_use]
            pub fn with_labels(mut self) -> Self {
                self.build = self.build.with_labels();
                self
            }
        }
    };
}

/// Writes the option of those builders that are commands.
macro_rules! command_options {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Says one more argument to the builder, as it is: `--target=test`
            /// and whatever else is not of the plan. An empty one is absent, and
            /// a NUL ends it.
            #[must_use]
            pub fn with_argument(
                mut self,
                argument: impl Into<alloc::borrow::Cow<'a, str>>,
            ) -> Self {
                self.build = self.build.with_argument(argument.into());
                self
            }
        }
    };
}

/// What the builders that are BuildKit take.
macro_rules! buildkit_options {
    ($name:ident) => {
        impl<'a> $name<'a> {
            /// Has the builder annotate the image with the labels of the plan, at
            /// this level; said again, at another level too.
            #[must_use]
            pub fn with_annotations(
                mut self,
                level: super::annotation_level::AnnotationLevel,
            ) -> Self {
                self.build = self.build.with_annotations(level);
                self
            }

            /// Builds for these platforms; with none, for the builder's own.
            #[must_use]
            pub fn platforms(
                mut self,
                platforms: impl IntoIterator<Item = $crate::name::Platform>,
            ) -> Self {
                self.build = self.build.platforms(platforms);
                self
            }

            /// Has the builder write the digest of the image to this file; see
            /// [`Digest::from_metadata_file`]. An empty one is absent, and a NUL
            /// ends it.
            ///
            /// [`Digest::from_metadata_file`]: crate::Digest::from_metadata_file
            #[must_use]
            pub fn metadata_file(mut self, file: impl Into<alloc::borrow::Cow<'a, str>>) -> Self {
                self.build = self.build.digest_file(file.into());
                self
            }
        }
    };
}

pub(super) use {buildkit_options, command_options, common_options, label_options};
