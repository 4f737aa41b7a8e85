use alloc::sync::Arc;

use super::capture::{Capture, CaptureOf};
use super::conditions::Conditions;
use super::declared_value::DeclaredValue;
use super::fact::Fact;
use super::slugs::SlugName;
use crate::name::{RefKind, TimeFormat};

/// A fact that a template has a place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    ShortSha,
    Sha,
    HeadSha,
    ShortHeadSha,
    Created(TimeFormat),
    Committed(TimeFormat),
    /// The slug of the ref's name, or of a capture of it.
    Slug(SlugName, Option<Arc<Capture>>),
    Branch,
    TargetBranch,
    DefaultBranch,
    PullRequest,
    GitTag(Plus),
    Version,
    Major,
    Minor,
    Patch,
    Prerelease,
    Project,
    ProjectPath,
    RunNumber,
    Variant,
    SourceUrl,
    Title,
    Description,
    Licenses,
    Declared(Arc<DeclaredValue>),
    Capture(Arc<Capture>),
    ImageTag,
    Reference,
    PullReference,
}

/// What becomes of a `+`, which no image tag can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plus {
    Kept,
    /// It is written `_`, as Helm does.
    Underscore,
}

/// What values a placeholder has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sha,
    Instant,
    Slug,
    Branch,
    GitTag,
    Version,
    Prerelease,
    Number,
    /// The name of a project.
    Project,
    /// The name of a variant.
    Variant,
    /// What people write of a project.
    Prose,
    /// A value that the policy declares.
    Declared,
    /// What the patterns of a rule capture.
    Capture,
    /// What the plan gave: a tag or a reference.
    Outcome,
}

/// What a tag with a placeholder asks of the refs that its rule admits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    Nothing,
    /// A ref with a name.
    Name,
    Branch,
    PullRequest,
    GitTag,
    Release,
    Prerelease,
    /// What no ref has: it is not for tags.
    Unmeetable,
}

/// What is known of a placeholder before it has a value.
struct Row<'a> {
    name: &'a str,
    /// What people call the fact that it is made of.
    noun: &'static str,
    fact: Fact,
    kind: Kind,
    asks: Asks,
}

const fn row<'a>(name: &'a str, noun: &'static str, fact: Fact, kind: Kind, asks: Asks) -> Row<'a> {
    Row { name, noun, fact, kind, asks }
}

impl Placeholder {
    /// Every placeholder of the language; an instant has no format here, and a git tag is
    /// written as it is.
    pub(crate) const ALL: [Self; 28] = [
        Self::ShortSha,
        Self::Sha,
        Self::HeadSha,
        Self::ShortHeadSha,
        Self::Created(TimeFormat::Rfc3339),
        Self::Committed(TimeFormat::Rfc3339),
        Self::Slug(SlugName::OWN, None),
        Self::Branch,
        Self::TargetBranch,
        Self::DefaultBranch,
        Self::PullRequest,
        Self::GitTag(Plus::Kept),
        Self::Version,
        Self::Major,
        Self::Minor,
        Self::Patch,
        Self::Prerelease,
        Self::Project,
        Self::ProjectPath,
        Self::RunNumber,
        Self::Variant,
        Self::SourceUrl,
        Self::Title,
        Self::Description,
        Self::Licenses,
        Self::ImageTag,
        Self::Reference,
        Self::PullReference,
    ];

    fn row(&self) -> Row<'_> {
        use {Asks as A, Fact as F, Kind as K};
        match self {
            Self::ShortSha => row("short_sha", "commit", F::Sha, K::Sha, A::Nothing),
            Self::Sha => row("sha", "commit", F::Sha, K::Sha, A::Nothing),
            Self::HeadSha => row("head_sha", "head commit", F::HeadSha, K::Sha, A::Nothing),
            Self::ShortHeadSha => {
                row("short_head_sha", "head commit", F::HeadSha, K::Sha, A::Nothing)
            }
            Self::Created(_) => {
                row("created", "time of the build", F::Start, K::Instant, A::Nothing)
            }
            Self::Committed(_) => {
                row("committed", "time of the commit", F::CommitTime, K::Instant, A::Nothing)
            }
            Self::Slug(_, None) => row("slug", "branch", F::Name, K::Slug, A::Name),
            Self::Slug(_, Some(capture)) => {
                row("slug", "capture", capture.fact(), K::Slug, A::Nothing)
            }
            Self::Branch => row("branch", "branch", F::Name, K::Branch, A::Branch),
            Self::TargetBranch => {
                row("target_branch", "target branch", F::Target, K::Branch, A::PullRequest)
            }
            Self::DefaultBranch => {
                row("default_branch", "default branch", F::Project, K::Branch, A::Branch)
            }
            Self::PullRequest => {
                row("pr", "pull request", F::PullRequest, K::Number, A::PullRequest)
            }
            Self::GitTag(_) => row("git_tag", "git tag", F::Name, K::GitTag, A::GitTag),
            Self::Version => row("version", "git tag", F::Name, K::Version, A::GitTag),
            Self::Major => row("major", "git tag", F::Major, K::Number, A::Release),
            Self::Minor => row("minor", "git tag", F::Minor, K::Number, A::Release),
            Self::Patch => row("patch", "git tag", F::Patch, K::Number, A::Release),
            Self::Prerelease => {
                row("prerelease", "git tag", F::Prerelease, K::Prerelease, A::Prerelease)
            }
            Self::Project => row("project", "project", F::Project, K::Project, A::Nothing),
            Self::ProjectPath => {
                row("project_path", "project path", F::Project, K::Project, A::Unmeetable)
            }
            Self::RunNumber => row("run_number", "run number", F::RunNumber, K::Number, A::Nothing),
            Self::Variant => row("variant", "variant", F::Variant, K::Variant, A::Nothing),
            Self::SourceUrl => row("source_url", "source URL", F::Project, K::Prose, A::Unmeetable),
            Self::Title => row("title", "title", F::Project, K::Prose, A::Unmeetable),
            Self::Description => {
                row("description", "description", F::Project, K::Prose, A::Unmeetable)
            }
            Self::Licenses => row("licenses", "licenses", F::Project, K::Prose, A::Unmeetable),
            Self::Declared(value) => {
                let fact = F::Declared(value.index);
                row(&value.name, "declared value", fact, K::Declared, A::Nothing)
            }
            Self::Capture(capture) => {
                row(&capture.name, "capture", capture.fact(), K::Capture, A::Nothing)
            }
            Self::ImageTag => row("image_tag", "primary tag", F::Plan, K::Outcome, A::Unmeetable),
            Self::Reference => row(
                "reference",
                "first image of the primary tag",
                F::Plan,
                K::Outcome,
                A::Unmeetable,
            ),
            Self::PullReference => row(
                "pull_reference",
                "first image of the primary tag, as it is pulled",
                F::Plan,
                K::Outcome,
                A::Unmeetable,
            ),
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|one| one.name() == name).cloned()
    }

    pub(crate) fn name(&self) -> &str {
        self.row().name
    }

    /// What people call the fact that it is made of.
    pub(crate) fn noun(&self) -> &'static str {
        self.row().noun
    }

    pub(crate) fn fact(&self) -> Fact {
        self.row().fact
    }

    pub(crate) fn kind(&self) -> Kind {
        self.row().kind
    }

    pub(crate) fn asks(&self) -> Asks {
        self.row().asks
    }

    /// The placeholder of the whole fact that it is made of, for a git tag or another
    /// ref.
    pub(crate) fn whole(&self, is_git_tag: bool) -> Self {
        match self {
            Self::ShortSha => Self::Sha,
            Self::ShortHeadSha => Self::HeadSha,
            Self::Created(_) => Self::Created(TimeFormat::Rfc3339),
            Self::Committed(_) => Self::Committed(TimeFormat::Rfc3339),
            Self::Slug(_, Some(capture)) => Self::Capture(Arc::clone(capture)),
            Self::Capture(capture) if capture.of == CaptureOf::Variant => Self::Variant,
            Self::Slug(..) | Self::Capture(_) if !is_git_tag => Self::Branch,
            Self::Slug(_, None)
            | Self::Capture(_)
            | Self::Version
            | Self::Major
            | Self::Minor
            | Self::Patch
            | Self::Prerelease
            | Self::GitTag(_) => Self::GitTag(Plus::Kept),
            one => one.clone(),
        }
    }

    /// The same in a name, which cannot hold every character of a git tag.
    pub(crate) fn in_name(self) -> Self {
        match self {
            Self::GitTag(_) => Self::GitTag(Plus::Underscore),
            other => other,
        }
    }

    /// The same digits of the commit that is built.
    pub(crate) fn of_built_commit(&self) -> Self {
        match self {
            Self::HeadSha => Self::Sha,
            Self::ShortHeadSha => Self::ShortSha,
            one => one.clone(),
        }
    }

    /// Whether somebody outside the policy chooses its value freely, so that no
    /// proof knows what it holds.
    pub(crate) fn is_checked_at_plan_time(&self) -> bool {
        matches!(self.kind(), Kind::Project | Kind::GitTag | Kind::Version | Kind::Prerelease)
    }

    /// Whether it names what is built by refs that conditions admit, so that nothing else
    /// has its value. Several merges of one head may be built.
    pub(crate) fn names_content(&self, conditions: &Conditions) -> bool {
        self.names_commit(conditions)
            || self.kind() == Kind::GitTag
            || self.kind() == Kind::Version && conditions.have_whole_versions()
            || self.is_unique()
    }

    /// Whether it is the commit that is built by refs that conditions admit.
    pub(crate) fn names_commit(&self, conditions: &Conditions) -> bool {
        match self.fact() {
            Fact::Sha => true,
            Fact::HeadSha => !conditions.kinds().contains(RefKind::PullRequest),
            _ => false,
        }
    }

    /// What it is captured from a ref as, whole or as a slug.
    pub(crate) fn capture(&self) -> Option<&Arc<Capture>> {
        match self {
            Self::Capture(capture) | Self::Slug(_, Some(capture)) => Some(capture),
            _ => None,
        }
    }

    /// Whether it is a declared value that no two builds share.
    pub(crate) fn is_unique(&self) -> bool {
        matches!(self, Self::Declared(value) if value.unique)
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
        self.is_checked_at_plan_time() && self.kind() != Kind::Prerelease
    }
}
