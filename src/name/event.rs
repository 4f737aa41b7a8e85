use super::words::words;

/// The **event** that started a pipeline.
///
/// [`CiContext::from_ci`](crate::CiContext::from_ci) maps each provider's names for
/// events to these nine. The [guide](crate::guide::ci_providers#events) has the table.
///
/// # Syntax
///
/// `Display`, `FromStr` and serde use the names in kebab case, such as
/// `merge-queue`.
///
/// # Examples
///
/// A scheduled pipeline of the branch `main`:
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Event {
    /// A push of a branch or git tag.
    Push,
    /// A pull request was opened, updated, reviewed or closed.
    PullRequest,
    /// A pull request is in a merge queue or merge train.
    MergeQueue,
    /// The pipeline's schedule.
    Schedule,
    /// A person started the run by hand.
    Manual,
    /// A call to the provider's API.
    Api,
    /// Another pipeline.
    Pipeline,
    /// A deployment.
    Deployment,
    /// A release was created on the forge (more than a push of its git tag).
    Release,
}

words! {
    Event, "event",
    Push "push",
    PullRequest "pull-request",
    MergeQueue "merge-queue",
    Schedule "schedule",
    Manual "manual",
    Api "api",
    Pipeline "pipeline",
    Deployment "deployment"
    or Release "release"
}

impl Event {
    const fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// A set of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EventSet(u16);

impl EventSet {
    pub(crate) const ALL: Self = Self((1 << 9) - 1);

    pub(crate) const fn of(events: &[Event]) -> Self {
        let (mut set, mut rest) = (0, events);
        while let [event, more @ ..] = rest {
            set |= event.bit();
            rest = more;
        }
        Self(set)
    }

    pub(crate) const fn contains(self, event: Event) -> bool {
        self.0 & event.bit() != 0
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Event> {
        Event::all().filter(move |event| self.contains(*event))
    }
}
