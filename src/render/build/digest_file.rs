use crate::name::{Digest, NameError};

impl Digest {
    /// Parses the digest file of a builder: kaniko's `--digest-file`, or `--digestfile`
    /// of buildah, podman and skopeo.
    ///
    /// It contains the digest, optionally followed by one line break.
    ///
    /// # Errors
    ///
    /// * Any other content, such as an empty file of a failed push, a reference, or two
    ///   digests.
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
