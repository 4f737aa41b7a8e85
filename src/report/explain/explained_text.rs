use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::explained_value::ExplainedValue;
use crate::policy::{Place, Template};

/// A template, the values that it was given, and what it became.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedText {
    /// Where the template is in the policy, such as `rules[2].tags[0]` or
    /// `build-args[0]`.
    pub path: String,
    /// The key of a build arg, a label or a variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What an error message calls it.
    #[serde(skip)]
    pub(super) label: String,
    /// The template, as the policy spells it.
    pub template: String,
    /// The value of each placeholder, up to one that has none and needs one.
    pub values: Vec<ExplainedValue>,
    /// What the template became; `None` where a value was missing.
    ///
    /// If the grammar of its place refused the result, the explanation ends with
    /// it, and the error says so.
    pub result: Option<String>,
}

impl ExplainedText {
    pub(super) fn new(place: Place<'_>, template: &Template) -> Self {
        Self { path: place.to_string(), template: template.source().into(), ..Self::default() }
    }
}
