use crate::name::RefKind;
use crate::policy::Conditions;

/// Whose tags a rule gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exposure {
    /// Of any branch or pull request that somebody makes.
    Open,
    /// The same, of pipelines that schedules start: only those who set one up decide that the
    /// tag is given.
    Scheduled,
    /// Of a release, the default branch, an exactly named branch, or a protected ref.
    Owned,
}

impl Exposure {
    /// Branches that could be listed (`is_finite`) are exactly named, also by a regex.
    pub(crate) fn of(conditions: &Conditions, is_finite: bool) -> Self {
        let is_one_branch = is_finite || conditions.default_branch() == Some(true);
        let is_owned = conditions.are_for(RefKind::Tag)
            || conditions.are_for(RefKind::Branch) && is_one_branch
            || conditions.protected() == Some(true);
        match (is_owned, conditions.are_scheduled()) {
            (true, _) => Self::Owned,
            (false, true) => Self::Scheduled,
            (false, false) => Self::Open,
        }
    }
}
