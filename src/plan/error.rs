use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::name::words;

/// The error of making a [`Plan`](crate::Plan).
///
/// Planning fails only for the reasons listed in [`PlanErrorKind`]. All other errors
/// are ruled out when the policy is loaded.
///
/// # Examples
///
/// A git tag to which no rule applies:
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

/// Boxed, because a plan is returned often and an error rarely.
#[derive(Clone, PartialEq, Eq)]
struct Parts {
    kind: PlanErrorKind,
    place: Option<String>,
    index: Option<usize>,
    missing: Vec<String>,
    message: String,
}

crate::name::debug_as_message!(PlanError);

/// The kind of a [`PlanError`]. As a word it is written `no-rule`, `missing-fact` and so
/// on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PlanErrorKind {
    /// No rule applies to this context.
    NoRule,
    /// Rules apply to this context, but none of their tags moves, or none is known to
    /// move.
    NoTag,
    /// The policy needs a fact that the context does not have.
    MissingFact,
    /// The context has a variant that the policy does not declare.
    UndeclaredVariant,
    /// The project or git tag contains a character that a tag cannot contain, or makes
    /// it too long; the index is the position in that fact.
    IllegalTag,
    /// The project or another fact contains a character that an image name cannot
    /// contain, or makes it too long; the index is the position in that fact. Or the
    /// name of a cache would be that of an image.
    IllegalName,
    /// A fact contains a character that GitLab or a shell would not read back from
    /// `build.env`, or is not legal in a label of the image specification; the index is
    /// the position in that fact. Or a declared value does not match its pattern.
    IllegalValue,
    /// The context supplies a value that the policy does not declare.
    UndeclaredValue,
    /// The plan has too many references, or its build args, labels and variables are
    /// too long.
    TooLarge,
}

words! {
    PlanErrorKind, "kind of error",
    NoRule "no-rule",
    NoTag "no-tag",
    MissingFact "missing-fact",
    UndeclaredVariant "undeclared-variant",
    IllegalTag "illegal-tag",
    IllegalName "illegal-name",
    IllegalValue "illegal-value",
    UndeclaredValue "undeclared-value"
    or TooLarge "too-large"
}

impl PlanError {
    pub(crate) fn new(kind: PlanErrorKind, message: impl fmt::Display) -> Self {
        let (missing, message) = (Vec::new(), message.to_string());
        Self(Box::new(Parts { kind, place: None, index: None, missing, message }))
    }

    pub(crate) fn at(mut self, place: impl fmt::Display, index: Option<usize>) -> Self {
        self.0.place = Some(place.to_string());
        self.0.index = index;
        self
    }

    /// The same error, caused by the lack of these facts.
    pub(crate) fn for_lack_of(mut self, facts: impl IntoIterator<Item: Into<String>>) -> Self {
        self.0.missing = facts.into_iter().map(Into::into).collect();
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> PlanErrorKind {
        self.0.kind
    }

    /// Returns the path of the part of the policy that could not be planned, such as
    /// `rules[3].tags[0]`; `None` for the whole policy.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// Returns the names of the facts that the context lacks, as in its serde form:
    /// `default_branch`, `pull_request.target`, `values.describe`.
    ///
    /// They are those of the first part of the policy that cannot be planned: all that the
    /// conditions of a rule need, or the first that a template needs. Another run may name
    /// more. There are none if no fact is missing, or if a ref of this kind cannot have it: a
    /// branch has no version. [`NoTag`](PlanErrorKind::NoTag) names one if it is unknown
    /// whether a tag moves.
    ///
    /// # Examples
    ///
    /// A policy that needs the time of the build:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let error = Policy::cwiq().plan(&CiContext::branch("server", "main", sha)?).unwrap_err();
    /// assert!(error.missing_facts().eq(["created"]));
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    #[must_use]
    pub fn missing_facts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.missing.iter().map(String::as_str)
    }

    /// Returns the byte index of the error in the fact that caused it. It is the fact's
    /// length if something is missing after it.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.0.index
    }
}
