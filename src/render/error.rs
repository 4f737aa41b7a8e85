use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

/// Why a command, a file or a text could not be made of a plan.
///
/// # Examples
///
/// An option that the builder does not have:
///
/// ```
/// use tagwright::build::RenderErrorKind;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let plan = Policy::cwiq().plan(&context)?;
/// let error = plan.buildx().digest_file("digest").commands().unwrap_err();
/// assert_eq!(error.kind(), RenderErrorKind::UnsupportedOption);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.message)]
pub struct RenderError(Box<RenderParts>);

#[derive(Clone, PartialEq, Eq)]
struct RenderParts {
    kind: RenderErrorKind,
    place: Option<&'static str>,
    index: Option<usize>,
    message: String,
}

crate::name::debug_as_message!(RenderError);

/// What kept a command, a file or a text from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RenderErrorKind {
    /// A builder was asked to push only immutable tags, and there are none.
    NoImmutableTag,
    /// The builder does not have an option that the build uses.
    UnsupportedOption,
    /// A folder, file or argument that a build was given is empty or holds a NUL.
    IllegalOption,
    /// A label holds a character that the builder would change; the index is
    /// where in its value or key.
    UnsupportedLabel,
    /// A target of a bake file cannot have this name; the index is where in it.
    IllegalTarget,
    /// A registry, user name or password cannot be one; the index is where in it.
    IllegalCredentials,
    /// A variable of the policy's `env` is called like one that a hand-over
    /// format was asked to add.
    DuplicateKey,
}

impl RenderError {
    pub(super) fn new(kind: RenderErrorKind, message: impl fmt::Display) -> Self {
        Self(Box::new(RenderParts { kind, place: None, index: None, message: message.to_string() }))
    }

    pub(super) fn at(mut self, place: &'static str, index: Option<usize>) -> Self {
        self.0.place = Some(place);
        self.0.index = index;
        self
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> RenderErrorKind {
        self.0.kind
    }

    /// Returns the part of the plan or the argument that is wrong, such as
    /// `labels` or `password`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.0.place
    }

    /// Returns the byte in it.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }
}
