use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::docker::{self, HUB, LIBRARY};
use super::error::NameError;
use super::grammar::{self, Layout};
use super::reference::{NOUN, Reference};
use super::reference_flaw::{self, Form};

/// A borrowed **reference**: the parts of a string, without copying it.
///
/// It accepts what [`Reference`] accepts; `Reference::from` converts it.
///
/// # Examples
///
/// How many of a cluster's images come from Docker Hub:
///
/// ```
/// use tagwright::name::ReferenceRef;
///
/// let images = ["postgres:17", "acme/server", "ghcr.io/acme/server:1.0.0"];
/// let mut from_hub = 0;
/// for image in images {
///     let reference = ReferenceRef::parse(image)?;
///     from_hub += usize::from(reference.registry() == Some("docker.io"));
/// }
/// assert_eq!(from_hub, 2);
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Copy)]
pub struct ReferenceRef<'a> {
    registry: Option<&'a str>,
    adds_library: bool,
    path: &'a str,
    tag: Option<&'a str>,
    digest: Option<&'a str>,
}

impl<'a> ReferenceRef<'a> {
    /// Parses a reference as docker does: `ubuntu` is `docker.io/library/ubuntu`.
    ///
    /// # Errors
    ///
    /// * What [`Reference::parse`](crate::Reference::parse) rejects.
    pub fn parse(text: &'a str) -> Result<Self, NameError> {
        let Some(reading) = docker::read(text.as_bytes()) else {
            return Err(refusal(text, Form::Docker));
        };
        let Layout { registry, name, tag, .. } = reading.layout;
        if !reading.adds_hub {
            let adds_library = reading.adds_library;
            return Ok(Self { adds_library, ..Self::with_layout(text, registry, name, tag) });
        }
        let (front, digest) = split(text, tag);
        let (name, tag) = split(front, name);
        let path = name.get(reading.path..).unwrap_or_default();
        let adds_library = reading.adds_library;
        Ok(Self { registry: Some(HUB), adds_library, path, tag, digest })
    }

    /// Parses a reference by the pure grammar, without completing it.
    ///
    /// # Errors
    ///
    /// * What [`Reference::parse_strict`](crate::Reference::parse_strict) rejects.
    pub fn parse_strict(text: &'a str) -> Result<Self, NameError> {
        match grammar::strict(text.as_bytes()) {
            Some(layout) => Ok(Self::with_layout(text, layout.registry, layout.name, layout.tag)),
            None => Err(refusal(text, Form::Strict)),
        }
    }

    /// Returns the registry; see [`Reference::registry`](crate::Reference::registry)
    /// for when there is none.
    #[must_use]
    pub fn registry(&self) -> Option<&'a str> {
        self.registry
    }

    /// Returns the repository.
    ///
    /// This allocates only for an official image of Docker Hub that is written without
    /// `library/`. [`path`](Self::path) and [`adds_library`](Self::adds_library) give
    /// the same information without allocating.
    #[must_use]
    pub fn repository(&self) -> Cow<'a, str> {
        if !self.adds_library {
            return Cow::Borrowed(self.path);
        }
        let mut repository = String::with_capacity(LIBRARY.len() + self.path.len());
        repository.push_str(LIBRARY);
        repository.push_str(self.path);
        Cow::Owned(repository)
    }

    /// Returns the repository as it is written in the input.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// Returns whether docker adds `library/` to the path.
    #[must_use]
    pub fn adds_library(&self) -> bool {
        self.adds_library
    }

    /// Returns the tag, if there is one.
    #[must_use]
    pub fn tag(&self) -> Option<&'a str> {
        self.tag
    }

    /// Returns the digest, if there is one.
    #[must_use]
    pub fn digest(&self) -> Option<&'a str> {
        self.digest
    }

    #[inline]
    pub(crate) fn with_layout(text: &'a str, registry: usize, name: usize, tag: usize) -> Self {
        let (front, digest) = split(text, tag);
        let (name, tag) = split(front, name);
        let (registry, path) = match (registry, split(name, registry)) {
            (0, _) => (None, name),
            (_, (registry, path)) => (Some(registry), path.unwrap_or_default()),
        };
        Self { registry, adds_library: false, path, tag, digest }
    }

    /// The key for comparisons: equal for references to the same image, however they
    /// are written.
    fn key(&self) -> (Option<&'a str>, bool, &'a str, Option<&'a str>, Option<&'a str>) {
        let (is_in_library, path) = match self.path.strip_prefix(LIBRARY) {
            Some(path) => (true, path),
            None => (self.adds_library, self.path),
        };
        (self.registry, is_in_library, path, self.tag, self.digest)
    }
}

impl PartialEq for ReferenceRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for ReferenceRef<'_> {}

impl Hash for ReferenceRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl<'a> TryFrom<&'a str> for ReferenceRef<'a> {
    type Error = NameError;

    fn try_from(text: &'a str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl fmt::Display for ReferenceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.width().is_some() || f.precision().is_some() {
            return f.pad(Reference::from(*self).as_str());
        }
        if let Some(registry) = self.registry {
            write!(f, "{registry}/")?;
        }
        if self.adds_library {
            f.write_str(LIBRARY)?;
        }
        f.write_str(self.path)?;
        if let Some(tag) = self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ReferenceRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferenceRef(\"{self}\")")
    }
}

/// Splits the string before and after the one-byte delimiter at this index.
#[inline]
fn split(text: &str, index: usize) -> (&str, Option<&str>) {
    match text.split_at_checked(index) {
        Some((front, after)) => (front, after.get(1..)),
        None => (text, None),
    }
}

#[cold]
fn refusal(text: &str, form: Form) -> NameError {
    NameError::new(NOUN, text, reference_flaw::of(text.as_bytes(), form))
}
