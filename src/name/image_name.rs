use super::digest::Digest;
use super::docker;
use super::error::Flaw;
use super::newtype::{name, proved};
use super::reference::Reference;
use super::reference_flaw::{self, Form};
use super::tag::Tag;

name! {
    /// The **name of an image**: a registry, `/`, and a repository.
    ///
    /// # Syntax
    ///
    /// A full name that docker, `BuildKit`, buildah, podman, skopeo, kaniko and crane
    /// all read as the same image: the intersection of the grammars of
    /// [distribution/reference], [containers/image] and [go-containerregistry], without
    /// the names that one of them completes.
    ///
    /// * The registry contains `.` or `:`. Without either, kaniko and crane read it as
    ///   a namespace of Docker Hub: `localhost/app` would be pushed there.
    /// * The registry is not an IPv6 address in brackets, which buildah, podman
    ///   and skopeo refuse.
    /// * The repository has at least two characters, as kaniko and crane require. On
    ///   `docker.io` it has a namespace; otherwise docker would add one.
    /// * The whole name has at most 255 characters: buildah, podman and skopeo
    ///   count the registry as well.
    ///
    /// [`Reference::parse`] accepts every name that docker accepts.
    ///
    /// [distribution/reference]: https://github.com/distribution/reference/blob/v0.6.0/reference.go
    /// [containers/image]: https://github.com/containers/image/blob/v5.22.0/docker/reference/reference.go
    /// [go-containerregistry]: https://github.com/google/go-containerregistry/blob/v0.20.0/pkg/name/repository.go
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{ImageName, Tag};
    ///
    /// let image = ImageName::parse("nexus.shared.cwiq.io:8443/orchestrator-server")?;
    /// assert_eq!(image.registry(), "nexus.shared.cwiq.io:8443");
    /// assert_eq!(image.repository(), "orchestrator-server");
    /// assert_eq!(
    ///     image.with_tag(&Tag::new("main-a1b2c3d8")?),
    ///     "nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8",
    /// );
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ImageName, "image name", check,
    /// Checks the name of an image.
    ///
    /// # Errors
    ///
    /// * A registry that is not a host, that has a scheme such as `https://`, or that
    ///   has a `:` without a port.
    /// * A repository with an upper-case letter, an empty part between `/`, or
    ///   separators that follow one another or are at an end of a part.
    /// * A name without a registry, or with one that some tools read as a
    ///   namespace of Docker Hub: `acme/server`, `localhost/server`,
    ///   `REGISTRY/server`.
    /// * An IPv6 address as the registry.
    /// * `index.docker.io`, and a `docker.io` repository without a namespace: docker
    ///   reads them as another name.
    /// * A repository of one character.
    /// * More than 255 characters.
    /// * A tag or a digest.
    parse
}

proved!(ImageName, check);

impl ImageName {
    /// The greatest length of a name in characters, including its registry.
    pub const MAX_LENGTH: usize = 255;

    /// The least length of a repository in characters.
    pub(crate) const SHORTEST_REPOSITORY: usize = 2;

    /// Returns the registry.
    #[must_use]
    pub fn registry(&self) -> &str {
        self.split().0
    }

    /// Returns the repository.
    #[must_use]
    pub fn repository(&self) -> &str {
        self.split().1
    }

    /// Returns the reference to a tag of this image.
    #[must_use]
    pub fn with_tag(&self, tag: &Tag) -> Reference {
        Reference::of_image(self, Some(tag), None)
    }

    /// Returns the reference to this image by digest.
    #[must_use]
    pub fn with_digest(&self, digest: &Digest) -> Reference {
        Reference::of_image(self, None, Some(digest))
    }

    fn split(&self) -> (&str, &str) {
        self.as_str().split_once('/').unwrap_or_default()
    }
}

pub(crate) const IMAGE_NAME_LIMIT: &str = "an image name has at most 255 characters with its registry, as buildah, podman and skopeo count";
pub(crate) const SHORT_REPOSITORY: &str =
    "a repository has at least two characters, as kaniko and crane demand";
pub(crate) const NO_NAMESPACE: &str =
    "docker.io repositories have a namespace; that of official images is library";

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match docker::read(bytes) {
        Some(reading) if reading.is_image_name(bytes) => Ok(()),
        _ => Err(reference_flaw::of(bytes, Form::ImageName)),
    }
}
