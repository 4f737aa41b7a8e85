use alloc::collections::BTreeMap;
use alloc::collections::btree_map;
use alloc::string::String;
use core::fmt;

use serde::Serialize;

use super::fact;
use crate::data::{DataError, Fields, checked, map};

/// The values that a context supplies for a policy's `[values]`, sorted by name.
///
/// `Display` writes one `name=value` per line. The serde form is a map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct SuppliedValues {
    // INVARIANT: every name and value has passed its check in `fact`, and no value is
    // empty.
    texts: BTreeMap<String, String>,
}

impl SuppliedValues {
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Result<Self, DataError> {
        const FORM: &str = r#"a table such as { "describe": "v1.2-3-gabc1234" }"#;
        let texts = fields.optional("values", |node, path| {
            let texts = map(FORM, checked(fact::value))(node, path)?;
            let named = texts.keys().try_for_each(|name| fact::value(name.clone()).map(drop));
            named.map_err(|flaw| DataError::new(path, flaw)).map(|()| texts)
        })?;
        let mut values = Self { texts: texts.unwrap_or_default() };
        values.texts.retain(|_, text| !text.is_empty());
        Ok(values)
    }

    pub(super) fn insert(&mut self, name: String, text: String) {
        if text.is_empty() {
            self.texts.remove(&name);
        } else {
            self.texts.insert(name, text);
        }
    }

    /// Returns the value with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Returns the names and values, sorted by name.
    #[must_use]
    pub fn iter(&self) -> SuppliedValuesIter<'_> {
        SuppliedValuesIter(self.texts.iter())
    }

    /// Returns how many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns whether there are no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    pub(crate) fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }
}

impl fmt::Display for SuppliedValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|(name, text)| writeln!(f, "{name}={text}"))
    }
}

/// An iterator over the names and values of [`SuppliedValues`], sorted by name.
#[derive(Clone, Debug)]
pub struct SuppliedValuesIter<'a>(btree_map::Iter<'a, String, String>);

impl<'a> Iterator for SuppliedValuesIter<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl ExactSizeIterator for SuppliedValuesIter<'_> {}

impl<'a> IntoIterator for &'a SuppliedValues {
    type Item = (&'a str, &'a str);
    type IntoIter = SuppliedValuesIter<'a>;

    fn into_iter(self) -> SuppliedValuesIter<'a> {
        self.iter()
    }
}
