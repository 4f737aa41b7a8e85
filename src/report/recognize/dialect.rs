use crate::name::words;

/// A **dialect** of regular expressions, by the tool that reads it.
///
/// # Examples
///
/// ```
/// use tagwright::recognize::Dialect;
/// use tagwright::Policy;
///
/// let policy = Policy::cwiq();
/// let main = |dialect| policy.patterns(dialect).remove(0).regex;
/// assert_eq!(main(Dialect::Go), "^(?:main-(?P<short_sha>[0-9a-f]{8})|latest)$");
/// assert_eq!(main(Dialect::JavaScript), "^(?:main-(?<short_sha>[0-9a-f]{8})|latest)$");
/// assert_eq!(main(Dialect::Posix), "^(main-([0-9a-f]{8})|latest)$");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Go's [RE2 syntax], with fields as `(?P<name>…)`, for example for `filterTags` in
    /// Flux's `ImagePolicy`. Rust's `regex` and Python read it too.
    ///
    /// [RE2 syntax]: https://github.com/google/re2/wiki/Syntax
    Go,
    /// [ECMAScript], with fields as `(?<name>…)`, for example for Renovate's
    /// `versioning` and `matchStrings`. .NET and PCRE read it too.
    ///
    /// [ECMAScript]: https://tc39.es/ecma262/#sec-patterns
    JavaScript,
    /// [POSIX extended], without names, for `grep -E`, `sed -E`, and every `awk` that
    /// supports intervals such as `{8}` (older versions of mawk do not). Set
    /// `LC_ALL=C`, so that ranges such as `[a-z]` are those of ASCII.
    ///
    /// [POSIX extended]: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap09.html#tag_09_04
    Posix,
}

words! {
    Dialect, "dialect",
    Go "go",
    JavaScript "javascript"
    or Posix "posix"
}

impl Dialect {
    /// The opening of a group that is not a field.
    pub(crate) fn group(self) -> &'static str {
        match self {
            Self::Go | Self::JavaScript => "(?:",
            Self::Posix => "(",
        }
    }

    /// The delimiters of the name of a group that is a field.
    pub(crate) fn name(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Go => Some(("(?P<", ">")),
            Self::JavaScript => Some(("(?<", ">")),
            Self::Posix => None,
        }
    }
}
