use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The value of a placeholder: the fact it was made of, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedValue {
    pub(super) placeholder: String,
    pub(super) value: Option<String>,
    pub(super) fact: &'static str,
    pub(super) source: Option<Arc<str>>,
    pub(super) steps: Vec<String>,
}

impl ExplainedValue {
    /// Returns the placeholder as the template spells it, such as
    /// `{created:%Y%m%d}`.
    #[must_use]
    pub fn placeholder(&self) -> &str {
        &self.placeholder
    }

    /// Returns the value; `None` where this ref has none, or the context leaves
    /// it out.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// Returns what kind of fact it was made of, such as `branch`.
    #[must_use]
    pub fn fact(&self) -> &str {
        self.fact
    }

    /// Returns the fact itself, where the context has it.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Returns what was done to it, in order: `57 characters`, `3 replaced`,
    /// `cut to 40`. Nothing for a fact that was taken as it is.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(String::as_str)
    }
}

impl Serialize for ExplainedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("ExplainedValue", 5)?;
        fields.serialize_field("placeholder", &self.placeholder)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("fact", self.fact)?;
        fields.serialize_field("source", &self.source())?;
        fields.serialize_field("steps", &self.steps)?;
        fields.end()
    }
}
