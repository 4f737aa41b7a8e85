use alloc::borrow::Cow;
use core::fmt;

use super::annotation_level::AnnotationLevel;
use super::build::{Build, common_options};
use super::shell::{ShellWord, Word};
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
#[derive(Clone, Debug)]
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

impl<'a> Kaniko<'a> {
    /// Has the builder annotate the manifest with the labels of the plan.
    ///
    /// Only the [fork] that goes on knows how; the archived kaniko refuses the
    /// option.
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
        self.words().map(|word| match word {
            [whole, "", "", ""] => Cow::Borrowed(whole),
            pieces => Cow::Owned(pieces.concat()),
        })
    }

    fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let build = &self.build;
        let dockerfile = match &build.dockerfile {
            Some(file) => one(file),
            None => [build.folder().trim_end_matches('/'), "/Dockerfile", "", ""],
        };
        let cache = build
            .cache()
            .map(|name| [one("--cache=true"), ["--cache-repo=", name.as_str(), "", ""]]);
        let no_push = (!build.is_pushed()).then_some([one("--no-push"), one("--no-push-cache")]);
        let platform = build.platforms_given().iter().map(Platform::as_str);
        let annotations = build.annotations().map(|(_, key, value)| (key, value));
        [one("/kaniko/executor"), one("--context"), one(build.folder()), one("--dockerfile")]
            .into_iter()
            .chain([dockerfile])
            .chain(build.destinations().flat_map(|(image, planned)| {
                let (name, tag) = (image.push().as_str(), planned.tag().as_str());
                [one("--destination"), [name, ":", tag, image.suffix()]]
            }))
            .chain(no_push.into_iter().flatten())
            .chain(cache.into_iter().flatten())
            .chain(platform.flat_map(|platform| [one("--custom-platform"), one(platform)]))
            .chain(build.digest_file.iter().flat_map(|file| [one("--digest-file"), one(file)]))
            .chain(build.build_args().flat_map(|pair| assignment("--build-arg", pair)))
            .chain(build.labels().flat_map(|pair| assignment("--label", pair)))
            .chain(annotations.flat_map(|pair| assignment("--annotation", pair)))
    }
}

impl fmt::Display for Kaniko<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        self.words().try_for_each(|word| {
            f.write_str(separator)?;
            separator = " ";
            ShellWord(word).fmt(f)
        })
    }
}

/// Always with `=`: kaniko reads its own environment for a build arg without
/// one, and refuses a label.
fn assignment<'a>(option: &'static str, (key, value): (&'a str, &'a str)) -> [Word<'a>; 2] {
    [one(option), [key, "=", value, ""]]
}

fn one(text: &str) -> Word<'_> {
    [text, "", "", ""]
}
