use core::fmt;

/// An optional fact that decides whether a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingFact {
    DefaultBranch,
    Target,
    Event,
    Fork,
    Protected,
    Variant,
}

impl MissingFact {
    /// The key of the fact in the serde form of a context.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::DefaultBranch => "default_branch",
            Self::Target => "pull_request.target",
            Self::Event => "event",
            Self::Fork => "fork",
            Self::Protected => "protected",
            Self::Variant => "variant",
        }
    }
}

/// `the default branch`
impl fmt::Display for MissingFact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DefaultBranch => "the default branch",
            Self::Target => "the target branch",
            Self::Event => "the event",
            Self::Fork => "whether the pull request is from a fork",
            Self::Protected => "whether the ref is protected",
            Self::Variant => "the variant",
        })
    }
}
