use alloc::borrow::Cow;
use alloc::string::String;
use core::hash::{Hash, Hasher};

use super::digest::Digest;
use super::docker::{self, DockerReading, HUB, LIBRARY};
use super::error::NameError;
use super::grammar::{self, Layout};
use super::image_name::ImageName;
use super::newtype::text_traits;
use super::reference_flaw::{self, Form};
use super::reference_ref::ReferenceRef;
use super::tag::Tag;

/// A **reference** to a container image: a name with an optional tag and digest.
///
/// # Syntax
///
/// `[REGISTRY/]REPOSITORY[:TAG][@DIGEST]`, as in the [reference grammar].
///
/// [`parse`](Self::parse) reads a reference as docker does and stores the full form:
/// `ubuntu` becomes `docker.io/library/ubuntu`. `FromStr`, `TryFrom` and serde do the
/// same, and the string form parses to an equal value.
/// [`parse_strict`](Self::parse_strict) stores the input unchanged; if it was a short
/// name, only `parse_strict` reads its string form back to an equal value.
///
/// # Examples
///
/// ```
/// use tagwright::Reference;
///
/// let builder = Reference::parse("gcr.io/kaniko-project/executor:debug")?;
/// assert_eq!(builder.registry(), Some("gcr.io"));
/// assert_eq!(builder.repository(), "kaniko-project/executor");
/// assert_eq!(builder.tag(), Some("debug"));
///
/// assert_eq!(Reference::parse("ubuntu:24.04")?, "docker.io/library/ubuntu:24.04");
/// # Ok::<(), tagwright::NameError>(())
/// ```
///
/// [reference grammar]: https://github.com/distribution/reference/blob/v0.6.0/reference.go
// The string determines the other fields: equal strings are equal references. It is the
// first field because it decides the order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    text: Cow<'static, str>,
    /// The length of the registry; 0 where there is none.
    registry: usize,
    /// The end of the repository.
    name: usize,
    /// The end of the tag.
    tag: usize,
}

pub(crate) const NOUN: &str = "reference";

impl Reference {
    /// Parses a reference as docker does, and completes it.
    ///
    /// The first part is a registry if it contains `.`, `:` or an upper-case letter, or
    /// is `localhost`. Otherwise the registry is `docker.io`, and a name of one
    /// component is in its namespace `library`. `index.docker.io` becomes `docker.io`.
    /// No tag is added.
    ///
    /// # Errors
    ///
    /// * An empty string, a scheme such as `https://`, or a registry without a
    ///   repository.
    /// * A repository with an upper-case letter, an empty part between `/`, or
    ///   separators that follow one another or are at an end of a part; or with more
    ///   than 255 characters, including `library/`.
    /// * A `:` or `@` without a legal [`Tag`] or [`Digest`] after it.
    /// * 64 hexadecimal digits, which docker reads as the ID of a local image.
    pub fn parse(text: impl Into<String>) -> Result<Self, NameError> {
        let text = text.into();
        match docker::read(text.as_bytes()) {
            Some(reading) if reading.adds_nothing() => {
                Ok(Self::with_layout(Cow::Owned(text), reading.layout))
            }
            Some(reading) => Ok(complete(&text, &reading)),
            None => {
                let flaw = reference_flaw::of(text.as_bytes(), Form::Docker);
                Err(NameError::new(NOUN, text, flaw))
            }
        }
    }

    /// Parses a reference by the pure grammar, without completing it.
    ///
    /// What precedes the first `/` is the registry if it can be one: that of
    /// `acme/server` is `acme`. `ubuntu` has none.
    ///
    /// # Errors
    ///
    /// * What [`parse`](Self::parse) rejects, except for 64 hexadecimal digits.
    pub fn parse_strict(text: impl Into<String>) -> Result<Self, NameError> {
        let text = text.into();
        if let Some(layout) = grammar::strict(text.as_bytes()) {
            return Ok(Self::with_layout(Cow::Owned(text), layout));
        }
        let flaw = reference_flaw::of(text.as_bytes(), Form::Strict);
        Err(NameError::new(NOUN, text, flaw))
    }

    /// Creates a constant from a literal reference in its full form.
    ///
    /// # Panics
    ///
    /// Panics if the literal is not legal, or if [`parse`](Self::parse) would complete
    /// it; in a `const`, that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn from_static(text: &'static str) -> Self {
        #[expect(clippy::panic, reason = "a bad literal in a `const` must not compile")]
        match docker::read(text.as_bytes()) {
            Some(reading) if reading.adds_nothing() => {
                Self::with_layout(Cow::Borrowed(text), reading.layout)
            }
            _ => panic!("not a legal reference in its full form"),
        }
    }

    /// Returns the reference as a string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the registry, if there is one.
    ///
    /// There is none if [`parse_strict`](Self::parse_strict) found none, or in a name
    /// such as `my_host.local/app`: docker reads its first part as a registry because
    /// of the dot, but it is not a legal registry.
    #[must_use]
    pub fn registry(&self) -> Option<&str> {
        self.parts().registry()
    }

    /// Returns the repository.
    #[must_use]
    pub fn repository(&self) -> &str {
        self.parts().path()
    }

    /// Returns the registry and the repository.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text.get(..self.name).unwrap_or_default()
    }

    /// Returns the tag, if there is one. Without a tag and a digest, tools use
    /// [`Tag::LATEST`].
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.parts().tag()
    }

    /// Returns the digest, if there is one.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.parts().digest()
    }

    /// Returns the parts.
    #[must_use]
    pub fn parts(&self) -> ReferenceRef<'_> {
        ReferenceRef::with_layout(&self.text, self.registry, self.name, self.tag)
    }

    /// Sets the tag.
    #[must_use]
    pub fn with_tag(self, tag: &Tag) -> Self {
        Self::of_parts(self.name(), self.registry, Some(tag.as_str()), self.digest())
    }

    /// Sets the digest. If a reference has both a tag and a digest, tools pull by the
    /// digest.
    ///
    /// # Examples
    ///
    /// A deploy job pins what the build job pushed, and keeps the tag for the
    /// people who read the manifest:
    ///
    /// ```
    /// use tagwright::{Digest, Reference};
    ///
    /// let digest = Digest::parse(
    ///     "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
    /// )?;
    /// let pinned = Reference::parse("ghcr.io/acme/server:1.0.0")?.with_digest(&digest);
    /// assert_eq!(pinned.tag(), Some("1.0.0"));
    /// assert_eq!(pinned.digest(), Some(digest.as_str()));
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    #[must_use]
    pub fn with_digest(self, digest: &Digest) -> Self {
        Self::of_parts(self.name(), self.registry, self.tag(), Some(digest.as_str()))
    }

    /// The reference to the same image by this digest, without a tag.
    pub(crate) fn of_digest(&self, digest: &Digest) -> Self {
        Self::of_parts(self.name(), self.registry, None, Some(digest.as_str()))
    }

    pub(crate) fn of_image(image: &ImageName, tag: Option<&Tag>, digest: Option<&Digest>) -> Self {
        Self::of_parts(
            image.as_str(),
            image.registry().len(),
            tag.map(Tag::as_str),
            digest.map(Digest::as_str),
        )
    }

    fn of_parts(name: &str, registry: usize, tag: Option<&str>, digest: Option<&str>) -> Self {
        let length = |part: Option<&str>| part.map_or(0, |part| 1 + part.len());
        let mut text = String::with_capacity(name.len() + length(tag) + length(digest));
        text.push_str(name);
        for (sign, part) in [(':', tag), ('@', digest)] {
            if let Some(part) = part {
                text.push(sign);
                text.push_str(part);
            }
        }
        let tag = name.len() + length(tag);
        Self { text: Cow::Owned(text), registry, name: name.len(), tag }
    }

    const fn with_layout(text: Cow<'static, str>, layout: Layout) -> Self {
        Self { text, registry: layout.registry, name: layout.name, tag: layout.tag }
    }
}

fn complete(text: &str, reading: &DockerReading) -> Reference {
    let written = text.get(reading.path..).unwrap_or_default();
    let library = if reading.adds_library { LIBRARY } else { "" };
    let mut whole = String::with_capacity(HUB.len() + "/".len() + library.len() + written.len());
    for part in [HUB, "/", library, written] {
        whole.push_str(part);
    }
    let behind_name = text.len() - reading.layout.name;
    let behind_tag = text.len() - reading.layout.tag;
    Reference {
        registry: HUB.len(),
        name: whole.len() - behind_name,
        tag: whole.len() - behind_tag,
        text: Cow::Owned(whole),
    }
}

impl From<ReferenceRef<'_>> for Reference {
    fn from(reference: ReferenceRef<'_>) -> Self {
        let registry = reference.registry().unwrap_or_default();
        let repository = reference.repository();
        let mut name = String::with_capacity(registry.len() + "/".len() + repository.len());
        if !registry.is_empty() {
            name.push_str(registry);
            name.push('/');
        }
        name.push_str(&repository);
        Self::of_parts(&name, registry.len(), reference.tag(), reference.digest())
    }
}

impl From<ImageName> for Reference {
    fn from(image: ImageName) -> Self {
        Self::of_image(&image, None, None)
    }
}

impl Hash for Reference {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.text.into_owned()
    }
}

text_traits!(Reference, "reference", parse);
