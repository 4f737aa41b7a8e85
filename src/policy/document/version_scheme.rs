use crate::name::word_list;

/// How the versions of releases are written and ordered.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum VersionScheme {
    /// [SemVer 2.0.0](https://semver.org/spec/v2.0.0.html): `1.2.3`, `1.2.3-rc.1+build.5`.
    #[default]
    #[serde(rename = "semver")]
    SemVer,
    /// Two to five numbers with dots between them, which may have leading zeros:
    /// `2024.03.01`, `0.45.3.1`. A number that is missing counts as 0 in their order.
    Dotted,
    /// [PEP 440](https://peps.python.org/pep-0440/), the versions of Python packages:
    /// `4.3.0rc1`, `1.0.post2`. Versions with an epoch are not accepted.
    #[serde(rename = "pep440")]
    Pep440,
}

word_list! {
    VersionScheme, "version scheme",
    SemVer "semver",
    Dotted "dotted"
    or Pep440 "pep440"
}
