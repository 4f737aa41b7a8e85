use alloc::string::String;
use alloc::vec::Vec;

use super::explained_value::ExplainedValue;

/// A template, the values that it was given, and what it became.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ExplainedText {
    pub(super) path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// What an error message calls it.
    #[serde(skip)]
    pub(super) label: String,
    pub(super) template: String,
    pub(super) values: Vec<ExplainedValue>,
    pub(super) result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suffix: Option<String>,
}

impl ExplainedText {
    pub(super) fn new(path: String, template: &str) -> Self {
        let (template, label) = (template.into(), String::new());
        Self { path, key: None, label, template, values: Vec::new(), result: None, suffix: None }
    }

    /// Returns where the template stands in the policy, such as
    /// `rules[2].tags[0]` or `build-args[0]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the key of a build arg, a label or a variable.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// Returns the template, as the policy spells it.
    #[must_use]
    pub fn template(&self) -> &str {
        &self.template
    }

    /// Returns the value of each placeholder, up to one that has none and
    /// needs one.
    #[must_use]
    pub fn values(&self) -> &[ExplainedValue] {
        &self.values
    }

    /// Returns what the template became; `None` where a value was missing.
    ///
    /// It is the last of an explanation where the grammar of its place refused
    /// it; the error says so.
    #[must_use]
    pub fn result(&self) -> Option<&str> {
        self.result.as_deref()
    }

    /// Returns what an image of this name has behind every tag, if anything.
    #[must_use]
    pub fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }
}
