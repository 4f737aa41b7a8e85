use super::document::{PrereleaseFilter, TriggerDocument};
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::names::Names;
use super::placeholder::Placeholder;
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

    /// Whether it takes a ref, as far as the ref itself tells.
    pub(crate) fn takes(&self, git_ref: &GitRef) -> bool {
        match (self, git_ref) {
            (Self::Branch(names), GitRef::Branch(name)) | (Self::Tag(names), GitRef::Tag(name)) => {
                names.matches(name.as_str())
            }
            (Self::Release(filter), GitRef::Tag(name)) => filter.read(name.as_str()).is_ok(),
            (Self::PullRequest { target: None }, GitRef::PullRequest { .. })
            | (Self::DefaultBranch | Self::Schedule, GitRef::Branch(_))
            | (Self::Any, _) => true,
            (Self::PullRequest { target: Some(names) }, GitRef::PullRequest { target, .. }) => {
                target.as_ref().is_some_and(|target| names.matches(target.as_str()))
            }
            _ => false,
        }
    }

    /// Why a tag template of this trigger cannot have this placeholder, if it
    /// cannot.
    pub(crate) fn lacks(&self, placeholder: &Placeholder) -> Option<&'static str> {
        let supplied = match placeholder {
            Placeholder::ShortSha
            | Placeholder::Sha
            | Placeholder::HeadSha
            | Placeholder::Created(_)
            | Placeholder::Committed(_)
            | Placeholder::Project
            | Placeholder::RunNumber => true,
            Placeholder::Slug => !matches!(self, Self::Schedule | Self::Any),
            Placeholder::Branch | Placeholder::DefaultBranch => {
                matches!(self, Self::Branch(_) | Self::DefaultBranch | Self::PullRequest { .. })
            }
            Placeholder::PullRequest | Placeholder::TargetBranch => {
                matches!(self, Self::PullRequest { .. })
            }
            Placeholder::GitTag | Placeholder::Version => {
                matches!(self, Self::Tag(_) | Self::Release(_))
            }
            Placeholder::Major | Placeholder::Minor | Placeholder::Patch => {
                matches!(self, Self::Release(_))
            }
            Placeholder::Prerelease => matches!(
                self,
                Self::Release(ReleaseFilter { prerelease: PrereleaseFilter::Only, .. })
            ),
            Placeholder::ProjectPath
            | Placeholder::ImageTag
            | Placeholder::Reference
            | Placeholder::PullReference => {
                return Some("is not for tags; it stands in names, labels, build args and env");
            }
            Placeholder::SourceUrl
            | Placeholder::Title
            | Placeholder::Description
            | Placeholder::Licenses => {
                return Some("is not for tags; it stands in labels and build args");
            }
        };
        if supplied {
            return None;
        }
        Some(match placeholder {
            Placeholder::Slug => "needs a branch, tag, release or pull-request trigger",
            Placeholder::Branch | Placeholder::DefaultBranch => {
                "needs a branch, default-branch or pull-request trigger"
            }
            Placeholder::PullRequest | Placeholder::TargetBranch => "needs a pull-request trigger",
            Placeholder::GitTag | Placeholder::Version => "needs a tag or release trigger",
            Placeholder::Prerelease => "needs a release trigger with prerelease = \"only\"",
            _ => "needs a release trigger",
        })
    }
}
