use alloc::borrow::Cow;
use alloc::string::String;

use crate::data::DataError;
use crate::name::{GitRef, NameError, Quoted};

/// The error of making a [`CiContext`](crate::CiContext): which variable or fact is
/// wrong, and why.
///
/// # Examples
///
/// A GitLab job whose commit sha was overwritten by a short one:
///
/// ```
/// use tagwright::context::ContextErrorKind;
/// use tagwright::{CiContext, Provider};
///
/// let error = CiContext::from_provider(Provider::GitLab, |name| match name {
///     "CI_COMMIT_SHA" => Some("a1b2c3d8"),
///     "CI_COMMIT_BRANCH" => Some("main"),
///     "CI_PROJECT_NAME" => Some("server"),
///     _ => None,
/// })
/// .unwrap_err();
/// assert_eq!(error.kind(), ContextErrorKind::MalformedVariable);
/// assert_eq!(error.variable(), Some("CI_COMMIT_SHA"));
/// assert_eq!(
///     error.to_string(),
///     r#"CI_COMMIT_SHA: invalid commit sha "a1b2c3d8": unexpected end at byte 8; a full commit sha has 40 or 64 digits"#,
/// );
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct ContextError(Problem);

crate::name::debug_as_message!(ContextError);

/// The kind of a [`ContextError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContextErrorKind {
    /// A variable that the provider sets in such a run is missing or empty;
    /// [`variable`](ContextError::variable) names it.
    MissingVariable,
    /// A variable has a value that its provider never sets;
    /// [`variable`](ContextError::variable) names it.
    MalformedVariable,
    /// A fact that the caller gave is not legal;
    /// [`fact`](ContextError::fact) names it.
    InvalidFact,
    /// Two variables or two facts contradict each other; the first of them is
    /// named.
    Conflict,
    /// The variables alone do not determine which commit the run is about; the event
    /// file is needed, which
    /// [`CiContext::from_ci_with_event`](crate::CiContext::from_ci_with_event) reads.
    /// [`variable`](ContextError::variable) names the variable with the event.
    MissingEvent,
    /// The event file is not a JSON object, or a field of it is not what it
    /// should be; only the message names the field.
    MalformedEvent,
    /// The event is about another commit than the run;
    /// only the message names both.
    OtherCommit,
    /// The variables show no provider that this crate knows. Neither a variable nor a
    /// fact is named.
    UnknownProvider,
    /// The variables are those of two providers. Only the message names them.
    /// [`CiContext::from_provider`](crate::CiContext::from_provider) reads those of one.
    AmbiguousProvider,
}

/// What a [`ContextError`] reports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("{variable} is not set; {remedy}")]
    Missing { variable: &'static str, remedy: Cow<'static, str> },
    #[error("{variable}: {flaw}")]
    Variable { variable: &'static str, flaw: NameError },
    #[error("{fact}: {flaw}")]
    Fact { fact: &'static str, flaw: NameError },
    #[error(
        "{} is {} while {} is {}; {remedy}",
        first.0, Quoted(&first.1), second.0, Quoted(&second.1),
    )]
    Variables { first: Setting, second: Setting, remedy: Cow<'static, str> },
    #[error("no event: {reason}; expected the content of the file that GITHUB_EVENT_PATH names")]
    NoEvent { reason: Cow<'static, str> },
    #[error("{provider} has no event file; read its variables alone, with CiContext::from_ci")]
    NoEventFile { provider: &'static str },
    #[error("event: {0}")]
    Event(DataError),
    #[error(
        "{} of the event is {} while {} is {}; the event is of another run",
        names.0, Quoted(found), names.1, Quoted(known),
    )]
    Run { names: (&'static str, &'static str), found: String, known: String },
    #[error(
        "{variable} is {}, and only the event file says which commit that is about; read also \
         the file that GITHUB_EVENT_PATH names",
        Quoted(event)
    )]
    NeedsEvent { variable: &'static str, event: String },
    #[error(
        "the event {} is about {}, while the run is on {}; supply the context of the code that the \
         job really builds, with {}",
        .0.event, .0.about, .0.run, .0.remedy,
    )]
    Other(EventSubject),
    #[error("target: {git_ref} has none; only a pull request has a target branch")]
    Target { git_ref: GitRef },
    #[error("{fact}: {git_ref} {reason}")]
    SourceBranch { fact: &'static str, git_ref: GitRef, reason: &'static str },
    #[error(
        "no known CI provider: the variables show none of {known}; supply the context \
         yourself"
    )]
    Unknown { known: String },
    #[error(
        "the variables are those of two CI providers, {} and {}; unset {} or {}, whichever is not \
         set by the CI that runs the job",
        one.0, other.0, one.1, other.1,
    )]
    Providers { one: Sign, other: Sign },
}

impl From<Problem> for ContextError {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

/// The subject of an event, if that is not the commit of its run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventSubject {
    pub(super) event: &'static str,
    pub(super) about: String,
    pub(super) run: String,
    pub(super) remedy: &'static str,
}

/// A variable and its value.
pub(super) type Setting = (&'static str, String);

/// The name of a provider, and the variable by which it is detected.
pub(super) type Sign = (&'static str, &'static str);

impl ContextError {
    pub(super) fn missing(variable: &'static str, remedy: impl Into<Cow<'static, str>>) -> Self {
        Self(Problem::Missing { variable, remedy: remedy.into() })
    }

    pub(super) fn malformed(variable: &'static str, flaw: NameError) -> Self {
        Self(Problem::Variable { variable, flaw })
    }

    pub(super) fn invalid(fact: &'static str, flaw: NameError) -> Self {
        Self(Problem::Fact { fact, flaw })
    }

    pub(super) fn contradiction(
        first: Setting,
        second: Setting,
        remedy: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Problem::Variables { first, second, remedy: remedy.into() })
    }

    pub(super) fn no_event(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Problem::NoEvent { reason: reason.into() })
    }

    /// `names` are those of the field and of the fact.
    pub(super) fn event_of_another(
        names: (&'static str, &'static str),
        found: &str,
        known: &str,
    ) -> Self {
        Self(Problem::Run { names, found: found.into(), known: known.into() })
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ContextErrorKind {
        match self.0 {
            Problem::Missing { .. } => ContextErrorKind::MissingVariable,
            Problem::Variable { .. } => ContextErrorKind::MalformedVariable,
            Problem::Fact { .. } => ContextErrorKind::InvalidFact,
            Problem::NoEvent { .. } | Problem::NoEventFile { .. } | Problem::Event(_) => {
                ContextErrorKind::MalformedEvent
            }
            Problem::NeedsEvent { .. } => ContextErrorKind::MissingEvent,
            Problem::Other(_) => ContextErrorKind::OtherCommit,
            Problem::Variables { .. }
            | Problem::Run { .. }
            | Problem::Target { .. }
            | Problem::SourceBranch { .. } => ContextErrorKind::Conflict,
            Problem::Unknown { .. } => ContextErrorKind::UnknownProvider,
            Problem::Providers { .. } => ContextErrorKind::AmbiguousProvider,
        }
    }

    /// Returns the name of the variable that caused the error, if the facts came from
    /// variables.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        match self.0 {
            Problem::Missing { variable, .. }
            | Problem::Variable { variable, .. }
            | Problem::NeedsEvent { variable, .. }
            | Problem::Variables { first: (variable, _), .. } => Some(variable),
            _ => None,
        }
    }

    /// Returns the name of the fact that caused the error, as in the serde form, if the
    /// caller gave the facts.
    #[must_use]
    pub fn fact(&self) -> Option<&str> {
        match self.0 {
            Problem::Fact { fact, .. }
            | Problem::SourceBranch { fact, .. }
            | Problem::Run { names: (_, fact), .. } => Some(fact),
            Problem::Target { .. } => Some("target"),
            _ => None,
        }
    }
}
