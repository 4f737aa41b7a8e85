use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

/// The error of rendering a [`Plan`](crate::Plan) as a command, a file or another
/// format.
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

/// The kind of a [`RenderError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RenderErrorKind {
    /// Only immutable tags should be pushed, but the plan has none.
    NoImmutableTag,
    /// The builder does not have an option that the build uses.
    UnsupportedOption,
    /// A folder, file or argument of a build is empty or contains a NUL.
    IllegalOption,
    /// A label contains a character that the builder would change; the index is the
    /// position in its value or key.
    UnsupportedLabel,
    /// The name of a bake target is not legal; the index is the position in the name.
    IllegalTarget,
    /// A registry, user name or password is not legal; the index is the position in it.
    IllegalCredentials,
    /// A variable of the policy's `env` has the name of one that a hand-over format
    /// adds.
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

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> RenderErrorKind {
        self.0.kind
    }

    /// Returns the wrong part of the plan or the wrong argument, such as `labels` or
    /// `password`.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.0.place
    }

    /// Returns the byte index of the error in that part.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }
}
