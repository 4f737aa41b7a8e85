use crate::name::{RefKind, words};
use crate::policy::Conditions;

/// Who can start a pipeline, by what its rule asks for; where no rule applies, by the kind of
/// its ref.
///
/// The order is that of the rights that it takes: most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Actor {
    /// Somebody who may push to protected branches and git tags: the rule says
    /// `protected = true`.
    Maintainer,
    /// Somebody who may push to the repository: any other branch or git tag, and a pull request
    /// whose rule says `fork = false`.
    Contributor,
    /// Anybody who may open a pull request, also from a fork.
    Outsider,
}

words! {
    Actor, "actor",
    Maintainer "maintainer",
    Contributor "contributor"
    or Outsider "outsider"
}

impl Actor {
    /// Who can start a pipeline of a ref for a rule with these conditions.
    pub(crate) fn of(conditions: &Conditions, kind: RefKind) -> Self {
        if conditions.protected() == Some(true) {
            Self::Maintainer
        } else if kind == RefKind::PullRequest && conditions.fork() != Some(false) {
            Self::Outsider
        } else {
            Self::Contributor
        }
    }

    /// The lowest rights that are enough to start a pipeline for a rule with these conditions.
    pub(crate) fn least_of(conditions: &Conditions) -> Self {
        let kinds = conditions.kinds().iter();
        kinds.map(|kind| Self::of(conditions, kind)).max().unwrap_or(Self::Contributor)
    }
}
