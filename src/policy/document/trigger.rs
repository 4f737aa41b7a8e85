use alloc::format;
use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::names::NamesDocument;
use crate::data::{DataError, Fields, Node, OneOf, Path, text, value};

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
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
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

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a table such as { branch = \"main\" } or { default-branch = {} }";
        if !matches!(node, Node::Table(_)) {
            return Err(node.wrong_type(FORM, path));
        }
        let mut fields = Fields::open(node, path)?;
        let triggers = [
            fields.optional("branch", NamesDocument::read)?.map(Self::Branch),
            fields.optional("tag", NamesDocument::read)?.map(Self::Tag),
            fields.optional("default-branch", no_options)?.map(|()| Self::DefaultBranch {}),
            fields.optional("release", release)?,
            fields.optional("pull-request", pull_request)?,
            fields.optional("schedule", no_options)?.map(|()| Self::Schedule {}),
            fields.optional("any", no_options)?.map(|()| Self::Any {}),
        ];
        let known = fields.known();
        let mut found = fields.close(triggers)?.into_iter().flatten();
        match (found.next(), found.count()) {
            (Some(trigger), 0) => Ok(trigger),
            (None, _) => {
                let known = OneOf(known);
                Err(DataError::new(path, format_args!("a rule has a trigger; expected {known}")))
            }
            (Some(_), more) => {
                let count = more + 1;
                let message =
                    format!("a rule has one trigger, found {count}; write a rule for each");
                Err(DataError::new(path, message))
            }
        }
    }
}

fn no_options(node: Node<'_>, path: &Path<'_>) -> Result<(), DataError> {
    Fields::open(node, path)?.close(())
}

fn release(node: Node<'_>, path: &Path<'_>) -> Result<TriggerDocument, DataError> {
    let mut fields = Fields::open(node, path)?;
    let prefix = fields.optional("prefix", text)?;
    let trigger = TriggerDocument::Release {
        prefix: prefix.unwrap_or_else(|| TriggerDocument::RELEASE_PREFIX.into()),
        prerelease: fields.optional("prerelease", value)?.unwrap_or_default(),
    };
    fields.close(trigger)
}

fn pull_request(node: Node<'_>, path: &Path<'_>) -> Result<TriggerDocument, DataError> {
    let mut fields = Fields::open(node, path)?;
    let target = fields.optional("target", NamesDocument::read)?;
    fields.close(TriggerDocument::PullRequest { target })
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
