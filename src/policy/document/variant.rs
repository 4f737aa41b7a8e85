use alloc::string::String;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::data::{DataError, Fields, Node, Path, text};

/// What a variant of a build matrix does to every tag but those with `affix = false`.
///
/// A text is a suffix: the tag `1.2.3` of the variant `alpine = "-alpine"` is
/// `1.2.3-alpine`. A variant without affixes is the default one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct VariantDocument {
    /// What is before each tag.
    pub prefix: String,
    /// What is after each tag.
    pub suffix: String,
}

impl VariantDocument {
    /// Makes the document of a variant with a suffix.
    #[must_use]
    pub fn suffix(suffix: impl Into<String>) -> Self {
        Self { prefix: String::new(), suffix: suffix.into() }
    }

    /// Makes the document of a variant with a prefix.
    #[must_use]
    pub fn prefix(prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), suffix: String::new() }
    }

    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        if !matches!(node, Node::Table(_)) {
            return match node {
                Node::Text(suffix) => Ok(Self::suffix(suffix)),
                node => Err(node.no_string("a suffix or a table", path)),
            };
        }
        let mut fields = Fields::open(node, path)?;
        let variant = Self {
            prefix: fields.optional("prefix", text)?.unwrap_or_default(),
            suffix: fields.optional("suffix", text)?.unwrap_or_default(),
        };
        fields.close(variant)
    }

    /// Whether its form in a file is a table.
    pub(crate) fn is_table(&self) -> bool {
        !self.prefix.is_empty()
    }
}

/// One without a prefix as its suffix alone.
impl Serialize for VariantDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { prefix, suffix } = self;
        if !self.is_table() {
            return serializer.serialize_str(suffix);
        }
        let mut table = serializer.serialize_map(None)?;
        table.serialize_entry("prefix", prefix)?;
        if !suffix.is_empty() {
            table.serialize_entry("suffix", suffix)?;
        }
        table.end()
    }
}
