use crate::name::words;

/// What of an image an **annotation** is written to.
///
/// An image for one platform is a manifest; for several it is an index of
/// manifests. Each of them is pointed to by a descriptor. `Display`, `FromStr`
/// and serde use docker's word for the level, as in `--annotation manifest:KEY=VALUE`.
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
    /// The index; the builder refuses it where there is none.
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
