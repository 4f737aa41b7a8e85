use alloc::string::String;

use serde::Serialize;

use crate::data::{DataError, Fields, Node, Path, number, text, value};
use crate::name::{SlugOptions, SlugPreset};

/// How `{slug:NAME}` is made, and of what.
///
/// # Examples
///
/// A slug of what the group `rest` of a rule's pattern captures:
///
/// ```
/// use tagwright::document::SlugDocument;
///
/// let mut slug = SlugDocument::default();
/// slug.of = Some("rest".into());
/// slug.options.max_length = 20;
/// let json = serde_json::to_value(&slug)?;
/// assert_eq!(json, serde_json::json!({ "of": "rest", "max-length": 20 }));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SlugDocument {
    /// The capture that it is made of; default: the name of the ref.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// How it is made. A file may name a preset instead, or override options of one.
    #[serde(flatten)]
    pub options: SlugOptions,
}

/// A slug of the name of the ref.
impl From<SlugOptions> for SlugDocument {
    fn from(options: SlugOptions) -> Self {
        Self { of: None, options }
    }
}

impl SlugDocument {
    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        if !matches!(node, Node::Table(_)) {
            return options(node, path).map(Self::from);
        }
        let mut fields = Fields::open(node, path)?;
        let of = fields.optional("of", text)?;
        let options = fields_of_options(&mut fields)?;
        fields.close(Self { of, options })
    }
}

/// Reads options: the name of a preset, or a table that may begin with one.
pub(super) fn options(node: Node<'_>, path: &Path<'_>) -> Result<SlugOptions, DataError> {
    match node {
        Node::Text(_) => preset(node, path),
        Node::Table(_) => {
            const ANSWERS: &[(&str, &str)] =
                &[("of", "it in a table of its own, as in slugs.rest = { of = \"rest\" }")];
            let mut fields = Fields::open(node, path)?.with_answers(ANSWERS);
            let options = fields_of_options(&mut fields)?;
            fields.close(options)
        }
        node => {
            let expected = "the name of a preset or a table, as in \"gitlab-ref\" or \
                            { max-length = 40 }";
            Err(node.wrong_type(expected, path))
        }
    }
}

fn preset(node: Node<'_>, path: &Path<'_>) -> Result<SlugOptions, DataError> {
    value::<SlugPreset>(node, path).map(|preset| preset.rules().options())
}

/// The options that a table gives, and the others as its preset has them.
fn fields_of_options(fields: &mut Fields<'_, '_>) -> Result<SlugOptions, DataError> {
    let base = fields.optional("preset", preset)?.unwrap_or_default();
    Ok(SlugOptions {
        case: fields.optional("case", value)?.unwrap_or(base.case),
        keep: fields.optional("keep", text)?.unwrap_or(base.keep),
        replacement: fields.optional("replacement", text)?.unwrap_or(base.replacement),
        runs: fields.optional("runs", value)?.unwrap_or(base.runs),
        max_length: fields.optional("max-length", number)?.unwrap_or(base.max_length),
        edges: fields.optional("edges", value)?.unwrap_or(base.edges),
        empty: fields.optional("empty", text)?.or(base.empty),
        distinct: fields.optional("distinct", number)?.unwrap_or(base.distinct),
    })
}
