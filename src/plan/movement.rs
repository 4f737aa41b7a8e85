use alloc::string::String;
use core::cmp::Ordering;

use semver::Version;

use crate::policy::{Conditions, Moves, PrereleaseFilter, Release, ReleaseFilter, RuleTag};

/// Whether a floating tag moves to the release that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    Moves,
    Stays(Stay),
    /// The context does not say which versions exist, or none that the rule takes.
    Unknown,
}

/// Why a floating tag stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stay {
    /// The release that is built is a prerelease, and the line is one of final
    /// releases.
    Prerelease,
    /// The release that is built is of major version zero, which is no line.
    MajorZero,
    /// A higher version exists.
    Higher,
}

impl Movement {
    /// Decides by [SemVer precedence], in which build metadata has no part.
    ///
    /// A prerelease never moves the line of final releases: a rule that takes
    /// both moves such a tag for final ones only. Under a rule for prereleases
    /// every version counts, final ones too.
    ///
    /// [SemVer precedence]: https://semver.org/spec/v2.0.0.html#spec-item-11
    pub(crate) fn of(
        tag: &RuleTag,
        conditions: &Conditions,
        release: Option<&Release<'_>>,
        versions: Option<&[String]>,
    ) -> Self {
        let (Some(filter), Some(release)) = (conditions.release(), release) else {
            return Self::Moves;
        };
        if tag.moves == Moves::Always {
            return Self::Moves;
        }
        if tag.skips_major_zero && release.version.major == 0 {
            return Self::Stays(Stay::MajorZero);
        }
        if !release.version.pre.is_empty() && filter.prerelease != PrereleaseFilter::Only {
            return Self::Stays(Stay::Prerelease);
        }
        let Some(versions) = versions.filter(|all| are_known(all, filter)) else {
            return Self::Unknown;
        };
        match higher(tag.moves, filter, release, versions).next() {
            Some(_) => Self::Stays(Stay::Higher),
            None => Self::Moves,
        }
    }
}

/// Whether a list says which versions exist: it is empty, or one of them is a version.
pub(crate) fn are_known(versions: &[String], filter: &ReleaseFilter) -> bool {
    versions.is_empty() || versions.iter().any(|text| version(text, filter).is_some())
}

/// The versions above the one that is built, in the line that a tag follows.
pub(crate) fn higher<'v>(
    moves: Moves,
    filter: &ReleaseFilter,
    release: &Release<'_>,
    versions: &'v [String],
) -> impl Iterator<Item = (Version, &'v str)> {
    let built = &release.version;
    let same_line = move |version: &Version| match moves {
        Moves::Highest => true,
        Moves::HighestInMajor => version.major == built.major,
        Moves::HighestInMinor => (version.major, version.minor) == (built.major, built.minor),
        Moves::Always => false,
    };
    let only_prereleases = filter.prerelease == PrereleaseFilter::Only;
    versions.iter().filter_map(move |text| {
        let version = version(text, filter)?;
        let counts = only_prereleases || version.pre.is_empty();
        let is_higher = version.cmp_precedence(built) == Ordering::Greater;
        (counts && same_line(&version) && is_higher).then_some((version, text.as_str()))
    })
}

/// Reads a version that the caller says exists: a git tag of this rule, or a
/// bare version. Other git tags are no versions of what this rule releases.
fn version(text: &str, filter: &ReleaseFilter) -> Option<Version> {
    Version::parse(text.strip_prefix(&*filter.prefix).unwrap_or(text)).ok()
}
