use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::explained_value::ExplainedValue;
use crate::policy::{Place, Template};

/// A template with the values of its placeholders and the result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedText {
    /// The path of the template in the policy, such as `rules[2].tags[0]` or
    /// `build-args[0]`.
    pub path: String,
    /// The key of a build arg, a label or a variable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its name in error messages.
    #[serde(skip)]
    pub(super) label: String,
    /// The template, as written in the policy.
    pub template: String,
    /// The values of the placeholders; they end at a placeholder that needs a value and
    /// has none.
    pub values: Vec<ExplainedValue>,
    /// The rendered template; `None` if a value was missing.
    ///
    /// If the result is not legal at its place, it is the last entry of the
    /// explanation, and the plan is that error.
    pub result: Option<String>,
}

impl ExplainedText {
    pub(super) fn new(place: Place<'_>, template: &Template) -> Self {
        Self { path: place.to_string(), template: template.source().into(), ..Self::default() }
    }
}
