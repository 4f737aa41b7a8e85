use alloc::borrow::Cow;
use core::fmt;

use super::shell::{ShellWord, Word};
use crate::plan::{Plan, PlanError, PlanErrorKind};
use crate::policy::TagKind;

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
    plan: &'a Plan,
    with_labels: bool,
    immutable_only: bool,
    context_dir: Cow<'a, str>,
    dockerfile: Option<Cow<'a, str>>,
}

impl Plan {
    /// Returns the kaniko command line: all tags, no labels, built from the
    /// context's workspace, or from the folder that the job is in where the
    /// context does not say.
    #[must_use]
    pub fn kaniko(&self) -> Kaniko<'_> {
        Kaniko {
            plan: self,
            with_labels: false,
            immutable_only: false,
            context_dir: Cow::Borrowed(self.workspace().unwrap_or(".")),
            dockerfile: None,
        }
    }
}

impl<'a> Kaniko<'a> {
    /// Has the builder set the labels of the plan.
    ///
    /// A Dockerfile that makes them of its build args needs none.
    #[must_use]
    pub fn with_labels(self) -> Self {
        Self { with_labels: true, ..self }
    }

    /// Pushes only the immutable tags; a later job moves the floating ones, see
    /// [`Plan::promotions`].
    ///
    /// # Errors
    ///
    /// * The plan has no immutable tag: nothing would be pushed.
    pub fn immutable_only(self) -> Result<Self, PlanError> {
        if self.plan.tags().of_kind(TagKind::Immutable).next().is_none() {
            let message = "there is no immutable tag to push; every tag of the plan is floating";
            return Err(PlanError::new(PlanErrorKind::NoImmutableTag, message));
        }
        Ok(Self { immutable_only: true, ..self })
    }

    /// Builds from this folder instead of the context's workspace; an empty one
    /// is absent, and a NUL ends it.
    #[must_use]
    pub fn context_dir(self, folder: impl Into<Cow<'a, str>>) -> Self {
        match given(folder.into()) {
            Some(context_dir) => Self { context_dir, ..self },
            None => self,
        }
    }

    /// Builds with this file instead of the `Dockerfile` of the folder; an empty
    /// one is absent, and a NUL ends it.
    #[must_use]
    pub fn dockerfile(self, file: impl Into<Cow<'a, str>>) -> Self {
        match given(file.into()) {
            None => self,
            file => Self { dockerfile: file, ..self },
        }
    }

    /// Returns the command and its arguments.
    pub fn argv(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.words().map(|word| match word {
            [whole, "", "", ""] => Cow::Borrowed(whole),
            pieces => Cow::Owned(pieces.concat()),
        })
    }

    fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let dockerfile = match &self.dockerfile {
            Some(file) => one(file),
            None => [self.context_dir.trim_end_matches('/'), "/Dockerfile", "", ""],
        };
        let cache = self.plan.images().find_map(|image| image.cache());
        let cache =
            cache.map(|name| [one("--cache=true"), ["--cache-repo=", name.as_str(), "", ""]]);
        let labels = self.with_labels.then(|| self.plan.labels().iter());
        [one("/kaniko/executor"), one("--context"), one(&self.context_dir), one("--dockerfile")]
            .into_iter()
            .chain([dockerfile])
            .chain(self.destinations())
            .chain(cache.into_iter().flatten())
            .chain(self.plan.build_args().iter().flat_map(|pair| option("--build-arg", pair)))
            .chain(labels.into_iter().flatten().flat_map(|pair| option("--label", pair)))
    }

    fn destinations(&self) -> impl Iterator<Item = Word<'_>> {
        let floating = (!self.immutable_only).then_some(TagKind::Floating);
        [TagKind::Immutable].into_iter().chain(floating).flat_map(|kind| {
            self.plan.of_kind(kind).flat_map(|(image, planned)| {
                let (name, tag) = (image.push().as_str(), planned.tag().as_str());
                [one("--destination"), [name, ":", tag, image.suffix()]]
            })
        })
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

/// Always with `=`: kaniko reads its own environment for a build arg without
/// one, and refuses a label.
fn option<'a>(option: &'static str, (key, value): (&'a str, &'a str)) -> [Word<'a>; 2] {
    [one(option), [key, "=", value, ""]]
}

fn one(text: &str) -> Word<'_> {
    [text, "", "", ""]
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
