//! How slug options are read: the name of a preset, or a table that may begin with one.

use crate::data::{DataError, Fields, Node, Path, number, text, value};
use crate::name::{SlugOptions, SlugPreset};

pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<SlugOptions, DataError> {
    match node {
        Node::Text(_) => preset(node, path),
        Node::Table(_) => table(node, path),
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
fn table(node: Node<'_>, path: &Path<'_>) -> Result<SlugOptions, DataError> {
    let mut fields = Fields::open(node, path)?;
    let base = fields.optional("preset", preset)?.unwrap_or_default();
    let options = SlugOptions {
        case: fields.optional("case", value)?.unwrap_or(base.case),
        keep: fields.optional("keep", text)?.unwrap_or(base.keep),
        replacement: fields.optional("replacement", text)?.unwrap_or(base.replacement),
        runs: fields.optional("runs", value)?.unwrap_or(base.runs),
        max_length: fields.optional("max-length", number)?.unwrap_or(base.max_length),
        edges: fields.optional("edges", value)?.unwrap_or(base.edges),
        empty: fields.optional("empty", text)?.or(base.empty),
        distinct: fields.optional("distinct", number)?.unwrap_or(base.distinct),
    };
    fields.close(options)
}
