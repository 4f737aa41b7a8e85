use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::Serialize;

/// The value of a placeholder: the fact it was made of, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ExplainedValue {
    /// The placeholder as the template spells it, such as `{created:%Y%m%d}`.
    pub placeholder: String,
    /// The value; `None` where this ref has none, or the context leaves it out.
    pub value: Option<String>,
    /// What kind of fact the value was made of, such as `branch`.
    pub fact: &'static str,
    /// The fact itself, where the context has it.
    pub source: Option<Arc<str>>,
    /// What was done to the fact, in order: `57 characters`, `3 replaced`, `cut to
    /// 40`. Empty for a fact that is used as it is.
    pub steps: Vec<String>,
}
