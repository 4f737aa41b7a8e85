use crate::name::TimeFormat;

/// A fact that a template has a place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    ShortSha,
    Sha,
    HeadSha,
    Created(TimeFormat),
    Committed(TimeFormat),
    Slug,
    Branch,
    TargetBranch,
    DefaultBranch,
    PullRequest,
    GitTag,
    Version,
    Major,
    Minor,
    Patch,
    Prerelease,
    Project,
    ProjectPath,
    RunNumber,
    SourceUrl,
    Title,
    Description,
    Licenses,
    ImageTag,
    Reference,
    PullReference,
}

/// What decides the value of a placeholder, and so what two builds of one value have
/// in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The commit that is built.
    Commit,
    /// The commit at the head of a pull request, of which several merges may be built.
    Head,
    /// The number of the pipeline.
    Run,
    /// When the pipeline began.
    Start,
    /// When the commit was made.
    CommitTime,
    /// The name of the ref.
    Name,
    /// The number of the pull request.
    PullRequest,
    /// Something that many refs share: a part of a version, a target branch.
    Line,
    /// The project, whatever is built of it.
    Project,
    /// The plan that the value is put into.
    Plan,
}

/// A name, and what makes the placeholder of it; an instant has no format then.
type Named = (&'static str, fn() -> Placeholder);

impl Placeholder {
    /// Every placeholder by its name.
    pub(crate) fn all() -> impl Iterator<Item = Named> + Clone {
        static ALL: [Named; 26] = [
            ("short_sha", || Placeholder::ShortSha),
            ("sha", || Placeholder::Sha),
            ("head_sha", || Placeholder::HeadSha),
            ("created", || Placeholder::Created(TimeFormat::Rfc3339)),
            ("committed", || Placeholder::Committed(TimeFormat::Rfc3339)),
            ("slug", || Placeholder::Slug),
            ("branch", || Placeholder::Branch),
            ("target_branch", || Placeholder::TargetBranch),
            ("default_branch", || Placeholder::DefaultBranch),
            ("pr", || Placeholder::PullRequest),
            ("git_tag", || Placeholder::GitTag),
            ("version", || Placeholder::Version),
            ("major", || Placeholder::Major),
            ("minor", || Placeholder::Minor),
            ("patch", || Placeholder::Patch),
            ("prerelease", || Placeholder::Prerelease),
            ("project", || Placeholder::Project),
            ("project_path", || Placeholder::ProjectPath),
            ("run_number", || Placeholder::RunNumber),
            ("source_url", || Placeholder::SourceUrl),
            ("title", || Placeholder::Title),
            ("description", || Placeholder::Description),
            ("licenses", || Placeholder::Licenses),
            ("image_tag", || Placeholder::ImageTag),
            ("reference", || Placeholder::Reference),
            ("pull_reference", || Placeholder::PullReference),
        ];
        ALL.iter().copied()
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::all().find(|(known, _)| *known == name).map(|(_, make)| make())
    }

    /// Whether somebody outside the policy chooses its value freely, so that no
    /// proof knows what it holds.
    pub(crate) fn is_checked_at_plan_time(&self) -> bool {
        matches!(
            self,
            Self::Project | Self::ProjectPath | Self::GitTag | Self::Version | Self::Prerelease
        )
    }

    pub(crate) fn origin(&self) -> Origin {
        match self {
            Self::ShortSha | Self::Sha => Origin::Commit,
            Self::HeadSha => Origin::Head,
            Self::RunNumber => Origin::Run,
            Self::Created(_) => Origin::Start,
            Self::Committed(_) => Origin::CommitTime,
            Self::Slug | Self::Branch | Self::GitTag | Self::Version => Origin::Name,
            Self::PullRequest => Origin::PullRequest,
            Self::TargetBranch | Self::Major | Self::Minor | Self::Patch | Self::Prerelease => {
                Origin::Line
            }
            Self::DefaultBranch
            | Self::Project
            | Self::ProjectPath
            | Self::SourceUrl
            | Self::Title
            | Self::Description
            | Self::Licenses => Origin::Project,
            Self::ImageTag | Self::Reference | Self::PullReference => Origin::Plan,
        }
    }

    /// Whether it is an instant that is written to the second.
    pub(crate) fn tells_seconds(&self) -> bool {
        match self {
            Self::Created(format) | Self::Committed(format) => format.tells_seconds(),
            _ => false,
        }
    }

    /// Whether its value may hold a `/` in the name of an image.
    pub(crate) fn may_hold_slash(&self) -> bool {
        self.is_checked_at_plan_time() && *self != Self::Prerelease
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::ShortSha => "short_sha",
            Self::Sha => "sha",
            Self::HeadSha => "head_sha",
            Self::Created(_) => "created",
            Self::Committed(_) => "committed",
            Self::Slug => "slug",
            Self::Branch => "branch",
            Self::TargetBranch => "target_branch",
            Self::DefaultBranch => "default_branch",
            Self::PullRequest => "pr",
            Self::GitTag => "git_tag",
            Self::Version => "version",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::Prerelease => "prerelease",
            Self::Project => "project",
            Self::ProjectPath => "project_path",
            Self::RunNumber => "run_number",
            Self::SourceUrl => "source_url",
            Self::Title => "title",
            Self::Description => "description",
            Self::Licenses => "licenses",
            Self::ImageTag => "image_tag",
            Self::Reference => "reference",
            Self::PullReference => "pull_reference",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Placeholder;

    #[test]
    fn names_and_table_agree() {
        for (name, make) in Placeholder::all() {
            assert_eq!(make().name(), name);
        }
    }
}
