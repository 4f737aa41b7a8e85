/// What decides the value of a placeholder, and so what two builds of one value
/// have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fact {
    /// The commit that is built.
    Sha,
    /// The commit at the head of a pull request, of which several merges may be
    /// built.
    HeadSha,
    /// The number of the pipeline.
    RunNumber,
    /// When the pipeline began.
    Start,
    /// When the commit was made.
    CommitTime,
    /// The name of the ref.
    Name,
    PullRequest,
    /// The branch that a pull request is for.
    Target,
    /// A version, where it is written otherwise than in the name.
    Version,
    Major,
    Minor,
    Patch,
    Prerelease,
    /// The variant of a build matrix.
    Variant,
    /// The project, whatever is built of it.
    Project,
    /// A declared value, by its index.
    Declared(usize),
    /// A capture of the ref's name, by its index.
    Capture(usize),
    /// The plan that the value is put into.
    Plan,
}

impl Fact {
    /// Whether it is read from a version.
    pub(crate) fn is_of_version(self) -> bool {
        let facts = [Self::Version, Self::Major, Self::Minor, Self::Patch, Self::Prerelease];
        facts.contains(&self)
    }

    /// Whether many refs share it: a part of a version or of a name, a target branch.
    pub(crate) fn is_line(self) -> bool {
        match self {
            Self::Target
            | Self::Major
            | Self::Minor
            | Self::Patch
            | Self::Prerelease
            | Self::Capture(_) => true,
            Self::Sha
            | Self::HeadSha
            | Self::RunNumber
            | Self::Start
            | Self::CommitTime
            | Self::Name
            | Self::PullRequest
            | Self::Version
            | Self::Variant
            | Self::Project
            | Self::Declared(_)
            | Self::Plan => false,
        }
    }
}
