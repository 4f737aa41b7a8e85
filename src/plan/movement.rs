use alloc::string::String;

use crate::context::CiContext;
use crate::name::GitRef;
use crate::policy::{
    Conditions, Moves, PrereleaseFilter, Release, ReleaseFilter, RuleTag, Version, VersionLine,
};

/// Whether a floating tag moves to the image that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    Moves,
    Stays(Stay),
    /// The context has no versions, none that the rule accepts, or no head of the
    /// branch.
    Unknown,
    /// The context has versions, none of them higher, but the git tag that is built is not
    /// among them.
    Incomplete,
}

/// Why a floating tag stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stay {
    /// The release that is built is a prerelease, and the tag moves only on final
    /// releases.
    Prerelease,
    /// A higher version exists.
    Higher,
    /// The branch has another head commit.
    NotHead,
}

impl Movement {
    pub(crate) fn of(
        tag: &RuleTag,
        conditions: &Conditions,
        release: Option<&Release<'_>>,
        context: &CiContext,
    ) -> Self {
        match (tag.moves, conditions.release(), release) {
            (Moves::BranchHead, ..) => match context.branch_head() {
                None => Self::Unknown,
                Some(head) if head == context.sha() => Self::Moves,
                Some(_) => Self::Stays(Stay::NotHead),
            },
            (Moves::Final | Moves::Highest, Some(filter), Some(release))
                if !release.version.is_final() && filter.prerelease != PrereleaseFilter::Only =>
            {
                Self::Stays(Stay::Prerelease)
            }
            (Moves::Highest, Some(filter), Some(release)) => {
                let project = context.project();
                let existing = Existing { conditions, filter, release, project };
                existing.movement(tag.line, context)
            }
            (Moves::Always | Moves::Final | Moves::Highest, ..) => Self::Moves,
        }
    }
}

/// The existing versions that a rule accepts.
pub(crate) struct Existing<'a> {
    pub(crate) conditions: &'a Conditions,
    pub(crate) filter: &'a ReleaseFilter,
    pub(crate) release: &'a Release<'a>,
    pub(crate) project: &'a str,
}

impl<'a> Existing<'a> {
    /// Decides by the order of the scheme.
    ///
    /// Prereleases are only compared under a rule that matches only prereleases; final
    /// versions count there too.
    fn movement(&self, line: VersionLine, context: &CiContext) -> Movement {
        let Some(git_tags) = context.versions() else { return Movement::Unknown };
        let is_built = |git_tag: &String| matches!(context.git_ref(), GitRef::Tag(built) if built.as_str() == git_tag);
        // A higher version decides, whatever the list lacks.
        if self.higher(line, git_tags).next().is_some() {
            return Movement::Stays(Stay::Higher);
        }
        // The git tag that is built exists and is one that the rule accepts.
        match self.of(git_tags).next() {
            _ if git_tags.iter().any(is_built) => Movement::Moves,
            None if !git_tags.is_empty() => Movement::Unknown,
            _ => Movement::Incomplete,
        }
    }

    /// The versions above the one that is built, in the line that a tag follows.
    pub(crate) fn higher<'v>(
        &self,
        line: VersionLine,
        git_tags: &'v [String],
    ) -> impl Iterator<Item = (Version<'v>, &'v str)> + use<'a, '_, 'v> {
        let built = &self.release.version;
        let only_prereleases = self.filter.prerelease == PrereleaseFilter::Only;
        self.of(git_tags).filter(move |(version, _)| {
            (only_prereleases || version.is_final())
                && line.joins(version, built)
                && version > built
        })
    }

    /// The git tags that are versions of the rule's scheme, including prereleases.
    fn of<'v>(
        &self,
        git_tags: &'v [String],
    ) -> impl Iterator<Item = (Version<'v>, &'v str)> + use<'a, '_, 'v> {
        let names = self.conditions.tag_names();
        git_tags.iter().filter_map(move |git_tag| {
            let release = self.filter.version_of(git_tag, self.project).ok()?;
            let is_of_rule = names.is_none_or(|names| names.matches(git_tag));
            is_of_rule.then_some((release.version, git_tag.as_str()))
        })
    }
}
