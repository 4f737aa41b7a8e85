use alloc::format;
use alloc::string::String;

use super::Row;
use crate::context::error::{ContextError, Setting};
use crate::context::event_file::EventFile;
use crate::context::fact;
use crate::name::{NameError, Timestamp};

/// The variables of a run: a look-up that reads values and names the variable
/// in its errors. A variable that is empty is absent. Some providers describe
/// the event that started the run in a file as well.
#[derive(Clone, Copy)]
pub(super) struct Variables<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    provider: &'static str,
    nothing: &'static str,
    event_file: Option<&'a EventFile<'a>>,
}

impl<'a> Variables<'a> {
    pub(super) fn new(lookup: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { lookup, provider: "a CI", nothing: "", event_file: None }
    }

    pub(super) fn with_event_file(self, file: &'a EventFile<'a>) -> Self {
        Self { event_file: Some(file), ..self }
    }

    pub(super) fn event_file(&self) -> Option<&'a EventFile<'a>> {
        self.event_file
    }

    /// The same variables, read as those of a provider.
    pub(super) fn of(self, row: &Row) -> Self {
        Self { provider: row.name, nothing: row.nothing, ..self }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|text| !text.is_empty() && text != self.nothing)
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Whether a variable that shows something by being set shows it: `false`
    /// and `0` are how a job or a host switches it off.
    pub(super) fn is_on(&self, name: &str) -> bool {
        let is_off = |text: &str| text == "0" || text.eq_ignore_ascii_case("false");
        self.text(name).is_some_and(|text| !is_off(&text))
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.text(name).is_some_and(|text| text == value)
    }

    /// Reads a variable that may be absent.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<Option<T>, ContextError> {
        let flaw = |flaw| ContextError::malformed(name, flaw);
        self.text(name).map(check).transpose().map_err(flaw)
    }

    /// Reads a variable that must be there; `what` is what the provider sets it
    /// to, or when.
    pub(super) fn need<T>(
        &self,
        name: &'static str,
        what: &str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<T, ContextError> {
        let missing = || ContextError::missing(name, format!("{} sets it {what}", self.provider));
        self.read(name, check)?.ok_or_else(missing)
    }

    /// Reads a text that people write and that no name is made of: an illegal
    /// one is left out.
    pub(super) fn prose(&self, name: &str) -> Option<String> {
        self.text(name).and_then(|text| fact::prose(text).ok())
    }

    /// Reads what stands for the time of the build: `SOURCE_DATE_EPOCH`, which
    /// is nobody's in particular, else the first of the provider's own that is
    /// set.
    ///
    /// <https://reproducible-builds.org/specs/source-date-epoch/>
    pub(super) fn created(
        &self,
        names: &[&'static str],
        check: fn(String) -> Result<Timestamp, NameError>,
    ) -> Result<Option<Timestamp>, ContextError> {
        let mut created = self.source_date_epoch()?;
        for name in names {
            if created.is_some() {
                break;
            }
            created = self.read(name, check)?;
        }
        Ok(created)
    }

    /// Reads the one time of the build that every provider may be given.
    pub(super) fn source_date_epoch(&self) -> Result<Option<Timestamp>, ContextError> {
        self.read("SOURCE_DATE_EPOCH", fact::epoch)
    }

    /// The variable with what it holds, for an error.
    pub(super) fn setting(&self, name: &'static str) -> Setting {
        (name, self.text(name).unwrap_or_default())
    }

    /// Two variables that cannot both be right.
    pub(super) fn contradiction(
        &self,
        first: &'static str,
        second: &'static str,
        remedy: &'static str,
    ) -> ContextError {
        ContextError::contradiction(self.setting(first), self.setting(second), remedy)
    }
}
