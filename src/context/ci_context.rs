use alloc::string::String;

use super::Event;
use super::error::{ContextError, Problem};
use super::fact;
use super::facts::KnownFacts;
use super::supplied_values::SuppliedValues;
use crate::name::{CommitSha, GitRef, NameError, RefName, Timestamp};

/// The **context** of a CI run: the facts about what is built, and from which ref.
///
/// A context contains facts, not decisions. Three facts are always present: the
/// project, the ref and the commit that is built. All others are optional; planning
/// fails with an error that names the missing fact if the policy needs one.
///
/// # Syntax
///
/// The serde form is flat: `project`, `sha`, one of `branch`, `tag` and
/// `pull_request: { number, source, target? }` (none of them: a detached commit), and
/// optionally `head_sha`, `branch_head`, `default_branch`, `project_path`, `created`,
/// `committed`, `event`, `fork`, `protected`, `workspace`, `source_url`, `title`,
/// `description`, `licenses`, `run_number`, `versions`, `values: { name: string }`,
/// `variant`. Absent facts are omitted; an unknown key or a second ref is an error.
/// Branches and git tags are short names: one that begins with `refs/heads/` or
/// `refs/tags/` is an error.
///
/// Strings must not contain control characters, so that no fact can forge a line of a
/// file or a terminal sequence. Only `title` and `description` may contain line breaks
/// and tabs. An optional string that is empty counts as absent, as in the environment
/// of every CI.
///
/// `Display` writes one line with the ref, the commit and the facts that can decide about a
/// tag.
///
/// # Examples
///
/// The context of a job on `main`, with two optional facts:
///
/// ```
/// use tagwright::{CiContext, Timestamp};
///
/// let context = CiContext::branch("server", "main", "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334")?
///     .with_created(Timestamp::parse("2026-03-18T09:00:00Z")?)
///     .with_workspace("/builds/cwiq/server")?;
/// assert_eq!(context.project(), "server");
/// assert_eq!(context.git_ref().to_string(), r#"branch "main""#);
/// assert_eq!(context.source_url(), None);
/// assert_eq!(
///     context.to_string(),
///     "branch \"main\" of project \"server\" at a1b2c3d8e5f60718293a4b5c6d7e8f9001122334, \
///      created 2026-03-18T09:00:00Z",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A context from JSON, here of a pull request:
///
/// ```
/// # use tagwright::CiContext;
/// let context: CiContext = serde_json::from_str(
///     r#"{"project": "server",
///         "sha": "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334",
///         "pull_request": {"number": 7, "source": "feature/search", "target": "main"}}"#,
/// )?;
/// assert_eq!(context.git_ref().to_string(), r#"pull request 7 from branch "feature/search""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CiContext {
    project: String,
    pub(super) git_ref: GitRef,
    sha: CommitSha,
    pub(super) facts: KnownFacts,
}

/// # Constructors
impl CiContext {
    /// Creates the context of a branch pipeline.
    ///
    /// # Errors
    ///
    /// * A project that is empty or contains a control character. Whether it fits into
    ///   an image name depends on the policy and is checked when a plan is made.
    /// * A branch that git rejects, or that begins with `refs/heads/` or `refs/tags/`.
    /// * A sha that is not a full commit sha in lower case.
    pub fn branch(
        project: impl Into<String>,
        branch: impl Into<String>,
        sha: impl Into<String>,
    ) -> Result<Self, ContextError> {
        let branch = given("branch", branch, RefName::new)?;
        Self::of_ref(project, GitRef::Branch(branch), sha)
    }

    /// Creates the context of a git tag's pipeline.
    ///
    /// # Errors
    ///
    /// * A tag that git rejects, or that begins with `refs/heads/` or `refs/tags/`.
    /// * A project or a sha that [`branch`](Self::branch) rejects.
    pub fn tag(
        project: impl Into<String>,
        tag: impl Into<String>,
        sha: impl Into<String>,
    ) -> Result<Self, ContextError> {
        let tag = given("tag", tag, RefName::new)?;
        Self::of_ref(project, GitRef::Tag(tag), sha)
    }

    /// Creates the context of a pull request's pipeline, from the branch `source`.
    ///
    /// `sha` is the commit that is built: if the pipeline builds the merge of both branches,
    /// it is that merge. [`with_target`](Self::with_target) sets the branch that the
    /// pull request is to be merged into.
    ///
    /// # Errors
    ///
    /// * A source branch that git rejects, or that begins with `refs/heads/` or
    ///   `refs/tags/`.
    /// * A project or a sha that [`branch`](Self::branch) rejects.
    pub fn pull_request(
        project: impl Into<String>,
        number: u64,
        source: impl Into<String>,
        sha: impl Into<String>,
    ) -> Result<Self, ContextError> {
        let source = given("pull_request.source", source, RefName::new)?;
        Self::of_ref(project, GitRef::PullRequest { number, source, target: None }, sha)
    }

    /// Creates the context of a commit without a ref.
    ///
    /// # Errors
    ///
    /// * A project or a sha that [`branch`](Self::branch) rejects.
    pub fn detached(
        project: impl Into<String>,
        sha: impl Into<String>,
    ) -> Result<Self, ContextError> {
        Self::of_ref(project, GitRef::Detached, sha)
    }

    /// Creates the context of any ref.
    pub(crate) fn of_ref(
        project: impl Into<String>,
        git_ref: GitRef,
        sha: impl Into<String>,
    ) -> Result<Self, ContextError> {
        let named = match &git_ref {
            GitRef::Branch(name) => [Some(("branch", name)), None],
            GitRef::Tag(name) => [Some(("tag", name)), None],
            GitRef::PullRequest { source, target, .. } => [
                Some(("pull_request.source", source)),
                target.as_ref().map(|name| ("pull_request.target", name)),
            ],
            GitRef::Detached => [None, None],
        };
        for (fact, name) in named.into_iter().flatten() {
            fact::check_short(name).map_err(|flaw| ContextError::invalid(fact, flaw))?;
        }
        let project = given("project", project, fact::project)?;
        let sha = given("sha", sha, CommitSha::new)?;
        Ok(Self::new(project, git_ref, sha, KnownFacts::default()))
    }

    // INVARIANT: every string and every name of a ref has passed its check in `fact`.
    pub(super) fn new(project: String, git_ref: GitRef, sha: CommitSha, facts: KnownFacts) -> Self {
        Self { project, git_ref, sha, facts }
    }
}

/// # Facts
impl CiContext {
    /// Returns the name of the project, without its group or owner.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Returns the ref that the pipeline runs for.
    #[must_use]
    pub fn git_ref(&self) -> &GitRef {
        &self.git_ref
    }

    /// Returns the commit that is built.
    #[must_use]
    pub fn sha(&self) -> &CommitSha {
        &self.sha
    }

    /// Returns the last commit of a pull request's source branch. It differs from
    /// [`sha`](Self::sha) if the pipeline builds the merge.
    #[must_use]
    pub fn head_sha(&self) -> Option<&CommitSha> {
        self.facts.head_sha.as_ref()
    }

    /// Returns the last commit of the branch that is built, as passed in. It differs from
    /// [`sha`](Self::sha) if somebody has pushed since.
    #[must_use]
    pub fn branch_head(&self) -> Option<&CommitSha> {
        self.facts.branch_head.as_ref()
    }

    /// Returns the default branch of the repository.
    #[must_use]
    pub fn default_branch(&self) -> Option<&RefName> {
        self.facts.default_branch.as_ref()
    }

    /// Returns the project with its group or owner, such as `cwiq/server`.
    #[must_use]
    pub fn project_path(&self) -> Option<&str> {
        self.facts.project_path.as_deref()
    }

    /// Returns the instant that counts as the time of the build.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        self.facts.created
    }

    /// Returns the instant of the commit.
    #[must_use]
    pub fn committed(&self) -> Option<Timestamp> {
        self.facts.committed
    }

    /// Returns the event that started the pipeline.
    #[must_use]
    pub fn event(&self) -> Option<Event> {
        self.facts.event
    }

    /// Returns whether a pull request comes from another repository.
    #[must_use]
    pub fn fork(&self) -> Option<bool> {
        self.facts.fork
    }

    /// Returns whether the ref is protected.
    #[must_use]
    pub fn protected(&self) -> Option<bool> {
        self.facts.protected
    }

    /// Returns the folder of the checked-out repository.
    #[must_use]
    pub fn workspace(&self) -> Option<&str> {
        self.facts.workspace.as_deref()
    }

    /// Returns the web address of the repository.
    #[must_use]
    pub fn source_url(&self) -> Option<&str> {
        self.facts.source_url.as_deref()
    }

    /// Returns the human-readable title of the project.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.facts.title.as_deref()
    }

    /// Returns the human-readable description of the project.
    #[must_use]
    pub fn description(&self) -> Option<&str> {
        self.facts.description.as_deref()
    }

    /// Returns the licences of the project, an SPDX expression.
    #[must_use]
    pub fn licenses(&self) -> Option<&str> {
        self.facts.licenses.as_deref()
    }

    /// Returns the variant of the build, one of the policy's `[variants]`.
    #[must_use]
    pub fn variant(&self) -> Option<&str> {
        self.facts.variant.as_deref()
    }

    /// Returns the number of the pipeline within the project.
    #[must_use]
    pub fn run_number(&self) -> Option<u64> {
        self.facts.run_number
    }

    /// Returns the git tags that exist, as passed in: `None` if they are
    /// unknown, an empty list if there are none.
    #[must_use]
    pub fn versions(&self) -> Option<&[String]> {
        self.facts.versions.as_deref()
    }

    /// Returns the values that were passed in for the policy's `[values]`.
    #[must_use]
    pub fn values(&self) -> &SuppliedValues {
        &self.facts.values
    }
}

/// # Setters
impl CiContext {
    /// Sets the project, for example to one of several services of a repository.
    ///
    /// # Errors
    ///
    /// * A project that [`branch`](Self::branch) rejects.
    ///
    /// # Examples
    ///
    /// A job that builds two services of a repository, each in its own folder:
    ///
    /// ```
    /// use tagwright::document::{ImageDocument, RuleDocument, ConditionsDocument};
    /// use tagwright::{CiContext, Policy, PolicyDocument};
    ///
    /// let image = ImageDocument::new("acme/{project}", "ghcr.io");
    /// let main = ConditionsDocument::branch("main");
    /// let rule = RuleDocument::new("main", main, ["main-{short_sha}"]);
    /// let policy = Policy::new(PolicyDocument::new([image], [rule]))?;
    ///
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("shop", "main", sha)?;
    /// let mut commands = Vec::new();
    /// for service in ["api", "worker"] {
    ///     let plan = policy.plan(&context.clone().with_project(service)?)?;
    ///     commands.push(plan.buildx().context_dir(service).commands()?.to_string());
    /// }
    /// assert_eq!(commands, [
    ///     "docker buildx build --tag ghcr.io/acme/api:main-a1b2c3d8 --push api",
    ///     "docker buildx build --tag ghcr.io/acme/worker:main-a1b2c3d8 --push worker",
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_project(mut self, project: impl Into<String>) -> Result<Self, ContextError> {
        self.project = given("project", project, fact::project)?;
        Ok(self)
    }

    /// Sets the branch that a pull request is to be merged into.
    ///
    /// # Errors
    ///
    /// * The context is not of a pull request: nothing else has a target.
    /// * A branch that git rejects, or that begins with `refs/heads/` or `refs/tags/`.
    pub fn with_target(mut self, branch: impl Into<String>) -> Result<Self, ContextError> {
        let GitRef::PullRequest { target, .. } = &mut self.git_ref else {
            return Err(Problem::Target { git_ref: self.git_ref }.into());
        };
        *target = Some(given("pull_request.target", branch, fact::short_name)?);
        Ok(self)
    }

    /// Sets the last commit of a pull request's source branch.
    #[must_use]
    pub fn with_head_sha(mut self, sha: CommitSha) -> Self {
        self.facts.head_sha = Some(sha);
        self
    }

    /// Sets the last commit of the branch that is built. A tag with
    /// `moves = "branch-head"` needs it.
    ///
    /// No CI provides it: the job asks the remote just before it pushes the image, with
    /// `git ls-remote origin refs/heads/BRANCH`.
    #[must_use]
    pub fn with_branch_head(mut self, sha: CommitSha) -> Self {
        self.facts.branch_head = Some(sha);
        self
    }

    /// Sets the default branch of the repository.
    ///
    /// # Errors
    ///
    /// * A branch that git rejects, or that begins with `refs/heads/` or `refs/tags/`.
    pub fn with_default_branch(mut self, branch: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.default_branch = Some(given("default_branch", branch, fact::short_name)?);
        Ok(self)
    }

    /// The same with a branch of another context, or one that this crate makes up: such names
    /// are short.
    pub(crate) fn with_branch_as_default(mut self, branch: RefName) -> Self {
        debug_assert!(fact::check_short(&branch).is_ok(), "{branch}");
        self.facts.default_branch = Some(branch);
        self
    }

    /// Sets the project with its group or owner.
    ///
    /// # Errors
    ///
    /// * A control character.
    pub fn with_project_path(mut self, path: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.project_path = optional("project_path", path, fact::line)?;
        Ok(self)
    }

    /// Sets the instant that counts as the time of the build.
    #[must_use]
    pub fn with_created(mut self, instant: Timestamp) -> Self {
        self.facts.created = Some(instant);
        self
    }

    /// Sets the instant of the commit.
    #[must_use]
    pub fn with_committed(mut self, instant: Timestamp) -> Self {
        self.facts.committed = Some(instant);
        self
    }

    /// Sets the event that started the pipeline.
    #[must_use]
    pub fn with_event(mut self, event: Event) -> Self {
        self.facts.event = Some(event);
        self
    }

    /// Sets whether a pull request comes from another repository.
    #[must_use]
    pub fn with_fork(mut self, fork: bool) -> Self {
        self.facts.fork = Some(fork);
        self
    }

    /// Sets whether the ref is protected.
    #[must_use]
    pub fn with_protected(mut self, protected: bool) -> Self {
        self.facts.protected = Some(protected);
        self
    }

    /// Sets the folder of the checked-out repository.
    ///
    /// # Errors
    ///
    /// * A control character.
    pub fn with_workspace(mut self, folder: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.workspace = optional("workspace", folder, fact::line)?;
        Ok(self)
    }

    /// Sets the web address of the repository.
    ///
    /// # Errors
    ///
    /// * A control character.
    pub fn with_source_url(mut self, url: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.source_url = optional("source_url", url, fact::line)?;
        Ok(self)
    }

    /// Sets the human-readable title of the project.
    ///
    /// # Errors
    ///
    /// * A control character other than a line break or a tab.
    pub fn with_title(mut self, title: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.title = optional("title", title, fact::prose)?;
        Ok(self)
    }

    /// Sets the human-readable description of the project.
    ///
    /// # Errors
    ///
    /// * A control character other than a line break or a tab.
    pub fn with_description(mut self, text: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.description = optional("description", text, fact::prose)?;
        Ok(self)
    }

    /// Sets the licences of the project.
    ///
    /// # Errors
    ///
    /// * A control character.
    pub fn with_licenses(mut self, expression: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.licenses = optional("licenses", expression, fact::line)?;
        Ok(self)
    }

    /// Sets the number of the pipeline within the project.
    #[must_use]
    pub fn with_run_number(mut self, number: u64) -> Self {
        self.facts.run_number = Some(number);
        self
    }

    /// Sets the variant of the build, one of the policy's `[variants]`. An empty string
    /// is the plain build.
    ///
    /// # Errors
    ///
    /// * A control character.
    pub fn with_variant(mut self, variant: impl Into<String>) -> Result<Self, ContextError> {
        self.facts.variant = optional("variant", variant, fact::line)?;
        Ok(self)
    }

    /// Sets the versions that exist: the repository's git tags, as `git tag -l` prints
    /// them. A tag with `moves = "highest"` needs them. Git tags that are not versions
    /// under the prefixes, scheme and patterns of its rule are ignored.
    ///
    /// A job sees all git tags only if its checkout has them; a shallow clone does not.
    /// If the list contains a higher version than the one that is built, the tag stays.
    /// Otherwise:
    ///
    /// * If the list contains the git tag that is built, the tag moves.
    /// * If the list is not empty and none of its entries is a version of the rule, the
    ///   versions count as unknown, and the tag is undecided.
    /// * If the list is empty, or contains only lower versions or prereleases of the rule,
    ///   [`Policy::plan`](crate::Policy::plan) returns an error: the git tag that is built
    ///   is missing, so others may be missing too.
    ///
    /// # Errors
    ///
    /// * A version that is empty or contains a control character.
    pub fn with_versions<V: Into<String>>(
        mut self,
        versions: impl IntoIterator<Item = V>,
    ) -> Result<Self, ContextError> {
        let check = |version| given("versions", version, fact::version);
        self.facts.versions = Some(versions.into_iter().map(check).collect::<Result<_, _>>()?);
        Ok(self)
    }

    /// Supplies a value that the policy declares under `[values.NAME]`. As with other
    /// facts, an empty string counts as absent.
    ///
    /// [`Policy::plan`](crate::Policy::plan) checks that the policy declares the value,
    /// and that the string matches its pattern.
    ///
    /// # Errors
    ///
    /// * A control character.
    ///
    /// # Examples
    ///
    /// Tags that contain the output of `git describe`:
    ///
    /// ```
    /// use tagwright::{CiContext, Policy};
    ///
    /// let policy: Policy = toml::from_str(r#"
    ///     version = 1
    ///     images = [{ name = "{project}", push = "registry.example.com" }]
    ///     rules = [{ name = "all", when = {}, tags = ["{describe}"] }]
    ///
    ///     [values.describe]
    ///     pattern = '/v?[0-9A-Za-z][0-9A-Za-z.-]{0,60}/'
    ///     unique = true
    /// "#)?;
    /// let sha = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";
    /// let context = CiContext::branch("server", "main", sha)?
    ///     .with_value("describe", "v1.2-3-gabc1234")?;
    /// assert_eq!(policy.plan(&context)?.tags().primary().tag, "v1.2-3-gabc1234");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_value(
        mut self,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> Result<Self, ContextError> {
        let [name, text] =
            [name.into(), text.into()].map(|text| given("values", text, fact::value));
        self.facts.values.insert(name?, text?);
        Ok(self)
    }
}

fn given<T>(
    name: &'static str,
    text: impl Into<String>,
    check: impl FnOnce(String) -> Result<T, NameError>,
) -> Result<T, ContextError> {
    check(text.into()).map_err(|flaw| ContextError::invalid(name, flaw))
}

fn optional(
    name: &'static str,
    text: impl Into<String>,
    check: impl FnOnce(String) -> Result<String, NameError>,
) -> Result<Option<String>, ContextError> {
    given(name, text, check).map(|text| Some(text).filter(|text| !text.is_empty()))
}
