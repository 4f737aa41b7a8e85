use alloc::string::String;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Patterns over the names of git refs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamesDocument {
    /// A name must match one of these; every name does where there is no list.
    pub matching: Option<Vec<String>>,
    /// A name that matches one of these is not taken.
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

struct OneOrMany<'a>(&'a [String]);

impl Serialize for OneOrMany<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => serializer.serialize_str(one),
            many => serializer.collect_seq(many),
        }
    }
}
