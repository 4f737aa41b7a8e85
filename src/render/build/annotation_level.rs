use crate::name::words;

/// The part of an image to which an **annotation** is written.
///
/// An image for one platform is a manifest; an image for several is an index of
/// manifests. A descriptor points to each of them. `Display`, `FromStr` and serde use
/// docker's word for the level, as in `--annotation manifest:KEY=VALUE`.
///
/// # Examples
///
/// ```
/// use tagwright::build::AnnotationLevel;
///
/// assert_eq!(AnnotationLevel::IndexDescriptor.to_string(), "index-descriptor");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum AnnotationLevel {
    /// The manifest of each platform.
    Manifest,
    /// The index. The builder rejects this level if there is none.
    Index,
    /// The descriptors in the index that point to the manifests.
    ManifestDescriptor,
    /// The descriptor that points to the index.
    IndexDescriptor,
}

words! {
    AnnotationLevel, "annotation level",
    Manifest "manifest",
    Index "index",
    ManifestDescriptor "manifest-descriptor"
    or IndexDescriptor "index-descriptor"
}
