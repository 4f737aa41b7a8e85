use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::Event;
use super::fact;
use super::supplied_values::SuppliedValues;
use crate::data::{
    DataError, Fields, Node, Path, checked, flag, list_such_as, number, such_as, value,
};
use crate::name::{CommitSha, RefName, Timestamp};

/// The optional facts of a context; the names are those of the serde form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub(super) struct KnownFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) head_sha: Option<CommitSha>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) branch_head: Option<CommitSha>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default_branch: Option<RefName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) project_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) committed: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) event: Option<Event>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fork: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) protected: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) workspace: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) licenses: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) run_number: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) versions: Option<Vec<String>>,
    #[serde(skip_serializing_if = "SuppliedValues::is_empty")]
    pub(super) values: SuppliedValues,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) variant: Option<String>,
}

impl KnownFacts {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Result<Self, DataError> {
        const INSTANT: &str = "2026-03-18T09:00:00Z";
        let version = |node: Node<'_>, path: &Path<'_>| checked(fact::version)(node, path);
        let mut facts = Self {
            head_sha: fields.optional("head_sha", checked(CommitSha::new))?,
            branch_head: fields.optional("branch_head", checked(CommitSha::new))?,
            default_branch: fields.optional("default_branch", checked(fact::short_name))?,
            project_path: fields.optional("project_path", checked(fact::line))?,
            created: fields.optional("created", such_as(INSTANT, checked(Timestamp::parse)))?,
            committed: fields.optional("committed", such_as(INSTANT, checked(Timestamp::parse)))?,
            event: fields.optional("event", value)?,
            fork: fields.optional("fork", flag)?,
            protected: fields.optional("protected", flag)?,
            workspace: fields.optional("workspace", checked(fact::line))?,
            source_url: fields.optional("source_url", checked(fact::line))?,
            title: fields.optional("title", checked(fact::prose))?,
            description: fields.optional("description", checked(fact::prose))?,
            licenses: fields.optional("licenses", checked(fact::line))?,
            run_number: fields.optional("run_number", number)?,
            versions: fields
                .optional("versions", list_such_as(r#"a list such as ["v1.0.0"]"#, version))?,
            values: SuppliedValues::read(fields)?,
            variant: fields.optional("variant", checked(fact::line))?,
        };
        facts.drop_empty_texts();
        Ok(facts)
    }

    /// An optional string that is empty counts as absent.
    fn drop_empty_texts(&mut self) {
        let Self {
            project_path, workspace, source_url, title, description, licenses, variant, ..
        } = self;
        for text in [project_path, workspace, source_url, title, description, licenses, variant] {
            text.take_if(|text| text.is_empty());
        }
    }
}
