use super::error::{VerifyError, VerifyErrorKind};
use crate::name::{Quoted, check_env_key, check_env_value};

/// A line of a `build.env` that GitLab and a shell read the same way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a str,
}

impl<'a> Line<'a> {
    /// Reads a line, including its line feed.
    pub(crate) fn read(text: &'a str) -> Result<Self, VerifyError> {
        let Some(line) = text.strip_suffix('\n') else {
            let message = alloc::format!(
                "{} is not followed by a line feed; the file may be truncated",
                Quoted(text)
            );
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message).at(text.len()));
        };
        if line.is_empty() {
            let message = "it is blank, for which GitLab rejects the whole file; remove it";
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message));
        }
        if let Some(index) = line.find('\r') {
            let message = alloc::format!(
                "a carriage return at byte {index} becomes part of the value; end lines with a line feed alone"
            );
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message).at(index));
        }
        let Some((key, value)) = line.split_once('=') else {
            let message = alloc::format!(
                "{} is not an assignment; expected KEY=value and nothing else",
                Quoted(line)
            );
            return Err(VerifyError::new(VerifyErrorKind::Malformed, message));
        };
        if let Err(error) = check_env_key(key) {
            return Err(VerifyError::new(VerifyErrorKind::Malformed, &error).at(error.index()));
        }
        if let Some(index) = value.find(['"', '\'', '`']) {
            let message = alloc::format!(
                "{key} is {}, with a quote that GitLab keeps and a shell removes; write values without quotes",
                Quoted(value)
            );
            let error = VerifyError::new(VerifyErrorKind::Malformed, message);
            return Err(error.at(key.len() + 1 + index).of_key(key).finding(value));
        }
        if let Err(error) = check_env_value(value) {
            let index = key.len() + 1 + error.index();
            let message = alloc::format!("{key}: {error}");
            let error = VerifyError::new(VerifyErrorKind::Malformed, message);
            return Err(error.at(index).of_key(key).finding(value));
        }
        Ok(Self { key, value })
    }
}
