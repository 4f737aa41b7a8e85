use alloc::format;
use alloc::string::String;

use super::events::EventsDocument;
use super::names::NamesDocument;
use super::release::ReleaseCondition;
use crate::data::{DataError, Fields, Node, Path, flag};
use crate::name::{Quoted, RefName};

/// The conditions of a rule, all of which must hold. Without any, the rule applies to
/// every pipeline.
///
/// # Examples
///
/// A rule for scheduled pipelines of protected branches:
///
/// ```
/// use tagwright::context::Event;
/// use tagwright::document::ConditionsDocument;
///
/// let mut when = ConditionsDocument::branch("release/*");
/// when.event = Some(Event::Schedule.into());
/// when.protected = Some(true);
/// assert_eq!(
///     serde_json::to_value(&when)?,
///     serde_json::json!({ "branch": "release/*", "event": "schedule", "protected": true }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ConditionsDocument {
    /// The ref is a branch with one of these names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<NamesDocument>,
    /// The ref is a git tag with one of these names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<NamesDocument>,
    /// The ref is a git tag that is a version, or one that is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseCondition>,
    /// The ref is a pull request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<PullRequestDocument>,
    /// The ref is the default branch (`true`), or another branch (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_branch: Option<bool>,
    /// The pipeline was started by one of these events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventsDocument>,
    /// The ref is a pull request from a fork (`true`), or any other ref (`false`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fork: Option<bool>,
    /// Whether the ref is protected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protected: Option<bool>,
    /// The project has one of these names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<NamesDocument>,
    /// The build is of one of these variants; `""` is a build without a variant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<NamesDocument>,
}

/// What is required of a pull request.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct PullRequestDocument {
    /// The names of the branch that it comes from; default: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<NamesDocument>,
    /// The names of the branch that it is to be merged into; default: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<NamesDocument>,
}

/// Words for conditions that people bring from elsewhere, and what to write.
const FOREIGN: &[(&str, &str)] = &[
    ("merge-request", "pull-request"),
    ("mr", "pull-request"),
    ("pr", "pull-request"),
    ("schedule", "event = \"schedule\""),
    ("scheduled", "event = \"schedule\""),
];

impl ConditionsDocument {
    /// Makes the condition that the ref is a branch with one of these names.
    #[must_use]
    pub fn branch(names: impl Into<NamesDocument>) -> Self {
        Self { branch: Some(names.into()), ..Self::default() }
    }

    /// Makes the condition that the ref is a git tag with one of these names.
    #[must_use]
    pub fn tag(names: impl Into<NamesDocument>) -> Self {
        Self { tag: Some(names.into()), ..Self::default() }
    }

    /// Makes the condition that the ref is a git tag that is a version.
    #[must_use]
    pub fn release(release: impl Into<ReleaseCondition>) -> Self {
        Self { release: Some(release.into()), ..Self::default() }
    }

    /// Makes the condition that the ref is a pull request.
    #[must_use]
    pub fn pull_request(pull_request: PullRequestDocument) -> Self {
        Self { pull_request: Some(pull_request), ..Self::default() }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a table such as { branch = \"main\" } or { default-branch = true }";
        match node {
            Node::Table(_) => {}
            Node::List(_) => {
                let message =
                    format!("expected {FORM}, found a list; write a rule for each of them");
                return Err(DataError::new(path, message));
            }
            _ => return Err(node.wrong_type(FORM, path)),
        }
        let mut fields = Fields::open(node, path)?.with_answers(FOREIGN);
        let conditions = Self {
            branch: fields.optional("branch", NamesDocument::read)?,
            tag: fields.optional("tag", NamesDocument::read)?,
            release: fields.optional("release", ReleaseCondition::read)?,
            pull_request: fields.optional("pull-request", PullRequestDocument::read)?,
            default_branch: fields.optional("default-branch", default_branch)?,
            event: fields.optional("event", EventsDocument::read)?,
            fork: fields.optional("fork", flag)?,
            protected: fields.optional("protected", flag)?,
            project: fields.optional("project", NamesDocument::read)?,
            variant: fields.optional("variant", NamesDocument::read)?,
        };
        fields.close(conditions)
    }

    /// Whether the rule applies to every pipeline.
    pub(super) fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl PullRequestDocument {
    fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        let node = node.table_or(path, |found| match found {
            Node::Text(text) => Some(format!("pull-request = {{ target = \"{text}\" }}")),
            Node::Bool(true) => Some(String::from("pull-request = {}")),
            _ => None,
        })?;
        let mut fields = Fields::open(node, path)?;
        let pull_request = Self {
            source: fields.optional("source", NamesDocument::read)?,
            target: fields.optional("target", NamesDocument::read)?,
        };
        fields.close(pull_request)
    }
}

/// Reads the flag. The name of the default branch comes from the context and is not
/// written in a policy.
fn default_branch(node: Node<'_>, path: &Path<'_>) -> Result<bool, DataError> {
    match node {
        Node::Text(name) if RefName::new(&*name).is_ok() && !matches!(&*name, "true" | "false") => {
            let message = format!(
                "expected true or false, found a string; write default-branch = true, or branch = {}",
                Quoted(&name)
            );
            Err(DataError::new(path, message))
        }
        node => flag(node, path),
    }
}
