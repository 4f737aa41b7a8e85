mod actions;
mod actions_event;
mod actions_subject;
mod azure_pipelines;
mod bitbucket;
mod buildkite;
mod circleci;
mod codebuild;
mod drone;
mod events;
mod forge_ref;
mod forgejo_actions;
mod from_ci;
mod full_ref;
mod gitea_actions;
mod github_actions;
mod gitlab;
mod google_cloud_build;
mod jenkins;
mod merge_queue;
mod provider_row;
mod teamcity;
mod travis;
mod variables;
mod woodpecker;

use alloc::string::String;
use alloc::vec::Vec;

use self::provider_row::ProviderRow;
use self::variables::Variables;
use super::ci_context::CiContext;
use super::error::{ContextError, Problem};
use crate::name::words;

/// A supported CI **provider**.
///
/// Facts that a provider does not provide are absent from the context. With every
/// provider, `created` is `SOURCE_DATE_EPOCH` if that is set, else the instant
/// described below, else absent. The address of the repository is kept as the provider
/// gives it, without user name and password. On Buildkite, CircleCI and Jenkins it may
/// have git's form `git@host:path`; set a web address with
/// [`with_source_url`](CiContext::with_source_url) then.
///
/// # Examples
///
/// Detecting the provider without reading anything else:
///
/// ```
/// use tagwright::Provider;
///
/// let provider = Provider::detect(|name| std::env::var(name).ok());
/// # let provider = Provider::detect(|name| (name == "GITLAB_CI").then_some("true"));
/// assert_eq!(provider, Some(Provider::GitLab));
/// ```
///
/// The names of all providers, for the help of a command-line tool:
///
/// ```
/// # use tagwright::Provider;
/// let known: Vec<&str> = Provider::all().map(Provider::as_str).collect();
/// assert!(known.contains(&"GitLab"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Provider {
    /// [AWS CodeBuild](https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html).
    ///
    /// The ref is that of the webhook that started the build. Without a webhook, it is
    /// the source version that the build was started with, if that is a full ref such
    /// as `refs/heads/main`. A bare name may be a branch or a git tag, so the commit is
    /// detached; it is also detached if the build was started for a commit. `created`
    /// is the start of the build. The project is the name in the address of the
    /// repository; a build of CodePipeline, which may have no address, is rejected.
    ///
    /// Not provided: default branch, head of a pull request, fork, schedule, time of the
    /// commit. Unverified: that a webhook gives full refs for the branches of a pull request,
    /// as observed in jobs; both forms are read.
    AwsCodeBuild,
    /// [Azure Pipelines](https://learn.microsoft.com/azure/devops/pipelines/build/variables).
    ///
    /// The ref is `BUILD_SOURCEBRANCH`; `SYSTEM_PULLREQUEST_*` are read only for a pull
    /// request. Its commit is the merge that is built. `created` is the start of the
    /// pipeline. The number of the run is `BUILD_BUILDID`, which is unique in the whole
    /// organization and so has gaps within a project; `BUILD_BUILDNUMBER` is a name of
    /// any format.
    ///
    /// Not provided: default branch, time of the commit. Unverified: that
    /// `BUILD_REPOSITORY_NAME` of a repository on GitHub is owner and name, and
    /// `SYSTEM_PIPELINESTARTTIME`; both were observed in jobs.
    AzurePipelines,
    /// [Bitbucket Pipelines](https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/).
    ///
    /// On a pull request, `BITBUCKET_COMMIT` has 12 digits and is rejected, since it is
    /// not a full sha. Have the lookup return the full one, from `git rev-parse HEAD`.
    /// A custom pipeline for a commit is detached.
    ///
    /// Not provided: default branch, head of a pull request, schedule, times. Pull
    /// requests from forks start no pipeline. Unverified: that no other pipeline has a
    /// short commit.
    BitbucketPipelines,
    /// [Buildkite](https://buildkite.com/docs/pipelines/configure/environment-variables).
    ///
    /// The project is the slug of the pipeline, which may differ from the name of the
    /// repository. The commit is detached if the branch begins with `refs/` (a change
    /// of Gerrit), is a commit, or is the short form of a pull request's ref, such as
    /// `pull/7/head`. The commit `HEAD`, as in builds that are started by hand, is
    /// rejected. The addresses of the two repositories show whether a pull request is
    /// from a fork. A build of a merge queue is that of the pull request being tested;
    /// its source is the branch of the queue.
    ///
    /// While a pull request is open, a build of its source branch is reported as that
    /// pull request. [`into_source_branch`](CiContext::into_source_branch) turns it
    /// into a build of the branch.
    ///
    /// Not provided: path of the project, times. Unverified: that a fork's branch has
    /// its owner before a colon.
    Buildkite,
    /// [CircleCI](https://circleci.com/docs/reference/variables/).
    ///
    /// While a pull request is open, a build of its source branch is reported as that
    /// pull request. [`into_source_branch`](CiContext::into_source_branch) turns it
    /// into a build of the branch. For a pull request from a fork, the source is
    /// CircleCI's name of the branch, `pull/7`; a build of a branch with such a name is
    /// always a pull request.
    ///
    /// The event and the number of the pipeline are pipeline values. A job passes them
    /// on in its `environment`: `CIRCLE_PIPELINE_TRIGGER_SOURCE` with the value
    /// `<< pipeline.trigger_source >>`, and `CIRCLE_PIPELINE_NUMBER` with
    /// `<< pipeline.number >>`. `CIRCLE_BUILD_NUM` is not used: it is the number of the
    /// job and differs between the jobs of a pipeline.
    ///
    /// Not provided: target of a pull request, default branch, times; with the GitHub
    /// App, whether a pull request is from a fork. Unverified: the form of
    /// `CIRCLE_REPOSITORY_URL`.
    CircleCi,
    /// [Drone](https://docs.drone.io/pipeline/environment/reference/).
    ///
    /// The ref is `DRONE_COMMIT_REF`, because Drone sets source and target branch on a
    /// push too. `created` is the start of the build.
    ///
    /// Not provided: fork, time of the commit. Unverified: `DRONE_WORKSPACE`, which was
    /// observed in jobs. Harness, which uses Drone's names, is not detected as Drone.
    Drone,
    /// [Forgejo Actions](https://forgejo.org/docs/latest/user/actions/reference/).
    ///
    /// Like [Gitea Actions](Self::GiteaActions). Older runners of Forgejo are detected
    /// as Gitea Actions, since they set only the variables of Gitea. Unverified:
    /// everything but the variable by which it is detected.
    ForgejoActions,
    /// [Gitea Actions](https://docs.gitea.com/usage/actions/overview).
    ///
    /// Like [GitHub Actions](Self::GitHubActions), but on a pull request the commit is
    /// the head of the source branch, and the event file has no licence. Whether a ref is
    /// protected is unknown, since Gitea reports every ref as unprotected.
    GiteaActions,
    /// [GitHub Actions](https://docs.github.com/actions/reference/workflows-and-actions/variables).
    ///
    /// The ref is `GITHUB_REF`: a branch, a git tag or a pull request. A deployment of
    /// a commit has none and is detached. `pull_request_target` is rejected: its ref is
    /// the branch that the pull request is to be merged into, so a pull request would
    /// move that branch's tags.
    ///
    /// Not provided: time of the build. Only
    /// [`from_ci_with_event`](CiContext::from_ci_with_event) adds the default branch, the
    /// description, the licence, the time of a pushed commit, and head and fork of a pull
    /// request. Events that may be about another commit, such as `workflow_run` and
    /// `issue_comment`, are rejected without the event file.
    ///
    /// A `merge_group` is the pull request that the merge queue is testing. Its source
    /// is the branch of the queue.
    GitHubActions,
    /// [GitLab CI](https://docs.gitlab.com/ci/variables/predefined_variables/).
    ///
    /// A merge request is a pull request from its source branch. The commit is
    /// `CI_COMMIT_SHA` in every pipeline. `created` is the start of the pipeline, so
    /// that it is the same in all its jobs, else the start of the job. The variable
    /// names before GitLab 9.0 are read if the new ones are not set. A pull request on
    /// GitHub, in a repository that GitLab mirrors, is a pull request too.
    ///
    /// The runner expands `$x` in the name of a branch. The job is rejected if the slug
    /// shows that this happened, or if a branch with the name of the default branch is
    /// not protected. [The guide](crate::guide::ci_providers) describes what cannot be
    /// detected.
    GitLab,
    /// [Google Cloud Build](https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values).
    ///
    /// The environment is empty by default: the step must pass the substitutions on
    /// under their own names, as in `BRANCH_NAME=$BRANCH_NAME`. They are `BRANCH_NAME`,
    /// `TAG_NAME`, `COMMIT_SHA`, `REPO_NAME`, `REPO_FULL_NAME`, `_PR_NUMBER`,
    /// `_HEAD_BRANCH`, `_BASE_BRANCH` and `_HEAD_REPO_URL`. Empty ones do no harm. A
    /// build with `_PR_NUMBER` is a pull request; `_HEAD_BRANCH` or `_BASE_BRANCH`
    /// without it is rejected.
    ///
    /// Not provided: default branch, head of a pull request, schedule, times, number of
    /// the run. Unverified: that `BUILDER_OUTPUT`, by which other tools detect it, is
    /// set.
    GoogleCloudBuild,
    /// Jenkins, with its [git plugin](https://plugins.jenkins.io/git/) or [multibranch
    /// projects](https://www.jenkins.io/doc/book/pipeline/multibranch/).
    ///
    /// `BRANCH_NAME` takes precedence over `GIT_BRANCH`, from which `origin/` is
    /// dropped; the name of any other remote is dropped if the rest is
    /// `GIT_LOCAL_BRANCH`. `tags/v1.0.0` is a git tag; `origin/tags/v1.0.0` and
    /// `v1.0.0` are rejected, since they may be branches. The project is the name in
    /// the address of the repository; with several repositories, of the first. The
    /// number of the run is that of the job: each branch of a multibranch project is
    /// counted separately. A commit, a ref of another kind such as
    /// `refs/changes/45/12345/2`, and every build for a change of Gerrit are detached.
    /// To build the branch after a change is merged, trigger on Gerrit's *ref updated*,
    /// which has no change.
    ///
    /// Pull requests are read from the variables of a multibranch project, else from
    /// those of the plugin that started a plain project (`ghprb…`, `gitlab…`,
    /// `BITBUCKET_PULL_REQUEST_ID`).
    ///
    /// Not provided: default branch, path of the project, schedule, times; that a pull
    /// request is not from a fork; in a multibranch project, the head of a pull
    /// request. Unverified: that a scripted pipeline has `GIT_*` only from what
    /// `checkout` returns, and the variables of the plugins.
    Jenkins,
    /// [TeamCity](https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html).
    ///
    /// TeamCity sets no variable with the branch: the build needs a parameter
    /// `env.Git_Branch` with the value `%teamcity.build.vcs.branch.ID%`, a name that
    /// other tools read too. Without it, the commit is detached. `<default>` is
    /// rejected, since it names no branch; a pull request is rejected, because its
    /// source branch is unknown. A logical name such as `main` is a branch, unless it
    /// may name something else, like `7`, `v1.0.0` and `tags/v1.0.0`. Do not rely on
    /// logical names: a branch called `refs/tags/v1.0.0` has the logical name of a git
    /// tag.
    ///
    /// Not provided: everything but the commit, the project and the number of the
    /// build. Unverified: the values of branches.
    TeamCity,
    /// [Travis CI](https://docs.travis-ci.com/user/environment-variables/).
    ///
    /// On a pull request, `TRAVIS_BRANCH` is the target branch, and the commit is the
    /// merge that is built.
    ///
    /// Not provided: default branch, address of the repository, times.
    TravisCi,
    /// [Woodpecker](https://woodpecker-ci.org/docs/usage/environment).
    ///
    /// It uses names of GitLab's variables with other meanings: `CI_COMMIT_BRANCH` is
    /// the target branch of a pull request. The ref is `CI_COMMIT_REF`. `created` is
    /// the start of the pipeline.
    ///
    /// Not provided: fork.
    Woodpecker,
}

// The order decides if the variables show several providers, but the commit of none.
words! {
    Provider, "CI provider",
    Woodpecker "Woodpecker",
    ForgejoActions "Forgejo Actions",
    GiteaActions "Gitea Actions",
    GitHubActions "GitHub Actions",
    GitLab "GitLab",
    CircleCi "CircleCI",
    Buildkite "Buildkite",
    AzurePipelines "Azure Pipelines",
    BitbucketPipelines "Bitbucket Pipelines",
    Drone "Drone",
    TravisCi "Travis CI",
    AwsCodeBuild "AWS CodeBuild",
    TeamCity "TeamCity",
    Jenkins "Jenkins"
    or GoogleCloudBuild "Google Cloud Build"
}

impl Provider {
    /// Detects the provider from its variables.
    ///
    /// Each provider has a variable by which it is detected. It counts as unset if it
    /// is empty, `false` or `0`. If the variables of several providers are set, for
    /// example because the host exports one, the provider whose commit is set too is
    /// chosen. `None` means that no provider was found, or that the variables and
    /// commits of two providers are set; the error of [`CiContext::from_ci`] names
    /// them.
    #[must_use]
    pub fn detect<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> Option<Self> {
        Self::running(&Variables::new(&owned(lookup))).ok()
    }

    /// Returns the name of the variable that contains the path of the event file, for
    /// [`CiContext::from_ci_with_event`].
    ///
    /// # Examples
    ///
    /// A tool that reads the event file if there is one:
    ///
    /// ```no_run
    /// use tagwright::{CiContext, Provider};
    ///
    /// let lookup = |name: &str| std::env::var(name).ok();
    /// let variable = Provider::detect(lookup).and_then(Provider::event_path_variable);
    /// let context = match variable.and_then(lookup) {
    ///     Some(path) => CiContext::from_ci_with_event(lookup, &std::fs::read_to_string(path)?)?,
    ///     None => CiContext::from_ci(lookup)?,
    /// };
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn event_path_variable(self) -> Option<&'static str> {
        match self {
            Self::ForgejoActions | Self::GiteaActions | Self::GitHubActions => {
                Some("GITHUB_EVENT_PATH")
            }
            _ => None,
        }
    }

    // Two providers are an error: if one were picked, a user-defined variable could
    // decide the branch of a job.
    fn running(variables: &Variables<'_>) -> Result<Self, ContextError> {
        let is_shown = |provider: &Self| (provider.row().is_running)(variables);
        let shown: Vec<Self> = Self::all().filter(is_shown).collect();
        let [first, _, ..] = shown[..] else {
            return shown.first().copied().ok_or_else(|| {
                let known: Vec<&str> = Self::all().map(Self::as_str).collect();
                ContextError::from(Problem::Unknown { known: known.join(", ") })
            });
        };
        let mut complete = shown.into_iter().filter(|provider| provider.has_commit(variables));
        match (complete.next(), complete.next()) {
            (Some(one), Some(other)) => {
                let sign = |provider: Self| (provider.as_str(), provider.row().sign);
                Err(Problem::Providers { one: sign(one), other: sign(other) }.into())
            }
            (only, _) => Ok(only.unwrap_or(first)),
        }
    }

    fn has_commit(self, variables: &Variables<'_>) -> bool {
        let row = self.row();
        row.commits.iter().any(|name| variables.of(self.as_str(), row.nothing).is_set(name))
    }

    fn read(self, variables: Variables<'_>) -> Result<CiContext, ContextError> {
        let row = self.row();
        let variables = variables.of(self.as_str(), row.nothing);
        let mut context = (row.read)(&variables)?;
        let epoch = variables.source_date_epoch()?;
        context.facts.created = epoch.or(context.facts.created);
        context.facts.event = events::read(row.events, &variables, context.git_ref());
        Ok(context)
    }

    fn row(self) -> &'static ProviderRow {
        match self {
            Self::AwsCodeBuild => &codebuild::ROW,
            Self::AzurePipelines => &azure_pipelines::ROW,
            Self::BitbucketPipelines => &bitbucket::ROW,
            Self::Buildkite => &buildkite::ROW,
            Self::CircleCi => &circleci::ROW,
            Self::Drone => &drone::ROW,
            Self::ForgejoActions => &forgejo_actions::ROW,
            Self::GiteaActions => &gitea_actions::ROW,
            Self::GitHubActions => &github_actions::ROW,
            Self::GitLab => &gitlab::ROW,
            Self::GoogleCloudBuild => &google_cloud_build::ROW,
            Self::Jenkins => &jenkins::ROW,
            Self::TeamCity => &teamcity::ROW,
            Self::TravisCi => &travis::ROW,
            Self::Woodpecker => &woodpecker::ROW,
        }
    }
}

fn owned<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> impl Fn(&str) -> Option<String> {
    move |name| lookup(name).map(|text| text.as_ref().into())
}
