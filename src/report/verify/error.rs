use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use crate::plan::PlanError;

/// The error of verifying a `build.env`: what is wrong, and on which line.
///
/// # Examples
///
/// A tag that a job constructed itself:
///
/// ```
/// use tagwright::verify::VerifyErrorKind;
/// use tagwright::{CiContext, Policy};
///
/// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
/// let context = CiContext::branch("server", "main", sha)?
///     .with_created("2026-03-18T09:00:00Z".parse()?);
/// let error = Policy::cwiq().verify(&context, "IMAGE_TAG=main-a1b2c3d\n").unwrap_err();
/// assert_eq!(error.kind(), VerifyErrorKind::DifferentValue);
/// assert_eq!(
///     error.to_string(),
///     "line 1: IMAGE_TAG is \"main-a1b2c3d\", and this policy gives \"main-a1b2c3d8\" for branch \
///      \"main\"; no rule of it gives that value",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct VerifyError(Box<Refusal>);

crate::name::debug_as_message!(VerifyError);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", LinePrefix(*line))]
struct Refusal {
    kind: VerifyErrorKind,
    line: Option<usize>,
    index: Option<usize>,
    key: Option<String>,
    expected: Option<String>,
    found: Option<String>,
    message: String,
    source: Option<PlanError>,
}

/// The kind of a [`VerifyError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum VerifyErrorKind {
    /// The policy has no plan for the context. The error's source gives the reason.
    NoPlan,
    /// GitLab and a shell would not read the same from the file. The message gives the
    /// reason.
    Malformed,
    /// The file has a key that the policy does not write.
    UnknownKey,
    /// A key that the policy writes is missing.
    MissingKey,
    /// A value differs from that of the plan.
    DifferentValue,
}

impl VerifyError {
    pub(crate) fn new(kind: VerifyErrorKind, message: impl fmt::Display) -> Self {
        Self(Box::new(Refusal {
            kind,
            line: None,
            index: None,
            key: None,
            expected: None,
            found: None,
            message: message.to_string(),
            source: None,
        }))
    }

    pub(crate) fn no_plan(error: PlanError) -> Self {
        let message = "the policy has no plan for this context";
        let mut refusal = Self::new(VerifyErrorKind::NoPlan, message);
        refusal.0.source = Some(error);
        refusal
    }

    pub(crate) fn on_line(mut self, line: usize) -> Self {
        self.0.line = Some(line);
        self
    }

    pub(crate) fn at(mut self, index: usize) -> Self {
        self.0.index = Some(index);
        self
    }

    pub(crate) fn of_key(mut self, key: &str) -> Self {
        self.0.key = Some(key.into());
        self
    }

    pub(crate) fn expecting(mut self, value: &str) -> Self {
        self.0.expected = Some(value.into());
        self
    }

    pub(crate) fn finding(mut self, value: &str) -> Self {
        self.0.found = Some(value.into());
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> VerifyErrorKind {
        self.0.kind
    }

    /// Returns the number of the wrong line, counted from 1, if the error is about one
    /// line.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }

    /// Returns the byte index of the error in the line, or in the file if it is not
    /// about one line.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }

    /// Returns the key that the error is about.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// Returns the value of the key in the plan.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    /// Returns the value of the key in the file.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.0.found.as_deref()
    }
}

struct LinePrefix(Option<usize>);

impl fmt::Display for LinePrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |line| write!(f, "line {line}: "))
    }
}
