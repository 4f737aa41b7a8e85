use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::one_or_many::OneOrMany;
use crate::data::{DataError, Fields, Node, Path, list, text};

/// Patterns over the names of git refs or of projects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamesDocument {
    /// A name must match one of these; without a list, every name does.
    pub matching: Option<Vec<String>>,
    /// A name must match none of these.
    pub except: Option<Vec<String>>,
}

impl<T: Into<String>> From<T> for NamesDocument {
    fn from(pattern: T) -> Self {
        Self::from_iter([pattern])
    }
}

impl<T: Into<String>> FromIterator<T> for NamesDocument {
    fn from_iter<I: IntoIterator<Item = T>>(patterns: I) -> Self {
        let matching = patterns.into_iter().map(Into::into).collect();
        Self { matching: Some(matching), except: None }
    }
}

impl NamesDocument {
    pub(super) fn read(node: Node<'_>, path: &Path<'_>) -> Result<Self, DataError> {
        if !matches!(node, Node::Table(_)) {
            return patterns(node, path).map(Self::from_iter);
        }
        let mut fields = Fields::open(node, path)?;
        let names = Self {
            matching: fields.optional("matching", patterns)?,
            except: fields.optional("except", patterns)?,
        };
        fields.close(names)
    }

    /// Whether its form in a file is a table.
    pub(crate) fn is_table(&self) -> bool {
        self.except.is_some() || self.matching.is_none()
    }
}

/// One pattern as itself, several as a list, exceptions in a table.
impl Serialize for NamesDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.is_table() {
            return OneOrMany(self.matching.as_deref().unwrap_or_default()).serialize(serializer);
        }
        let mut table = serializer.serialize_map(None)?;
        if let Some(matching) = &self.matching {
            table.serialize_entry("matching", &OneOrMany(matching))?;
        }
        if let Some(except) = &self.except {
            table.serialize_entry("except", &OneOrMany(except))?;
        }
        table.end()
    }
}

fn patterns(node: Node<'_>, path: &Path<'_>) -> Result<Vec<String>, DataError> {
    match node {
        Node::List(_) => list(text)(node, path),
        Node::Text(text) => Ok(Vec::from([text.into_owned()])),
        node => Err(node.no_string("a pattern or a list of patterns", path)),
    }
}
