use core::fmt;

/// A **program that builds images**, for [`Plan::build`].
///
/// `Display` is its name in lower case, such as `kaniko`.
///
/// # Examples
///
/// A tool whose user chooses the builder:
///
/// ```
/// use tagwright::build::Builder;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let chosen = Builder::all().find(|builder| builder.to_string() == "podman");
/// let commands = plan.build(chosen.ok_or("unknown builder")?).commands()?;
/// assert!(commands.to_string().starts_with("podman build "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Plan::build`]: crate::Plan::build
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Builder {
    /// kaniko's `/kaniko/executor`; see [`Plan::kaniko`](crate::Plan::kaniko).
    Kaniko,
    /// `buildah build` and `buildah push`; see
    /// [`Plan::buildah`](crate::Plan::buildah).
    Buildah,
    /// `podman build` and `podman push`; see [`Plan::podman`](crate::Plan::podman).
    Podman,
    /// `docker buildx build`; see [`Plan::buildx`](crate::Plan::buildx).
    Buildx,
    /// `buildctl build`, which runs BuildKit without docker; see
    /// [`Plan::buildctl`](crate::Plan::buildctl).
    Buildctl,
    /// `docker build` and `docker push`, for a docker without buildx; see
    /// [`Plan::docker`](crate::Plan::docker).
    Docker,
}

impl Builder {
    /// Returns every builder.
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        [Self::Kaniko, Self::Buildah, Self::Podman, Self::Buildx, Self::Buildctl, Self::Docker]
            .into_iter()
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Kaniko => "kaniko",
            Self::Buildah => "buildah",
            Self::Podman => "podman",
            Self::Buildx => "buildx",
            Self::Buildctl => "buildctl",
            Self::Docker => "docker",
        }
    }
}

impl fmt::Display for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
