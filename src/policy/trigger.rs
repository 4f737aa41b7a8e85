use super::document::{PrereleaseFilter, TriggerDocument};
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::names::Names;
use super::placeholder::{Asks, Kind, Placeholder};
use super::release::ReleaseFilter;
use crate::data::Path;
use crate::name::{GitRef, Quoted, RefName};

/// What makes a rule fire.
#[derive(Clone, Debug)]
pub(crate) enum Trigger {
    Branch(Names),
    Tag(Names),
    DefaultBranch,
    Release(ReleaseFilter),
    PullRequest { target: Option<Names> },
    Schedule,
    Any,
}

impl Trigger {
    pub(crate) fn new(document: &TriggerDocument, path: &Path<'_>) -> Result<Self, PolicyError> {
        Ok(match document {
            TriggerDocument::Branch(names) => Self::Branch(Names::new(names, &path.key("branch"))?),
            TriggerDocument::Tag(names) => Self::Tag(Names::new(names, &path.key("tag"))?),
            TriggerDocument::DefaultBranch {} => Self::DefaultBranch,
            TriggerDocument::Release { prefix, prerelease } => {
                let path = path.key("release");
                let path = path.key("prefix");
                limit::PREFIX.check(prefix.len(), &path)?;
                if let Err(error) = RefName::new(alloc::format!("{prefix}1.0.0")) {
                    let message = alloc::format!(
                        "no git tag begins with {}: {}",
                        Quoted(prefix),
                        error.reason()
                    );
                    return Err(PolicyError::new(PolicyErrorKind::NeverFires, &path, message)
                        .at(error.index()));
                }
                Self::Release(ReleaseFilter { prefix: prefix.clone(), prerelease: *prerelease })
            }
            TriggerDocument::PullRequest { target: None } => Self::PullRequest { target: None },
            TriggerDocument::PullRequest { target: Some(names) } => {
                let path = path.key("pull-request");
                Self::PullRequest { target: Some(Names::new(names, &path.key("target"))?) }
            }
            TriggerDocument::Schedule {} => Self::Schedule,
            TriggerDocument::Any {} => Self::Any,
        })
    }

    /// The patterns that a name is compared with.
    pub(crate) fn names(&self) -> Option<&Names> {
        match self {
            Self::Branch(names) | Self::Tag(names) => Some(names),
            Self::PullRequest { target } => target.as_ref(),
            Self::DefaultBranch | Self::Release(_) | Self::Schedule | Self::Any => None,
        }
    }

    /// Whether it takes a ref, as far as the ref itself tells.
    pub(crate) fn takes(&self, git_ref: &GitRef) -> bool {
        match (self, git_ref) {
            (Self::Branch(_) | Self::DefaultBranch | Self::Schedule, GitRef::Branch(name))
            | (Self::Tag(_) | Self::Release(_), GitRef::Tag(name)) => {
                self.takes_name(name.as_str())
            }
            (Self::PullRequest { target: None }, GitRef::PullRequest { .. }) | (Self::Any, _) => {
                true
            }
            (Self::PullRequest { target: Some(names) }, GitRef::PullRequest { target, .. }) => {
                target.as_ref().is_some_and(|target| names.matches(target.as_str()))
            }
            _ => false,
        }
    }

    /// Whether a pull request may be among the refs that it takes.
    pub(crate) fn may_take_pull_request(&self) -> bool {
        match self {
            Self::PullRequest { .. } | Self::Schedule | Self::Any => true,
            Self::Branch(_) | Self::Tag(_) | Self::DefaultBranch | Self::Release(_) => false,
        }
    }

    /// Whether it takes this name for refs of its own kind.
    pub(crate) fn takes_name(&self, name: &str) -> bool {
        match self {
            Self::Branch(names) | Self::Tag(names) => names.matches(name),
            Self::Release(filter) => filter.read(name).is_ok(),
            Self::DefaultBranch | Self::PullRequest { .. } | Self::Schedule | Self::Any => true,
        }
    }

    /// Why a tag template of this trigger cannot have this placeholder, if it
    /// cannot.
    pub(crate) fn lacks(&self, placeholder: &Placeholder) -> Option<&'static str> {
        let (is_met, needs) = match placeholder.asks() {
            Asks::Nothing => return None,
            Asks::Name => (
                !matches!(self, Self::Schedule | Self::Any),
                "needs a branch, tag, release or pull-request trigger",
            ),
            Asks::Branch => (
                matches!(self, Self::Branch(_) | Self::DefaultBranch | Self::PullRequest { .. }),
                "needs a branch, default-branch or pull-request trigger",
            ),
            Asks::PullRequest => {
                (matches!(self, Self::PullRequest { .. }), "needs a pull-request trigger")
            }
            Asks::GitTag => {
                (matches!(self, Self::Tag(_) | Self::Release(_)), "needs a tag or release trigger")
            }
            Asks::Release => (matches!(self, Self::Release(_)), "needs a release trigger"),
            Asks::Prerelease => (
                matches!(self, Self::Release(filter) if filter.prerelease == PrereleaseFilter::Only),
                "needs a release trigger with prerelease = \"only\"",
            ),
            Asks::Unmeetable if placeholder.kind() == Kind::Prose => {
                (false, "is not for tags; it stands in labels and build args")
            }
            Asks::Unmeetable => {
                (false, "is not for tags; it stands in names, labels, build args and env")
            }
        };
        (!is_met).then_some(needs)
    }
}
