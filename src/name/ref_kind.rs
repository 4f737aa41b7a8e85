use core::fmt;

use super::event::{Event, EventSet};
use super::git_ref::GitRef;

/// The kind of a git ref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RefKind {
    Branch,
    Tag,
    PullRequest,
    Detached,
}

impl RefKind {
    pub(crate) const ALL: [Self; 4] = [Self::Branch, Self::Tag, Self::PullRequest, Self::Detached];

    /// The events that start a pipeline for a ref of this kind. This is the only table
    /// of the possible pairs of ref and event.
    pub(crate) const fn events(self) -> EventSet {
        use Event::{
            Api, Deployment, Manual, MergeQueue, Pipeline, PullRequest, Push, Release, Schedule,
        };
        match self {
            Self::Branch => EventSet::of(&[Push, Schedule, Manual, Api, Pipeline, Deployment]),
            Self::Tag => {
                EventSet::of(&[Push, Schedule, Manual, Api, Pipeline, Deployment, Release])
            }
            Self::PullRequest => {
                EventSet::of(&[PullRequest, MergeQueue, Manual, Api, Pipeline, Deployment])
            }
            Self::Detached => EventSet::of(&[Push, Manual, Api, Pipeline, Deployment]),
        }
    }

    const fn bit(self) -> u8 {
        1 << (self as u8)
    }
}

/// `a branch`
impl fmt::Display for RefKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Branch => "a branch",
            Self::Tag => "a git tag",
            Self::PullRequest => "a pull request",
            Self::Detached => "a detached commit",
        })
    }
}

impl GitRef {
    pub(crate) const fn kind(&self) -> RefKind {
        match self {
            Self::Branch(_) => RefKind::Branch,
            Self::Tag(_) => RefKind::Tag,
            Self::PullRequest { .. } => RefKind::PullRequest,
            Self::Detached => RefKind::Detached,
        }
    }
}

/// A set of kinds of refs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RefKinds(u8);

impl RefKinds {
    pub(crate) const ALL: Self = Self::of(&RefKind::ALL);

    pub(crate) const fn of(kinds: &[RefKind]) -> Self {
        let (mut set, mut rest) = (0, kinds);
        while let [kind, more @ ..] = rest {
            set |= kind.bit();
            rest = more;
        }
        Self(set)
    }

    /// The kinds of refs for which one of these events starts a pipeline.
    pub(crate) fn with_events(events: EventSet) -> Self {
        let kinds = RefKind::ALL.into_iter().filter(|kind| !kind.events().and(events).is_empty());
        kinds.fold(Self(0), |set, kind| Self(set.0 | kind.bit()))
    }

    pub(crate) const fn contains(self, kind: RefKind) -> bool {
        self.0 & kind.bit() != 0
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

    pub(crate) fn iter(self) -> impl Iterator<Item = RefKind> + Clone {
        RefKind::ALL.into_iter().filter(move |kind| self.contains(*kind))
    }
}

/// `a branch or a git tag`
impl fmt::Display for RefKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.iter().count();
        for (position, kind) in self.iter().enumerate() {
            let separator = match position {
                0 => "",
                last if last + 1 == count => " or ",
                _ => ", ",
            };
            write!(f, "{separator}{kind}")?;
        }
        Ok(())
    }
}
