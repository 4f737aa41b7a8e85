use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// A list of `KEY=template`, or a table of them.
///
/// A list keeps its order, as on a command line. A table is sorted by key,
/// because formats do not agree on what order a table has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "a file has these two forms for it")]
pub enum Assignments {
    /// `["KEY=template", …]`
    List(Vec<String>),
    /// `{ KEY = "template", … }`
    Table(BTreeMap<String, String>),
}

impl Assignments {
    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Table(table) => table.is_empty(),
        }
    }

    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Assignments {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl<T: Into<String>> FromIterator<T> for Assignments {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}
