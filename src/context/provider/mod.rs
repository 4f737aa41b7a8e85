mod github_actions;
mod gitlab;
mod variables;

use alloc::string::String;
use core::fmt;

use self::variables::Variables;
use super::ci_context::CiContext;
use super::error::ContextError;

/// A CI **provider**: a system whose variables are known.
///
/// # Examples
///
/// Which provider a job runs on, without reading anything else:
///
/// ```
/// use tagwright::Provider;
///
/// let provider = Provider::detect(|name| std::env::var(name).ok());
/// # let provider = Provider::detect(|name| (name == "GITLAB_CI").then_some("true"));
/// assert_eq!(provider, Some(Provider::GitLab));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Provider {
    /// [GitHub Actions](https://docs.github.com/actions/reference/workflows-and-actions/variables).
    ///
    /// The ref is `GITHUB_REF` alone: a branch, a git tag or a pull request.
    /// GitHub tells neither the default branch nor a time; `created` is
    /// `SOURCE_DATE_EPOCH`. On `pull_request_target` the ref is the branch that
    /// the pull request is to be merged into: refused, since a pull request
    /// would move that branch's tags.
    GitHubActions,
    /// [GitLab CI](https://docs.gitlab.com/ci/variables/predefined_variables/).
    ///
    /// A merge request is a pull request from its source branch. The commit is
    /// `CI_COMMIT_SHA` in every pipeline. `created` is `SOURCE_DATE_EPOCH`,
    /// else the start of the pipeline, so that all its jobs agree, else that of
    /// the job.
    GitLab,
}

/// What is known of a provider.
struct Row {
    name: &'static str,
    /// Whether the variables are this provider's. Some providers imitate
    /// others: a row must not take an imitation for its own.
    is_running: fn(&Variables<'_>) -> bool,
    /// Reads the facts. A malformed variable is an error that names it, even
    /// where the fact is optional: the policy may build a name or an argument
    /// on it, and leaving it out would change that in silence.
    read: fn(&Variables<'_>) -> Result<CiContext, ContextError>,
}

impl Provider {
    pub(super) const DETECTION_ORDER: [Self; 2] = [Self::GitHubActions, Self::GitLab];

    /// Finds the provider whose variables these are; a variable that is empty
    /// is taken as absent.
    #[must_use]
    pub fn detect<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> Option<Self> {
        Self::running(&Variables::new(&owned(lookup)))
    }

    fn running(variables: &Variables<'_>) -> Option<Self> {
        Self::DETECTION_ORDER.into_iter().find(|provider| (provider.row().is_running)(variables))
    }

    fn row(self) -> &'static Row {
        match self {
            Self::GitHubActions => &github_actions::ROW,
            Self::GitLab => &gitlab::ROW,
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.row().name)
    }
}

impl CiContext {
    /// Reads the context from the variables of the CI that runs.
    ///
    /// `lookup` is a variable's value, and is asked only for what the provider
    /// needs; a variable that is empty is taken as absent.
    ///
    /// # Errors
    ///
    /// * No [`Provider`] is recognized.
    /// * Whatever [`from_provider`](Self::from_provider) refuses.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use tagwright::CiContext;
    ///
    /// let context = CiContext::from_ci(|name| std::env::var(name).ok())?;
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    pub fn from_ci<T: AsRef<str>>(
        lookup: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, ContextError> {
        let lookup = owned(lookup);
        let variables = Variables::new(&lookup);
        let provider = Provider::running(&variables).ok_or_else(ContextError::unknown_provider)?;
        (provider.row().read)(&variables)
    }

    /// Reads the context from the variables of a provider, whether or not they
    /// show that it runs.
    ///
    /// # Errors
    ///
    /// * A variable that is not set although the provider sets it in every run,
    ///   or in one for such a ref.
    /// * A variable that holds what its provider never gives it, such as a
    ///   `CI_COMMIT_SHA` of 8 digits; that of an optional fact too, since the
    ///   plan would differ without it. Only a title or description with control
    ///   characters is left out instead: people edit it on a web page, and must
    ///   not stop a build there.
    /// * Variables that contradict each other: two refs at once, or a pull
    ///   request that claims the branch it is to be merged into.
    ///
    /// # Examples
    ///
    /// A test of one's own, with recorded variables:
    ///
    /// ```
    /// use std::collections::HashMap;
    /// use tagwright::{CiContext, Provider};
    ///
    /// let recorded = HashMap::from([
    ///     ("CI_COMMIT_SHA", "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334"),
    ///     ("CI_COMMIT_TAG", "v1.0.0"),
    ///     ("CI_PROJECT_NAME", "server"),
    /// ]);
    /// let context = CiContext::from_provider(Provider::GitLab, |name| recorded.get(name))?;
    /// assert_eq!(context.git_ref().to_string(), r#"git tag "v1.0.0""#);
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    pub fn from_provider<T: AsRef<str>>(
        provider: Provider,
        lookup: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, ContextError> {
        (provider.row().read)(&Variables::new(&owned(lookup)))
    }
}

fn owned<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> impl Fn(&str) -> Option<String> {
    move |name| lookup(name).map(|text| text.as_ref().into())
}
