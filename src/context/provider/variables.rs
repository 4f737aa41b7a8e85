use alloc::format;
use alloc::string::String;

use crate::context::error::Setting;
use crate::context::event_file::EventFile;
use crate::context::{ContextError, fact};
use crate::name::{CommitSha, GitRef, NameError, Timestamp};

const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The variables of a pull request.
pub(super) struct RequestNames {
    pub(super) number: &'static str,
    pub(super) source: &'static str,
    pub(super) target: &'static str,
    /// The last commit of the source branch.
    pub(super) head: Option<&'static str>,
}

/// The variables of a run: a lookup function with readers whose errors name the
/// variable. An empty variable counts as absent. Some providers also describe the event
/// that started the run in a file.
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

    /// The same variables, read as those of this provider.
    pub(super) fn of(self, provider: &'static str, nothing: &'static str) -> Self {
        Self { provider, nothing, ..self }
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        (self.lookup)(name).filter(|text| !text.is_empty() && text != self.nothing)
    }

    pub(super) fn is_set(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// Whether a marker variable is set. The values `false` and `0` count as unset,
    /// because a job or host switches it off like that.
    pub(super) fn is_on(&self, name: &str) -> bool {
        let is_off = |text: &str| text == "0" || text.eq_ignore_ascii_case("false");
        self.text(name).is_some_and(|text| !is_off(&text))
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.text(name).is_some_and(|text| text == value)
    }

    /// Reads an optional variable.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<Option<T>, ContextError> {
        let flaw = |flaw| ContextError::malformed(name, flaw);
        self.text(name).map(check).transpose().map_err(flaw)
    }

    /// Reads a required variable. `what` completes the message "PROVIDER sets it …": to
    /// what, or when.
    pub(super) fn need<T>(
        &self,
        name: &'static str,
        what: &str,
        check: impl FnOnce(String) -> Result<T, NameError>,
    ) -> Result<T, ContextError> {
        let missing = || ContextError::missing(name, format!("{} sets it {what}", self.provider));
        self.read(name, check)?.ok_or_else(missing)
    }

    /// Reads prose that does not become part of a name: an illegal value is ignored.
    pub(super) fn prose(&self, name: &str) -> Option<String> {
        self.text(name).and_then(|text| fact::prose(text).ok())
    }

    /// Reads the commit that is built.
    pub(super) fn sha(&self, name: &'static str) -> Result<CommitSha, ContextError> {
        self.need(name, "to the commit that is built", CommitSha::new)
    }

    /// Reads the project of a provider that names it like the repository.
    pub(super) fn project(&self, name: &'static str) -> Result<String, ContextError> {
        self.need(name, "to the name of the repository", fact::project)
    }

    /// Reads a pull request. `word` is the provider's word for one.
    pub(super) fn pull_request(
        &self,
        word: &str,
        names: &RequestNames,
    ) -> Result<GitRef, ContextError> {
        let number =
            self.need(names.number, &format!("to the number of a {word}"), fact::number)?;
        let what = format!("to the source branch of a {word}");
        let source = self.need(names.source, &what, fact::ref_name)?;
        let target = self.read(names.target, fact::ref_name)?;
        Ok(GitRef::PullRequest { number, source, target })
    }

    /// Reads the last commit of a pull request's source branch.
    pub(super) fn head_sha(&self, names: &RequestNames) -> Result<Option<CommitSha>, ContextError> {
        names.head.map_or(Ok(None), |name| self.read(name, CommitSha::new))
    }

    /// Reads the time of the build: `SOURCE_DATE_EPOCH`, else the first of these
    /// variables that is set.
    pub(super) fn created(
        &self,
        names: &[&'static str],
        check: fn(String) -> Result<Timestamp, NameError>,
    ) -> Result<Option<Timestamp>, ContextError> {
        let first = names.iter().find(|name| self.is_set(name) && !self.is_set(EPOCH));
        first.map_or(Ok(None), |name| self.read(name, check))
    }

    /// Reads the time of the build that a job can set on every provider.
    ///
    /// <https://reproducible-builds.org/specs/source-date-epoch/>
    pub(super) fn source_date_epoch(&self) -> Result<Option<Timestamp>, ContextError> {
        self.read(EPOCH, fact::epoch)
    }

    /// The error for variables of two refs in one run.
    pub(super) fn two_refs(&self, first: &'static str, second: &'static str) -> ContextError {
        let remedy =
            format!("a run has one ref, and {} sets only the variables of that ref", self.provider);
        ContextError::contradiction(self.setting(first), self.setting(second), remedy)
    }

    /// The variable with its value, for an error.
    pub(super) fn setting(&self, name: &'static str) -> Setting {
        (name, self.text(name).unwrap_or_default())
    }

    /// The error for two variables that contradict each other.
    pub(super) fn contradiction(
        &self,
        first: &'static str,
        second: &'static str,
        remedy: &'static str,
    ) -> ContextError {
        ContextError::contradiction(self.setting(first), self.setting(second), remedy)
    }
}
