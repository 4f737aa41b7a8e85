use alloc::format;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use crate::name::{Digest, Quoted};

/// The error of reading the digest from a builder's metadata file.
///
/// # Examples
///
/// The empty file of a failed build:
///
/// ```
/// use tagwright::Digest;
///
/// let error = Digest::from_metadata_file("").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the metadata is not JSON: EOF while parsing a value at line 1 column 0",
/// );
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MetadataError(String);

crate::name::debug_as_message!(MetadataError);

const DIGEST: &str = "containerimage.digest";

impl Digest {
    /// Reads the digest of the image from the `--metadata-file` of
    /// `docker buildx build` or `buildctl build`.
    ///
    /// # Errors
    ///
    /// * A file that is not a JSON object, such as the empty file of a failed build.
    /// * An object without `containerimage.digest`: the build exported no image.
    /// * A digest that occurs twice, or that [`Digest::parse`] rejects.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::Digest;
    ///
    /// let digest = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
    /// let file = format!(r#"{{
    ///   "buildx.build.ref": "default/default/lyu9sbkd2v2tyfyuxlvbjxvbq",
    ///   "containerimage.digest": "{digest}",
    ///   "image.name": "ghcr.io/acme/server:1.0.0"
    /// }}"#);
    /// assert_eq!(Digest::from_metadata_file(&file)?, digest);
    ///
    /// let error = Digest::from_metadata_file("{}").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the metadata has no containerimage.digest; a builder writes it for an image that it exports",
    /// );
    /// # Ok::<(), tagwright::build::MetadataError>(())
    /// ```
    pub fn from_metadata_file(text: &str) -> Result<Self, MetadataError> {
        let found = read(text, Member { key: DIGEST, value: PhantomData::<Self> })?;
        found.ok_or_else(|| no_digest("the metadata"))
    }

    /// Reads the digest of one target from the `--metadata-file` of
    /// `docker buildx bake`.
    ///
    /// # Errors
    ///
    /// * What [`from_metadata_file`](Self::from_metadata_file) rejects, for the target.
    /// * A file without the target.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::Digest;
    ///
    /// let digest = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
    /// let file = format!(r#"{{"app": {{"containerimage.digest": "{digest}"}}}}"#);
    /// assert_eq!(Digest::from_bake_metadata_file(&file, "app")?, digest);
    /// # Ok::<(), tagwright::build::MetadataError>(())
    /// ```
    pub fn from_bake_metadata_file(text: &str, target: &str) -> Result<Self, MetadataError> {
        let digest = Member { key: DIGEST, value: PhantomData::<Self> };
        let found = read(text, Member { key: target, value: digest })?;
        let target = format!("the metadata of target {}", Quoted(target));
        found.flatten().ok_or_else(|| no_digest(&target))
    }
}

fn no_digest(of: &str) -> MetadataError {
    MetadataError(format!("{of} has no {DIGEST}; a builder writes it for an image that it exports"))
}

fn read<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S) -> Result<S::Value, MetadataError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let read = seed.deserialize(&mut json).and_then(|found| json.end().map(|()| found));
    read.map_err(|error| {
        let what = if error.is_data() { "unexpected metadata" } else { "the metadata is not JSON" };
        MetadataError(format!("{what}: {error}"))
    })
}

/// Reads one member of an object, and ignores the others.
#[derive(Clone, Copy)]
struct Member<'k, S> {
    key: &'k str,
    value: S,
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for Member<'_, S> {
    type Value = Option<S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for Member<'_, S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with {}", self.key)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            if key != self.key {
                map.next_value::<IgnoredAny>()?;
            } else if found.replace(map.next_value_seed(self.value)?).is_some() {
                return Err(A::Error::custom(format_args!("{} occurs twice", Quoted(self.key))));
            }
        }
        Ok(found)
    }
}
