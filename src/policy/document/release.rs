use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, Serializer};

use super::one_or_many::OneOrMany;
use super::version_scheme::VersionScheme;
use crate::data::{DataError, Fields, Node, Path, list, text, value};
use crate::name::word_list;

/// Whether the git tag is a version.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReleaseCondition {
    /// It is such a version.
    Version(ReleaseDocument),
    /// It is not a `v` followed by a SemVer version: `release = false`.
    NoVersion,
}

/// Which git tags are releases.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReleaseDocument {
    /// What may be before the version; default: `v`. The longest that a version follows
    /// counts. `{project}` is the name of the project.
    #[serde(serialize_with = "one_or_many")]
    pub prefix: Vec<String>,
    /// How versions are written and ordered; default: SemVer.
    #[serde(skip_serializing_if = "is_default")]
    pub scheme: VersionScheme,
    /// Whether prereleases are releases; default: they are not.
    #[serde(skip_serializing_if = "is_default")]
    pub prerelease: PrereleaseFilter,
    /// What becomes of build metadata in `{version}`; default: it is kept.
    #[serde(skip_serializing_if = "is_default")]
    pub build: BuildMetadata,
}

/// Which versions are releases.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PrereleaseFilter {
    /// Final versions.
    #[default]
    Exclude,
    /// Final versions and prereleases.
    Include,
    /// Prereleases.
    Only,
}

word_list! {
    PrereleaseFilter, "filter of prereleases",
    Exclude "exclude",
    Include "include"
    or Only "only"
}

/// What becomes of build metadata in `{version}`: of what is after the `+` of a SemVer
/// version, or of the local version of PEP 440.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BuildMetadata {
    /// It is kept, with `_` in place of the `+`, which no image tag can hold.
    #[default]
    Keep,
    /// It is left out, so that builds of one version have one `{version}`.
    Drop,
}

word_list! {
    BuildMetadata, "treatment of build metadata",
    Keep "keep"
    or Drop "drop"
}

impl Default for ReleaseDocument {
    fn default() -> Self {
        Self::new("v", PrereleaseFilter::default())
    }
}

impl ReleaseDocument {
    /// Makes the document of the SemVer versions after a prefix.
    #[must_use]
    pub fn new(prefix: impl Into<String>, prerelease: PrereleaseFilter) -> Self {
        Self {
            prefix: Vec::from([prefix.into()]),
            scheme: VersionScheme::default(),
            prerelease,
            build: BuildMetadata::default(),
        }
    }

    fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        let node = node.table_or(path, |found| match found {
            Node::Text(text) => {
                // What is written is a glob: `v*`.
                let prefix = text.split(['*', '?', '[', '/', '"']).next().unwrap_or_default();
                Some(format!("release = {{ prefix = \"{prefix}\" }}"))
            }
            Node::Bool(true) => Some(String::from("release = {}")),
            _ => None,
        })?;
        let mut fields = Fields::open(node, path)?;
        let prefix = fields.optional("prefix", prefixes)?;
        let scheme = fields.optional("scheme", value)?;
        let prerelease = fields.optional("prerelease", value)?;
        let build = fields.optional("build", value)?;
        let default = Self::default();
        let release = Self {
            prefix: prefix.unwrap_or(default.prefix),
            scheme: scheme.unwrap_or(default.scheme),
            prerelease: prerelease.unwrap_or(default.prerelease),
            build: build.unwrap_or(default.build),
        };
        if release.scheme == VersionScheme::Dotted {
            let key = [("prerelease", prerelease.is_some()), ("build", build.is_some())];
            if let Some((key, _)) = key.into_iter().find(|(_, is_set)| *is_set) {
                return Err(DataError::new(&path.key(key), Self::useless_key(key)));
            }
        }
        fields.close(release)
    }

    /// Why dotted versions have no use for a key.
    pub(crate) fn useless_key(key: &str) -> String {
        let what = match key {
            "prerelease" => "a dotted version is never a prerelease",
            _ => "a dotted version has no build metadata",
        };
        format!("{what}; leave {key} out")
    }
}

impl ReleaseCondition {
    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        match node {
            Node::Bool(false) => Ok(Self::NoVersion),
            node => ReleaseDocument::read(node, path).map(Self::Version),
        }
    }
}

impl From<ReleaseDocument> for ReleaseCondition {
    fn from(release: ReleaseDocument) -> Self {
        Self::Version(release)
    }
}

impl Serialize for ReleaseCondition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Version(release) => release.serialize(serializer),
            Self::NoVersion => serializer.serialize_bool(false),
        }
    }
}

fn prefixes(node: Node<'_>, path: &Path<'_>) -> Result<Vec<String>, DataError> {
    match node {
        Node::List(_) => list(text)(node, path),
        Node::Text(text) => Ok(Vec::from([text.into_owned()])),
        node => Err(node.no_string("a prefix or a list of prefixes", path)),
    }
}

fn one_or_many<S: Serializer>(prefixes: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    OneOrMany(prefixes).serialize(serializer)
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
