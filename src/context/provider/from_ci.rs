use super::variables::Variables;
use super::{Provider, owned};
use crate::context::ci_context::CiContext;
use crate::context::error::ContextError;

impl CiContext {
    /// Reads the context from the variables of the CI that runs.
    ///
    /// `lookup` is a variable's value, and is asked only for what the provider
    /// needs; a variable that is empty is taken as absent.
    ///
    /// # Errors
    ///
    /// * No [`Provider`] is recognized.
    /// * The signs and the commits of two are there.
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
        Provider::running(&variables)?.read(variables)
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
        provider.read(Variables::new(&owned(lookup)))
    }
}
