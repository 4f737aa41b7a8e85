use core::fmt;

/// What a finding is about; the code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FindingCode {
    /// One tag can come from two tags of the policy, or one reference from two
    /// images or projects, in different situations.
    SharedTag,
    /// Two refs of one rule can give one tag that names a ref.
    SlugCollision,
    /// A prerelease moves a floating tag of final releases.
    PrereleaseMovesFloating,
    /// Whichever branch or pull request was built last has a floating tag that names
    /// none.
    AnyBranchMovesFloating,
    /// A git tag that is no version moves a floating tag of releases.
    AnyTagMovesFloating,
    /// A release older than the last one moves a floating tag.
    OldReleaseMovesFloating,
    /// The first tag, which jobs hand on, is one that moves.
    PrimaryIsFloating,
    /// No ref makes a rule fire, or none of those that do has a plan.
    UnreachableRule,
    /// An event has no tags.
    EventWithoutTags,
    /// A value is checked only when a plan is made.
    CheckedAtPlanTime,
    /// A tag rests on a short sha alone, and two commits may share it.
    ShortShaCollision,
    /// A tag can look like a number or a date to those who read it.
    ReadsAsNumber,
    /// A tag can be no value of a Kubernetes label.
    LabelUnsafe,
    /// A name is one that its registry does not take: pushing it fails.
    RegistryRule,
    /// A question could not be decided.
    NotDecided,
}

impl FindingCode {
    /// Returns the code as text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SharedTag => "shared-tag",
            Self::SlugCollision => "slug-collision",
            Self::PrereleaseMovesFloating => "prerelease-moves-floating",
            Self::AnyBranchMovesFloating => "any-branch-moves-floating",
            Self::AnyTagMovesFloating => "any-tag-moves-floating",
            Self::OldReleaseMovesFloating => "old-release-moves-floating",
            Self::PrimaryIsFloating => "primary-is-floating",
            Self::UnreachableRule => "unreachable-rule",
            Self::EventWithoutTags => "event-without-tags",
            Self::CheckedAtPlanTime => "checked-at-plan-time",
            Self::ShortShaCollision => "short-sha-collision",
            Self::ReadsAsNumber => "reads-as-number",
            Self::LabelUnsafe => "label-unsafe",
            Self::RegistryRule => "registry-rule",
            Self::NotDecided => "not-decided",
        }
    }
}

impl fmt::Display for FindingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
