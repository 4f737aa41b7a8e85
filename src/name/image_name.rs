use alloc::string::String;

use super::digest::Digest;
use super::docker;
use super::error::{Flaw, NameError};
use super::newtype::{name, proved};
use super::reference::Reference;
use super::reference_flaw::{self, Form};
use super::registry::Registry;
use super::repository::Repository;
use super::tag::Tag;

name! {
    /// The **name of an image**: a registry, `/`, and a repository.
    ///
    /// # Syntax
    ///
    /// A whole name that every tool reads as the same image. Docker, buildkit,
    /// kaniko and podman take `acme/server` for a repository of Docker Hub, and
    /// `docker.io/ubuntu` for `docker.io/library/ubuntu`; so the registry here
    /// holds `.`, `:` or an upper-case letter, or is `localhost`, and nothing
    /// is left for them to add. [`Reference::parse`] reads the short forms.
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
    /// * What [`Registry::new`] or [`Repository::new`] refuses.
    /// * A name without a registry, or with a first part that is read as a
    ///   namespace of Docker Hub: the image would be pushed there.
    /// * `index.docker.io`, and a `docker.io` repository without a namespace:
    ///   they are read as another name.
    /// * A tag or a digest.
    parse
}

proved!(ImageName, check);

impl ImageName {
    /// Joins a registry and a repository.
    ///
    /// # Errors
    ///
    /// * A registry that is read as a namespace of Docker Hub, such as `acme`.
    /// * `index.docker.io`, and a `docker.io` repository without a namespace:
    ///   they are read as another name.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::{ImageName, Registry, Repository};
    ///
    /// let (registry, repository) = (Registry::new("ghcr.io")?, Repository::new("acme/server")?);
    /// assert_eq!(ImageName::new(&registry, &repository)?, "ghcr.io/acme/server");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    pub fn new(registry: &Registry, repository: &Repository) -> Result<Self, NameError> {
        let (registry, repository) = (registry.as_str(), repository.as_str());
        let mut text = String::with_capacity(registry.len() + "/".len() + repository.len());
        text.push_str(registry);
        text.push('/');
        text.push_str(repository);
        Self::parse(text)
    }

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

    /// Returns the reference to one content of this image.
    #[must_use]
    pub fn with_digest(&self, digest: &Digest) -> Reference {
        Reference::of_image(self, None, Some(digest))
    }

    fn split(&self) -> (&str, &str) {
        self.as_str().split_once('/').unwrap_or_default()
    }
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match docker::read(bytes) {
        Some(reading) if reading.is_image_name(bytes) => Ok(()),
        _ => Err(reference_flaw::of(bytes, Form::ImageName)),
    }
}
