use super::Event;
use super::ci_context::CiContext;
use super::error::{ContextError, Problem};
use crate::name::GitRef;

/// # Pull requests as branches
impl CiContext {
    /// Turns the context of a pull request into that of its source branch; every other
    /// context is returned unchanged.
    ///
    /// CircleCI and Buildkite build a branch only once, and report that build as a pull
    /// request while one is open. So a branch such as `main` or `release/1.0` no longer
    /// gets its own tags as soon as somebody opens a pull request from it. This method
    /// restores the branch, so that the rules for branches apply.
    ///
    /// Facts about the pull request are dropped: its target, whether it is from a fork,
    /// and whether its ref is protected. The event `pull-request` becomes `push`.
    ///
    /// # Errors
    ///
    /// * A pull request that is or may be from a fork: its branch is not a branch of
    ///   this repository, whatever its name.
    /// * A pull request whose merge is or may be built: the merge is not a commit of
    ///   the source branch.
    ///
    /// # Examples
    ///
    /// A push to `main` on CircleCI, while a pull request from `main` into
    /// `production` is open:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let variables = |name: &str| Some(match name {
    ///     "CIRCLECI" => "true",
    ///     "CIRCLE_BRANCH" => "main",
    ///     "CIRCLE_SHA1" => "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
    ///     "CIRCLE_PROJECT_USERNAME" => "cwiq",
    ///     "CIRCLE_PROJECT_REPONAME" => "server",
    ///     "CIRCLE_REPOSITORY_URL" => "git@github.com:cwiq/server.git",
    ///     "CIRCLE_PULL_REQUEST" => "https://github.com/cwiq/server/pull/7",
    ///     "SOURCE_DATE_EPOCH" => "1773824400",
    ///     _ => return None,
    /// });
    /// let context = CiContext::from_ci(variables)?;
    /// let policy = Policy::cwiq();
    /// assert_eq!(policy.plan(&context)?.tags().primary().tag, "branch-main-a1b2c3d8");
    ///
    /// let context = context.into_source_branch()?;
    /// assert_eq!(policy.plan(&context)?.tags().primary().tag, "main-a1b2c3d8");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_source_branch(mut self) -> Result<Self, ContextError> {
        let GitRef::PullRequest { source, .. } = &self.git_ref else { return Ok(self) };
        let source = source.clone();
        let refuse = |context: Self, fact, reason| {
            Err(Problem::SourceBranch { fact, git_ref: context.git_ref, reason }.into())
        };
        match self.facts.fork {
            Some(false) => {}
            Some(true) => {
                return refuse(
                    self,
                    "fork",
                    "is from a fork, whose branches are not those of the repository",
                );
            }
            None => {
                let reason = "may be from a fork, whose branches are not those of the repository; \
                              if it is not, set \"fork\" to false";
                return refuse(self, "fork", reason);
            }
        }
        match &self.facts.head_sha {
            Some(head) if head == self.sha() => {}
            Some(_) => {
                return refuse(
                    self,
                    "sha",
                    "is built as a merge with its target, which is not a commit of that branch",
                );
            }
            None => {
                let reason = "may be built as a merge with its target, which is not a commit of \
                              that branch; if it is not, set \"head_sha\" to its commit";
                return refuse(self, "head_sha", reason);
            }
        }
        self.git_ref = GitRef::Branch(source);
        self.facts.head_sha = None;
        self.facts.fork = None;
        self.facts.protected = None;
        self.facts.event = match self.facts.event {
            Some(Event::PullRequest) => Some(Event::Push),
            Some(Event::MergeQueue) => None,
            other => other,
        };
        Ok(self)
    }
}
