use alloc::string::String;
use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::name::{Flaw, NameError};

/// An **event**: what started the run of a pipeline.
///
/// [`CiContext::from_ci`](crate::CiContext::from_ci) maps every provider's own
/// names onto these nine; the [guide](crate::guide::ci_providers#events) has
/// the table.
///
/// # Syntax
///
/// `Display`, `FromStr` and serde use the names in kebab case, such as
/// `merge-queue`.
///
/// # Examples
///
/// A job that builds the branch of a schedule:
///
/// ```
/// use tagwright::context::Event;
/// use tagwright::CiContext;
///
/// let context = CiContext::branch("server", "main", "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334")?
///     .with_event(Event::Schedule);
/// assert_eq!(context.event(), Some(Event::Schedule));
/// assert_eq!("merge-queue".parse::<Event>()?.to_string(), "merge-queue");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Event {
    /// A push of a branch or git tag.
    Push,
    /// A pull request was opened, updated, reviewed or closed.
    PullRequest,
    /// A pull request is in a merge queue or merge train.
    MergeQueue,
    /// A schedule.
    Schedule,
    /// A person started the run by hand.
    Manual,
    /// A call of the provider's API.
    Api,
    /// Another pipeline.
    Pipeline,
    /// A deployment.
    Deployment,
    /// A release of the forge, which is more than its git tag.
    Release,
}

impl Event {
    /// Returns every event.
    ///
    /// # Examples
    ///
    /// What the help of a command-line tool says of an option:
    ///
    /// ```
    /// use tagwright::context::Event;
    ///
    /// let names: Vec<&str> = Event::all().map(Event::as_str).collect();
    /// assert_eq!(names[0], "push");
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        [
            Self::Push,
            Self::PullRequest,
            Self::MergeQueue,
            Self::Schedule,
            Self::Manual,
            Self::Api,
            Self::Pipeline,
            Self::Deployment,
            Self::Release,
        ]
        .into_iter()
    }

    /// Returns the name of the event, such as `merge-queue`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::PullRequest => "pull-request",
            Self::MergeQueue => "merge-queue",
            Self::Schedule => "schedule",
            Self::Manual => "manual",
            Self::Api => "api",
            Self::Pipeline => "pipeline",
            Self::Deployment => "deployment",
            Self::Release => "release",
        }
    }

    pub(super) fn read(text: String) -> Result<Self, NameError> {
        const KNOWN: &str = "expected push, pull-request, merge-queue, schedule, manual, api, \
                             pipeline, deployment or release";
        Self::all()
            .find(|event| event.as_str() == text)
            .ok_or_else(|| NameError::new("event", text, Flaw::unsupported(0, KNOWN)))
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Event {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::read(text.into())
    }
}
