use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::convert::Infallible;
use core::fmt;

use super::annotation_level::AnnotationLevel;
use super::build::{Build, command_options, common_options, label_options};
use super::shell::{ShellLine, Word, one};
use crate::name::Platform;
use crate::plan::Plan;

/// The **kaniko** command line that builds and pushes a plan.
///
/// [`argv`](Self::argv) is the command as its arguments, for a process;
/// `Display` is the same as text that every POSIX shell reads back to those
/// arguments, whatever the branch is called.
///
/// Destinations that are immutable come first: kaniko stops at the first that
/// fails.
///
/// # Labels
///
/// By default the Dockerfile makes the labels of its build args. kaniko 1.24
/// with a cache, and a fork of it always, expands the value of such a `LABEL`
/// twice: that of a build arg is read as shell text once more. A branch `it's`
/// ends the build, and `x/$HOME/y` becomes `x//y`.
/// [`with_labels`](Self::with_labels) sets every value as it is.
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
/// let command = plan.kaniko().immutable_only()?.to_string();
/// assert_eq!(command, "/kaniko/executor \
///     --context /builds/orchestrator/ui --dockerfile /builds/orchestrator/ui/Dockerfile \
///     --destination nexus.shared.cwiq.io:8443/orchestrator-ui:1.0.0 \
///     --cache=true --cache-repo=nexus.shared.cwiq.io:8443/orchestrator-ui/cache \
///     --build-arg VERSION=v1.0.0 --build-arg BUILD_DATE=2026-03-18T09:00:00Z \
///     --build-arg VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kaniko<'a> {
    build: Build<'a>,
}

impl Plan {
    /// Returns the kaniko command line: all tags, no labels, built from the
    /// context's workspace, or from the folder that the job is in where the
    /// context does not say.
    #[must_use]
    pub fn kaniko(&self) -> Kaniko<'_> {
        Kaniko { build: Build::new(self) }
    }
}

common_options!(Kaniko);
label_options!(Kaniko);
command_options!(Kaniko);

impl<'a> Kaniko<'a> {
    /// Has the builder annotate the manifest with the labels of the plan.
    ///
    /// The archived kaniko and some of its forks refuse the option; [one that is
    /// maintained][fork] has it.
    ///
    /// [fork]: https://github.com/osscontainertools/kaniko#flag---annotation
    #[must_use]
    pub fn with_annotations(self) -> Self {
        Self { build: self.build.with_annotations(AnnotationLevel::Manifest) }
    }

    /// Builds for this platform instead of the builder's own.
    #[must_use]
    pub fn platform(self, platform: Platform) -> Self {
        Self { build: self.build.platform(platform) }
    }

    /// Has the builder write the digest of the image to this file; see
    /// [`Digest::from_digest_file`]. An empty one is absent, and a NUL ends it.
    ///
    /// [`Digest::from_digest_file`]: crate::Digest::from_digest_file
    #[must_use]
    pub fn digest_file(self, file: impl Into<Cow<'a, str>>) -> Self {
        Self { build: self.build.digest_file(file.into()) }
    }

    /// Returns the command and its arguments.
    pub fn argv(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let mut words = Vec::new();
        let Ok(()) = self.words(|word| {
            words.push(match word {
                [whole, "", "", ""] => Cow::Borrowed(whole),
                pieces => Cow::Owned(pieces.concat()),
            });
            Ok::<_, Infallible>(())
        });
        words.into_iter()
    }

    /// Hands each argument over in its pieces, until one is not taken.
    fn words<'s, E>(&'s self, mut take: impl FnMut(Word<'s>) -> Result<(), E>) -> Result<(), E> {
        let build = &self.build;
        let mut take = |words: &[Word<'s>]| words.iter().try_for_each(|word| take(*word));
        let dockerfile = match &build.dockerfile {
            Some(file) => one(file),
            None => [build.folder().trim_end_matches('/'), "/Dockerfile", "", ""],
        };
        take(&[one("/kaniko/executor"), one("--context"), one(build.folder())])?;
        take(&[one("--dockerfile"), dockerfile])?;
        for (image, planned) in build.destinations() {
            let (name, tag) = (image.push().as_str(), planned.tag().as_str());
            take(&[one("--destination"), [name, ":", tag, image.suffix()]])?;
        }
        if !build.is_pushed() {
            take(&[one("--no-push"), one("--no-push-cache")])?;
        }
        if let Some(cache) = build.cache() {
            take(&[one("--cache=true"), ["--cache-repo=", cache.as_str(), "", ""]])?;
        }
        for platform in build.platforms_given() {
            take(&[one("--custom-platform"), one(platform.as_str())])?;
        }
        if let Some(file) = &build.digest_file {
            take(&[one("--digest-file"), one(file)])?;
        }
        for pair in build.build_args() {
            take(&[one("--build-arg"), assignment(pair)])?;
        }
        for pair in build.labels() {
            take(&[one("--label"), assignment(pair)])?;
        }
        for (_, key, value) in build.annotations() {
            take(&[one("--annotation"), assignment((key, value))])?;
        }
        build.arguments().try_for_each(|argument| take(&[one(argument)]))
    }
}

impl fmt::Display for Kaniko<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = ShellLine::new();
        self.words(|word| line.push(word))?;
        f.write_str(line.as_str())
    }
}

/// Always with `=`: kaniko reads its own environment for a build arg without
/// one, and refuses a label.
fn assignment<'a>((key, value): (&'a str, &'a str)) -> Word<'a> {
    [key, "=", value, ""]
}
