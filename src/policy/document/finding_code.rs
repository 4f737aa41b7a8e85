use crate::name::words;

/// What a finding is about; the code is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingCode {
    /// One tag can come from two tags of the policy, or from one that can be read in several
    /// ways, or one reference from two images or projects, in different situations.
    SharedTag,
    /// Two refs of one rule can give one tag that names a ref.
    SlugCollision,
    /// A prerelease moves a floating tag of final releases.
    PrereleaseMovesFloating,
    /// A floating tag that names no branch or pull request belongs to whichever of them
    /// was built last.
    AnyBranchMovesFloating,
    /// A git tag that is not a version moves a floating tag of releases.
    AnyTagMovesFloating,
    /// A release older than the last one moves a floating tag.
    OldReleaseMovesFloating,
    /// A slow pipeline of an older commit moves a floating tag of a branch back.
    OldCommitMovesFloating,
    /// The first tag, which is handed on to other jobs, is a floating tag.
    PrimaryIsFloating,
    /// No ref makes a rule fire, or none of those that do has a plan.
    UnreachableRule,
    /// An event has no tags.
    EventWithoutTags,
    /// A value is checked only when a plan is made.
    CheckedAtPlanTime,
    /// A tag depends only on a short sha, which two commits may share.
    ShortShaCollision,
    /// A tag can look like a number or a date to those who read it.
    ReadsAsNumber,
    /// A tag can be an invalid value of a Kubernetes label.
    LabelUnsafe,
    /// A label is empty for some event and left out, so that the image inherits it.
    InheritedLabel,
    /// A name is one that its registry does not take: pushing it fails.
    RegistryRule,
    /// What the policy accepts is not found.
    StaleAcceptance,
    /// A question could not be decided.
    NotDecided,
}

words! {
    FindingCode, "code",
    SharedTag "shared-tag",
    SlugCollision "slug-collision",
    PrereleaseMovesFloating "prerelease-moves-floating",
    AnyBranchMovesFloating "any-branch-moves-floating",
    AnyTagMovesFloating "any-tag-moves-floating",
    OldReleaseMovesFloating "old-release-moves-floating",
    OldCommitMovesFloating "old-commit-moves-floating",
    PrimaryIsFloating "primary-is-floating",
    UnreachableRule "unreachable-rule",
    EventWithoutTags "event-without-tags",
    CheckedAtPlanTime "checked-at-plan-time",
    ShortShaCollision "short-sha-collision",
    ReadsAsNumber "reads-as-number",
    LabelUnsafe "label-unsafe",
    InheritedLabel "inherited-label",
    RegistryRule "registry-rule",
    StaleAcceptance "stale-acceptance"
    or NotDecided "not-decided"
}
