use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::data::{DataError, Fields, Node, Path, flag, map, text};

/// A value that the job passes in, such as the output of `git describe` or a
/// computed version.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub struct ValueDocument {
    /// What the value may be: text, in which `*` matches any characters and `?` one
    /// character, or `/…/`, a regex that matches the whole value.
    pub pattern: String,
    /// Whether two builds never have the same value, so that a tag with it is
    /// immutable.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub unique: bool,
    /// The value where the context has none; without it, a plan that uses the value
    /// needs it from the context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
}

impl ValueDocument {
    /// Makes the document of a value that matches a pattern, is not unique and has no
    /// default.
    #[must_use]
    pub fn new(pattern: impl Into<String>) -> Self {
        Self { pattern: pattern.into(), ..Self::default() }
    }

    pub(super) fn read_all(
        node: Node<'_>,
        path: &Path<'_>,
    ) -> Result<BTreeMap<String, Self>, DataError> {
        const FORM: &str = "a table such as { build = { pattern = \"/[0-9]{1,9}/\" } }";
        map(FORM, Self::read)(node, path)
    }

    fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        const FORM: &str = "a table such as { pattern = \"/[0-9]{1,9}/\" }";
        if !matches!(node, Node::Table(_)) {
            return Err(node.wrong_type(FORM, path));
        }
        let mut fields = Fields::open(node, path)?;
        let value = Self {
            pattern: fields.required("pattern", "pattern = '/[0-9a-f]{8}/'", text)?,
            unique: fields.optional("unique", flag)?.unwrap_or_default(),
            default: fields.optional("default", text)?,
        };
        fields.close(value)
    }
}
