use alloc::string::String;
use alloc::vec::Vec;

use super::finding_code::FindingCode;
use crate::data::{DataError, Fields, Node, Path, one_or_many, text, value};

/// A finding of the audit that the owner of a policy accepts: it is then for information
/// alone.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct AcceptDocument {
    /// What is found.
    pub finding: FindingCode,
    /// The names of the rules that it is about, all of them; if there are none, any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
    /// The template of a tag that it is about; default: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Why it is accepted.
    pub because: String,
}

impl AcceptDocument {
    /// Makes the document of a finding that is accepted in whatever rules.
    #[must_use]
    pub fn new(finding: FindingCode, because: impl Into<String>) -> Self {
        Self { finding, rules: Vec::new(), tag: None, because: because.into() }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a table such as { finding = \"shared-tag\", rules = [\"main\"], because \
                            = \"...\" }";
        if !matches!(node, Node::Table(_)) {
            return Err(node.wrong_type(FORM, path));
        }
        let mut fields = Fields::open(node, path)?;
        let accept = Self {
            finding: fields.required("finding", "finding = \"slug-collision\"", value)?,
            rules: fields.optional("rules", one_or_many(text))?.unwrap_or_default(),
            tag: fields.optional("tag", text)?,
            because: fields.required("because", "because = \"only we push here\"", text)?,
        };
        fields.close(accept)
    }
}
