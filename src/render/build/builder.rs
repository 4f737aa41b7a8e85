use crate::name::words;

/// A **program that builds images**, for [`Plan::build`].
///
/// `Display`, `FromStr` and serde use its name in lower case, such as `kaniko`.
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
/// let commands = plan.build("podman".parse::<Builder>()?).commands()?;
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

words! {
    Builder, "builder",
    Kaniko "kaniko",
    Buildah "buildah",
    Podman "podman",
    Buildx "buildx",
    Buildctl "buildctl"
    or Docker "docker"
}
