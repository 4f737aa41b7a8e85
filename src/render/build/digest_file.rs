use crate::name::{Digest, NameError};

impl Digest {
    /// Reads what a builder wrote to its digest file: kaniko's `--digest-file`,
    /// and `--digestfile` of buildah, podman and skopeo.
    ///
    /// It holds the digest, and at most one line end behind it.
    ///
    /// # Errors
    ///
    /// * What [`Digest::parse`] refuses, and so every other content: the empty
    ///   file of a push that failed, a reference, two digests.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::Digest;
    ///
    /// let file = "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582\n";
    /// assert_eq!(Digest::from_digest_file(file)?.algorithm(), "sha256");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    pub fn from_digest_file(text: &str) -> Result<Self, NameError> {
        let line = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n'));
        Self::parse(line.unwrap_or(text))
    }
}
