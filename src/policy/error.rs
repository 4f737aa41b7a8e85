use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;

use super::proof::Counterexample;
use crate::data::{Path, PathPrefix};
use crate::name::NameError;

/// The error of making a [`Policy`](crate::Policy): what is wrong with it, and where.
///
/// Reading a [`PolicyDocument`](crate::PolicyDocument) and then checking it with
/// [`Policy::new`](crate::Policy::new) gives this error with its kind and path. Reading a
/// `Policy` in one step gives the error of the format instead, whose message contains this
/// one. An unknown key and a value of the wrong type are errors of the format in both cases.
///
/// # Examples
///
/// A policy in a file with a misspelt placeholder:
///
/// ```
/// use tagwright::document::PolicyErrorKind;
/// use tagwright::{Policy, PolicyDocument};
///
/// let text = r#"
/// version = 1
/// images = [{ name = "server", push = "registry.example.com" }]
/// rules = [{ name = "main", when = { branch = "main" }, tags = ["main-{short_shaa}"] }]
/// "#;
/// let document: PolicyDocument = toml::from_str(text)?;
/// let error = Policy::new(document).unwrap_err();
/// assert_eq!(error.kind(), PolicyErrorKind::UnknownPlaceholder);
/// assert_eq!(error.path(), Some("rules[0].tags[0]"));
/// assert_eq!(error.index(), Some(5));
/// assert!(error.to_string().ends_with("did you mean {short_sha}?"));
///
/// // In one step, the same message:
/// let in_one_step = toml::from_str::<Policy>(text).unwrap_err();
/// assert_eq!(in_one_step.message(), error.to_string());
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", PathPrefix(path))]
pub struct PolicyError {
    kind: PolicyErrorKind,
    path: String,
    message: String,
    index: Option<usize>,
    counterexample: Option<Box<Counterexample>>,
}

crate::name::debug_as_message!(PolicyError);

/// What is wrong with a refused policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PolicyErrorKind {
    /// A name, key or image that two entries share.
    Duplicate,
    /// A value that is out of range or not legal at this place.
    InvalidValue,
    /// A template that cannot be read; the index is the byte in it.
    Template,
    /// A placeholder that does not exist; the index is where it begins.
    UnknownPlaceholder,
    /// A placeholder that nothing can supply at this place; the index is where
    /// it begins.
    UnavailablePlaceholder,
    /// A pattern that cannot be read.
    Pattern,
    /// Conditions that never hold, or a pattern that nothing matches.
    NeverFires,
    /// A template that could give an illegal tag or value for a context that its
    /// rule admits; there is a counterexample where one was found.
    IllegalResult,
    /// More than a limit of the policy language allows.
    TooLarge,
}

impl PolicyError {
    pub(crate) fn new(
        kind: PolicyErrorKind,
        path: &dyn fmt::Display,
        message: impl fmt::Display,
    ) -> Self {
        Self {
            kind,
            path: path.to_string(),
            message: message.to_string(),
            index: None,
            counterexample: None,
        }
    }

    pub(crate) fn at(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }

    pub(crate) fn with_counterexample(self, counterexample: Option<Counterexample>) -> Self {
        Self { counterexample: counterexample.map(Box::new), ..self }
    }

    /// A value that its grammar refuses.
    pub(crate) fn name(path: &Path<'_>, error: &NameError) -> Self {
        Self::new(PolicyErrorKind::InvalidValue, path, error).at(error.index())
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> PolicyErrorKind {
        self.kind
    }

    /// Returns where it is wrong, such as `rules[2].tags[0]`; `None` for the
    /// policy as a whole.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        Some(&*self.path).filter(|path| !path.is_empty())
    }

    /// Returns the byte in the text at [`path`](Self::path), where the flaw is
    /// in a part of that text.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Returns what shows the flaw, for a refused proof.
    #[must_use]
    pub fn counterexample(&self) -> Option<&Counterexample> {
        self.counterexample.as_deref()
    }
}
