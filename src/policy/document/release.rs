use alloc::format;
use alloc::string::String;

use crate::data::{DataError, Fields, Node, Path, text, value};

/// Which git tags are releases.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ReleaseDocument {
    /// The text before the version; default: `v`.
    pub prefix: String,
    /// Whether prereleases are releases; default: they are not.
    pub prerelease: PrereleaseFilter,
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

impl Default for ReleaseDocument {
    fn default() -> Self {
        Self { prefix: String::from("v"), prerelease: PrereleaseFilter::default() }
    }
}

impl ReleaseDocument {
    /// Makes the document of the versions after a prefix.
    #[must_use]
    pub fn new(prefix: impl Into<String>, prerelease: PrereleaseFilter) -> Self {
        Self { prefix: prefix.into(), prerelease }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
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
        let default = Self::default();
        let release = Self {
            prefix: fields.optional("prefix", text)?.unwrap_or(default.prefix),
            prerelease: fields.optional("prerelease", value)?.unwrap_or(default.prerelease),
        };
        fields.close(release)
    }
}
