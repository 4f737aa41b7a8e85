use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;

/// The value of a placeholder, with the fact that it was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedValue {
    /// The placeholder as written in the template, such as `{created:%Y%m%d}`.
    pub placeholder: String,
    /// The value; `None` if this ref has none, or the context does not have the fact.
    pub value: Option<String>,
    /// The kind of fact that the value was made of, such as `branch`.
    pub fact: &'static str,
    /// The fact itself, if the context has it.
    pub source: Option<Arc<str>>,
    /// How the value was made of the fact, step by step: `57 characters`, `3 replaced`,
    /// `cut to 40`. Empty if the fact is used unchanged.
    pub steps: Vec<String>,
}
