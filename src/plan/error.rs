use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

/// Why no plan could be made.
///
/// These are all the ways in which planning fails; a policy that loads rules
/// out every other.
///
/// # Examples
///
/// A git tag that no rule is for:
///
/// ```
/// use tagwright::plan::PlanErrorKind;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let error = Policy::cwiq().plan(&CiContext::tag("server", "nightly", sha)?).unwrap_err();
/// assert_eq!(error.kind(), PlanErrorKind::NoRule);
/// assert_eq!(
///     error.to_string(),
///     "no rule applies to git tag \"nightly\": main, feature: not a branch; \
///      merge-request: not a pull request; release: does not match v*",
/// );
/// # Ok::<(), tagwright::ContextError>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct PlanError(Box<Parts>);

/// Behind one pointer, because planning returns many results and few errors.
#[derive(Clone, PartialEq, Eq)]
struct Parts {
    kind: PlanErrorKind,
    place: Option<String>,
    index: Option<usize>,
    message: String,
}

crate::name::debug_as_message!(PlanError);

/// What kept a plan from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlanErrorKind {
    /// No rule is for this context.
    NoRule,
    /// Rules are for this context, but none of their tags moves, or none is
    /// known to.
    NoTag,
    /// The policy needs a fact that the context leaves out.
    MissingFact,
    /// The context has a variant that the policy does not declare.
    UndeclaredVariant,
    /// The project or git tag holds what a tag cannot; the index is where in
    /// it.
    IllegalTag,
    /// The project or another fact holds what an image name cannot; the index
    /// is where in it. Or it makes of a cache what an image is called.
    IllegalName,
    /// A fact holds what GitLab or a shell would not read back from `build.env`,
    /// or what a label of the image specification cannot be; the index is where
    /// in it. Or a declared value does not match its pattern.
    IllegalValue,
    /// The context supplies a value that the policy does not declare.
    UndeclaredValue,
    /// The plan has more references than a plan may have, or longer build args, labels
    /// and variables.
    TooLarge,
}

impl PlanError {
    pub(crate) fn new(kind: PlanErrorKind, message: impl fmt::Display) -> Self {
        Self(Box::new(Parts { kind, place: None, index: None, message: message.to_string() }))
    }

    pub(crate) fn at(mut self, place: impl fmt::Display, index: Option<usize>) -> Self {
        self.0.place = Some(place.to_string());
        self.0.index = index;
        self
    }

    /// Returns what kept the plan from being made.
    #[must_use]
    pub fn kind(&self) -> PlanErrorKind {
        self.0.kind
    }

    /// Returns the part of the policy that could not be met, such as
    /// `rules[3].tags[0]`; `None` for the policy as a whole.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Returns the byte in the fact that is to blame; its length where something
    /// is missing behind it.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }
}
