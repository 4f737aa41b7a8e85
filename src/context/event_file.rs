use alloc::string::{String, ToString};

use serde_json::Value;

use super::error::ContextError;
use crate::name::{Flaw, NameError};

/// The file in which GitHub, Gitea and Forgejo describe the event that started
/// a workflow.
pub(super) struct EventFile(Value);

impl EventFile {
    pub(super) fn read(json: &str) -> Result<Self, ContextError> {
        match serde_json::from_str(json) {
            Ok(value @ Value::Object(_)) => Ok(Self(value)),
            Ok(_) => Err(ContextError::no_event("it is no object")),
            Err(error) => Err(ContextError::no_event(error.to_string())),
        }
    }

    /// Whether there is a value at a path.
    pub(super) fn has(&self, path: &'static str) -> Result<bool, ContextError> {
        Ok(self.at(path)?.is_some())
    }

    pub(super) fn text(&self, path: &'static str) -> Result<Option<String>, ContextError> {
        self.get(path, Ok)
    }

    pub(super) fn get<T>(
        &self,
        path: &'static str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<Option<T>, ContextError> {
        let flaw = |flaw| ContextError::malformed_event(path, flaw);
        match self.at(path)? {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => check(text.clone()).map(Some).map_err(flaw),
            Some(other) => Err(flaw(wrong_type(other, "expected a string"))),
        }
    }

    pub(super) fn number(&self, path: &'static str) -> Result<Option<u64>, ContextError> {
        let Some(value) = self.at(path)? else { return Ok(None) };
        let flaw = || ContextError::malformed_event(path, wrong_type(value, "expected a number"));
        value.as_u64().map(Some).ok_or_else(flaw)
    }

    pub(super) fn flag(&self, path: &'static str) -> Result<Option<bool>, ContextError> {
        let Some(value) = self.at(path)? else { return Ok(None) };
        let expected = "expected true or false";
        let flaw = || ContextError::malformed_event(path, wrong_type(value, expected));
        value.as_bool().map(Some).ok_or_else(flaw)
    }

    /// The value at a path such as `repository.full_name`; `null` is absent.
    fn at(&self, path: &'static str) -> Result<Option<&Value>, ContextError> {
        let (mut value, mut parent) = (&self.0, 0);
        for key in path.split('.') {
            let Value::Object(fields) = value else {
                let parent = path.get(..parent).unwrap_or(path).trim_end_matches('.');
                let flaw = wrong_type(value, "expected an object");
                return Err(ContextError::malformed_event(parent, flaw));
            };
            let Some(field) = fields.get(key).filter(|field| !field.is_null()) else {
                return Ok(None);
            };
            (value, parent) = (field, parent + key.len() + 1);
        }
        Ok(Some(value))
    }
}

fn wrong_type(value: &Value, expected: &'static str) -> NameError {
    NameError::new("field", value.to_string(), Flaw::unsupported(0, expected))
}
