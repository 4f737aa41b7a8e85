use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::names::NamesDocument;

/// When a rule fires.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TriggerDocument {
    /// For a branch with one of these names.
    Branch(NamesDocument),
    /// For a git tag with one of these names.
    Tag(NamesDocument),
    /// For the default branch.
    DefaultBranch {},
    /// For a git tag that is a SemVer version behind a prefix.
    Release {
        /// What stands before the version; `v` unless said.
        prefix: String,
        /// Which versions are taken.
        prerelease: PrereleaseFilter,
    },
    /// For a pull request.
    PullRequest {
        /// The branches that it may be aimed at; any unless said.
        target: Option<NamesDocument>,
    },
    /// For a scheduled pipeline, beside the rules of its branch.
    Schedule {},
    /// For every pipeline.
    Any {},
}

/// Which versions a `release` trigger takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PrereleaseFilter {
    /// Final releases.
    #[default]
    No,
    /// Prereleases.
    Only,
    /// Both.
    Any,
}

impl TriggerDocument {
    pub(crate) const RELEASE_PREFIX: &str = "v";
}

impl PrereleaseFilter {
    pub(crate) const ALL: &'static [(&'static str, Self)] =
        &[("no", Self::No), ("only", Self::Only), ("any", Self::Any)];
}

/// A table of one key. What serde derives for an enum is a `!tag` in YAML, and
/// a policy has none.
impl Serialize for TriggerDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut table = serializer.serialize_map(Some(1))?;
        match self {
            Self::Branch(names) => table.serialize_entry("branch", names)?,
            Self::Tag(names) => table.serialize_entry("tag", names)?,
            Self::DefaultBranch {} => table.serialize_entry("default-branch", &NoOptions {})?,
            Self::Release { prefix, prerelease } => {
                let options = ReleaseOptions { prefix, prerelease: *prerelease };
                table.serialize_entry("release", &options)?;
            }
            Self::PullRequest { target } => {
                let options = PullRequestOptions { target: target.as_ref() };
                table.serialize_entry("pull-request", &options)?;
            }
            Self::Schedule {} => table.serialize_entry("schedule", &NoOptions {})?,
            Self::Any {} => table.serialize_entry("any", &NoOptions {})?,
        }
        table.end()
    }
}

#[derive(serde::Serialize)]
struct NoOptions {}

#[derive(serde::Serialize)]
struct ReleaseOptions<'a> {
    prefix: &'a str,
    prerelease: PrereleaseFilter,
}

#[derive(serde::Serialize)]
struct PullRequestOptions<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'a NamesDocument>,
}
