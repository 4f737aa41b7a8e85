use core::fmt;

use super::quoted::Quoted;
use super::ref_name::RefName;

/// The git **ref** that a pipeline runs for.
///
/// # Examples
///
/// ```
/// use tagwright::{GitRef, RefName};
///
/// let git_ref = GitRef::Branch(RefName::new("feature/search")?);
/// assert_eq!(git_ref.to_string(), r#"branch "feature/search""#);
/// # Ok::<(), tagwright::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GitRef {
    /// A branch.
    Branch(RefName),
    /// A git tag.
    Tag(RefName),
    /// A pull request; GitLab calls it a merge request.
    PullRequest {
        /// Its number within the project: GitLab's IID.
        number: u64,
        /// The branch it comes from.
        source: RefName,
        /// The branch it is to be merged into, if known.
        target: Option<RefName>,
    },
    /// A commit without a ref.
    Detached,
}

impl GitRef {
    /// Returns the name of which a slug is made: the branch, the git tag, or the source
    /// branch of the pull request.
    #[must_use]
    pub fn name(&self) -> Option<&RefName> {
        match self {
            Self::Branch(name) | Self::Tag(name) | Self::PullRequest { source: name, .. } => {
                Some(name)
            }
            Self::Detached => None,
        }
    }
}

impl fmt::Display for GitRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Branch(name) => write!(f, "branch {}", Quoted(name.as_str())),
            Self::Tag(name) => write!(f, "git tag {}", Quoted(name.as_str())),
            Self::PullRequest { number, source, .. } => {
                write!(f, "pull request {number} from branch {}", Quoted(source.as_str()))
            }
            Self::Detached => f.write_str("a detached commit"),
        }
    }
}
