use super::variables::Variables;
use super::{Provider, owned};
use crate::context::error::Problem;
use crate::context::event_file::EventFile;
use crate::context::{CiContext, ContextError};

/// # Constructors from CI variables
impl CiContext {
    /// Reads the context from the environment variables of the detected CI provider.
    ///
    /// `lookup` returns a variable's value. It is called only for the variables that
    /// the provider needs; an empty variable counts as absent.
    ///
    /// # Errors
    ///
    /// * No [`Provider`] is recognized.
    /// * The variables of two providers are set, including a commit of each.
    /// * Everything that [`from_provider`](Self::from_provider) rejects.
    /// * An event of GitHub Actions that may be about another commit than that of the
    ///   run, such as `workflow_run`: see
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
    /// `json` is the content of the file whose path is in the variable that
    /// [`Provider::event_path_variable`] names. The file adds the default branch, address,
    /// description and licence of the repository; for a pull request, also its target,
    /// the last commit of its source branch, and whether it is from a fork; for a push,
    /// also the time of the commit. An address in the variables takes precedence.
    ///
    /// Some events run on the default branch although they are about another commit,
    /// perhaps that of a stranger's pull request. If the file shows that, the run is
    /// rejected: otherwise that code would get the tags of the default branch. The
    /// [guide](crate::guide::ci_providers#events-of-github-actions) lists every event.
    ///
    /// # Errors
    ///
    /// * No [`Provider`] is recognized, or the provider has no event file.
    /// * Everything that [`from_provider`](Self::from_provider) rejects.
    /// * `json` is not a JSON object.
    /// * A field has another type or form, such as a head sha of 8 digits.
    /// * The event is of another run: its repository, ref, commit or pull request
    ///   differs from that of the variables.
    /// * The event is about another commit than that of the run.
    ///
    /// # Examples
    ///
    /// A job on a pull request that has read the file:
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
    /// A job that publishes what the workflow of a pull request has tested. It runs on
    /// `main`, but checks out the commit of the pull request:
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
        if provider.event_path_variable().is_none() {
            return Err(Problem::NoEventFile { provider: provider.as_str() }.into());
        }
        let event = EventFile::read(json)?;
        provider.read(variables.with_event_file(&event))
    }

    /// Reads the context from the variables of a given provider, without detecting it.
    ///
    /// # Errors
    ///
    /// * A variable is not set although the provider sets it in every run, or in every
    ///   run for such a ref.
    /// * A variable has a value that its provider never sets, such as a `CI_COMMIT_SHA`
    ///   of 8 digits. This includes variables of optional facts, since the plan would
    ///   differ without them. Only a title or description with control characters is
    ///   ignored instead: an edit on a web page must not stop a build.
    /// * Variables contradict each other: they show two refs at once, or a pull request
    ///   whose ref is the branch that it is to be merged into.
    ///
    /// # Examples
    ///
    /// A unit test with recorded variables:
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
