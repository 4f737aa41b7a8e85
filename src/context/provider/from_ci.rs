use super::variables::Variables;
use super::{Provider, owned};
use crate::context::error::Problem;
use crate::context::event_file::EventFile;
use crate::context::{CiContext, ContextError};

/// # Read the variables of a CI
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
    /// * An event of GitHub Actions that may be about another commit than the
    ///   one of the run, such as `workflow_run`: see
    ///   [`from_ci_with_event`](Self::from_ci_with_event).
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

    /// Reads the context from the variables of GitHub, Gitea or Forgejo Actions
    /// and from the file that describes the event which started the workflow.
    ///
    /// `json` is the text of the file whose path is in the variable that
    /// [`Provider::event_path`] names. It adds the default branch, the address,
    /// the description and the licence of the repository; of a pull request its
    /// target, the last commit of its source branch, and whether it is from a
    /// fork; of a push the time of the commit. An address in the variables takes
    /// precedence.
    ///
    /// On some events the run is on the default branch although the event is
    /// about another commit, perhaps that of a stranger's pull request. The file
    /// says which. If it is another one, the run is refused: planned as the
    /// default branch, that code would get the branch's tags. The
    /// [guide](crate::guide::ci_providers#events-of-github-actions) lists every
    /// event.
    ///
    /// # Errors
    ///
    /// * No [`Provider`] is recognized, or one without an event file.
    /// * Whatever [`from_provider`](Self::from_provider) refuses.
    /// * A text that is not a JSON object.
    /// * A field of another type or form, such as a head sha of 8 digits.
    /// * An event of another run: its repository, ref, commit or pull request is
    ///   not that of the variables.
    /// * An event about another commit than the one of the run.
    ///
    /// # Examples
    ///
    /// A job on a pull request, which has read the file:
    ///
    /// ```
    /// # let variables = |name: &str| Some(match name {
    /// #     "GITHUB_ACTIONS" => "true",
    /// #     "GITHUB_EVENT_NAME" => "pull_request",
    /// #     "GITHUB_SHA" => "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
    /// #     "GITHUB_REF" => "refs/pull/7/merge",
    /// #     "GITHUB_HEAD_REF" => "patch-1",
    /// #     "GITHUB_REPOSITORY" => "octocat/hello-world",
    /// #     _ => return None,
    /// # });
    /// use tagwright::CiContext;
    ///
    /// let event = r#"{
    ///     "pull_request": {
    ///         "number": 7,
    ///         "head": {"ref": "patch-1", "sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233"},
    ///         "base": {"ref": "main"}
    ///     },
    ///     "repository": {"full_name": "octocat/hello-world", "default_branch": "main"}
    /// }"#;
    /// let context = CiContext::from_ci_with_event(variables, event)?;
    /// assert!(context.head_sha().is_some_and(|sha| sha.short(8) == "0f1e2d3c"));
    /// assert!(context.default_branch().is_some_and(|branch| branch == "main"));
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    ///
    /// A job that publishes what the workflow of a pull request has tested. It
    /// runs on `main`, and checks out the commit of the pull request:
    ///
    /// ```
    /// # let variables = |name: &str| Some(match name {
    /// #     "GITHUB_ACTIONS" => "true",
    /// #     "GITHUB_EVENT_NAME" => "workflow_run",
    /// #     "GITHUB_SHA" => "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
    /// #     "GITHUB_REF" => "refs/heads/main",
    /// #     "GITHUB_REPOSITORY" => "octocat/hello-world",
    /// #     _ => return None,
    /// # });
    /// use tagwright::context::ContextErrorKind;
    /// use tagwright::CiContext;
    ///
    /// let event = r#"{
    ///     "workflow_run": {
    ///         "event": "pull_request",
    ///         "head_branch": "patch-1",
    ///         "head_sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233",
    ///         "head_repository": {"full_name": "stranger/hello-world"}
    ///     },
    ///     "repository": {"full_name": "octocat/hello-world", "default_branch": "main"}
    /// }"#;
    /// let error = CiContext::from_ci_with_event(variables, event).unwrap_err();
    /// assert_eq!(error.kind(), ContextErrorKind::OtherCommit);
    ///
    /// // The job knows the number from an artifact of the tested workflow.
    /// let sha = "0f1e2d3c4b5a69788796a5b4c3d2e1f000112233";
    /// let context = CiContext::pull_request("hello-world", 7, "patch-1", sha)?.with_fork(true);
    /// # assert_eq!(context.fork(), Some(true));
    /// # Ok::<(), tagwright::ContextError>(())
    /// ```
    pub fn from_ci_with_event<T: AsRef<str>>(
        lookup: impl Fn(&str) -> Option<T>,
        json: &str,
    ) -> Result<Self, ContextError> {
        let lookup = owned(lookup);
        let variables = Variables::new(&lookup);
        let provider = Provider::running(&variables)?;
        if provider.event_path().is_none() {
            return Err(Problem::NoEventFile { provider: provider.row().name }.into());
        }
        let event = EventFile::read(json)?;
        provider.read(variables.with_event_file(&event))
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
