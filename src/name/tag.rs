use super::error::Flaw;
use super::grammar;
use super::newtype::name;

name! {
    /// The **tag** of a container image: the part of a reference after the `:`.
    ///
    /// # Syntax
    ///
    /// `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`, as in the [distribution
    /// specification]; ASCII only, at most 128 characters.
    ///
    /// # Examples
    ///
    /// A deploy job checks the tag that it received before it contacts a registry:
    ///
    /// ```
    /// use tagwright::Tag;
    ///
    /// let tag = Tag::new("main-a1b2c3d8")?;
    /// assert_eq!(tag, "main-a1b2c3d8");
    /// assert!(Tag::new("feature/search").is_err());
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [distribution specification]: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
    Tag, "tag", check,
    /// Checks a tag.
    ///
    /// # Errors
    ///
    /// * An empty string: some builders push a reference with an empty tag as `latest`.
    /// * A first character other than an ASCII letter, a digit or `_`: a
    ///   leading `-` would be read as an option, a leading `.` as a hidden
    ///   file.
    /// * Any character other than an ASCII letter, a digit, `_`, `.` or `-`.
    /// * More than 128 characters.
    new
}

impl Tag {
    /// The greatest length of a tag in characters.
    pub const MAX_LENGTH: usize = 128;

    /// The tag `latest`, the default of a reference without one.
    pub const LATEST: Self = Self::from_static("latest");

    pub(crate) const TOO_LONG: Flaw =
        Flaw::too_long(Self::MAX_LENGTH, "a tag has at most 128 characters");
}

/// Whether a tag can begin with this byte.
pub(crate) const fn is_first(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a tag can contain this byte after its first.
pub(crate) const fn is_inner(byte: u8) -> bool {
    is_first(byte) || matches!(byte, b'.' | b'-')
}

// tag ::= [\w][\w.-]{0,127}, and \w is [0-9A-Za-z_]
// https://github.com/distribution/reference/blob/v0.6.0/reference.go
pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str = "a tag holds letters, digits, '_', '.' and '-'";
    let [first, ..] = bytes else {
        return Err(Flaw::empty(0, HOLDS));
    };
    if is_inner(*first) && !is_first(*first) {
        return Err(Flaw::character(0, "a tag begins with a letter, a digit or '_'"));
    }
    let rest = grammar::skip_tag(bytes);
    if !rest.is_empty() {
        return Err(Flaw::character(bytes.len() - rest.len(), HOLDS));
    }
    if bytes.len() > Tag::MAX_LENGTH {
        return Err(Tag::TOO_LONG);
    }
    Ok(())
}
