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
use core::fmt;

use self::provider_row::ProviderRow;
use self::variables::Variables;
use super::ci_context::CiContext;
use super::error::{ContextError, Problem};

/// A CI **provider**: a system whose variables are known.
///
/// What a provider does not tell is absent from the context. Of all of them
/// `created` is `SOURCE_DATE_EPOCH`, else what is said below, else absent. An
/// address is as it is given, but for a name or password that a machine signs
/// in with; where that is git's own `git@host:path`, as on Buildkite, CircleCI
/// and Jenkins it may be, [`with_source_url`](CiContext::with_source_url) gives
/// one for people.
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
    /// [AWS CodeBuild](https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html).
    ///
    /// The ref is that of the webhook that started the build, else the source
    /// version that it was started with, where that is spelt in full, as
    /// `refs/heads/main`. A bare name may be a branch or a git tag: the commit
    /// is detached, as is one that the build was started for. `created` is the
    /// start of the build. The project is the name in the address of the
    /// repository, so that a build of CodePipeline, which may have none, is
    /// refused.
    ///
    /// Not told: default branch, head of a pull request, fork, schedule.
    /// Unverified: that a webhook spells the branches of a pull request in full,
    /// as is seen in jobs; both spellings are read.
    AwsCodeBuild,
    /// [Azure Pipelines](https://learn.microsoft.com/azure/devops/pipelines/build/variables).
    ///
    /// The ref is `BUILD_SOURCEBRANCH`; `SYSTEM_PULLREQUEST_*` are read for a
    /// pull request alone. Its commit is the merge that is built. `created` is
    /// the start of the pipeline. The number of the run is `BUILD_BUILDID`, which
    /// is unique in the whole organization and so has gaps within a project;
    /// `BUILD_BUILDNUMBER` is a name of any format.
    ///
    /// Not told: default branch. Unverified: that `BUILD_REPOSITORY_NAME` of a repository on GitHub is
    /// owner and name, and `SYSTEM_PIPELINESTARTTIME`; both are seen in jobs.
    AzurePipelines,
    /// [Bitbucket Pipelines](https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/).
    ///
    /// On a pull request `BITBUCKET_COMMIT` has 12 digits: refused, since it is
    /// no whole sha. A look-up that answers the whole one, of `git rev-parse
    /// HEAD`, makes a context of it. A custom pipeline for a commit is detached.
    ///
    /// Not told: default branch, head of a pull request, schedule, any time.
    /// Pull requests from forks start no pipeline. Unverified: that no other
    /// pipeline has a short commit.
    BitbucketPipelines,
    /// [Buildkite](https://buildkite.com/docs/pipelines/configure/environment-variables).
    ///
    /// The project is the slug of the pipeline, which need not be the name of
    /// the repository. A branch that begins with `refs/`, as a change of Gerrit
    /// does, a commit, and the short form of a pull request's ref, such as
    /// `pull/7/head`, are detached. A commit of `HEAD`, as in builds that are
    /// started by hand, is refused. The addresses of both repositories show
    /// whether a pull request is from a fork. A build of a merge queue is that of
    /// the pull request whose turn it is; its source is the branch of the queue.
    ///
    /// A build of a branch with an open pull request is that pull request's.
    /// [`into_source_branch`](CiContext::into_source_branch) makes it one of the
    /// branch.
    ///
    /// Not told: path of the project, any time. Unverified: that a fork's branch
    /// has its owner before a colon.
    Buildkite,
    /// [CircleCI](https://circleci.com/docs/reference/variables/).
    ///
    /// A build of a branch with an open pull request is that pull request's.
    /// [`into_source_branch`](CiContext::into_source_branch) makes it one of the
    /// branch. Of a fork's the source is what CircleCI calls the branch, `pull/7`;
    /// that name alone makes a pull request of the build.
    ///
    /// What started the pipeline and its number are pipeline values. A job passes
    /// them on in its `environment`: `CIRCLE_PIPELINE_TRIGGER_SOURCE` with the
    /// value `<< pipeline.trigger_source >>`, and `CIRCLE_PIPELINE_NUMBER` with
    /// `<< pipeline.number >>`. `CIRCLE_BUILD_NUM` is the number of the job, which
    /// two jobs of a pipeline do not share.
    ///
    /// Not told: target of a pull request, default branch, any time; by the
    /// GitHub App, whether a pull request is from a fork. Unverified: the form of
    /// `CIRCLE_REPOSITORY_URL`.
    CircleCi,
    /// [Drone](https://docs.drone.io/pipeline/environment/reference/).
    ///
    /// The ref is `DRONE_COMMIT_REF`: Drone fills source and target branch on a
    /// push too. `created` is the start of the build.
    ///
    /// Not told: fork, time of the commit. Unverified: `DRONE_WORKSPACE`, which
    /// is seen in jobs. Harness, which has Drone's names, is not Drone.
    Drone,
    /// [Forgejo Actions](https://forgejo.org/docs/latest/user/actions/reference/).
    ///
    /// As [Gitea Actions](Self::GiteaActions), whose sign its older runners
    /// give alone. Unverified: everything but that sign.
    ForgejoActions,
    /// [Gitea Actions](https://docs.gitea.com/usage/actions/overview).
    ///
    /// As [GitHub Actions](Self::GitHubActions), but on a pull request the
    /// commit is the head of the source branch. Gitea calls every ref
    /// unprotected, which is no fact.
    GiteaActions,
    /// [GitHub Actions](https://docs.github.com/actions/reference/workflows-and-actions/variables).
    ///
    /// The ref is `GITHUB_REF` alone: a branch, a git tag or a pull request; a
    /// deployment of a commit has none, and is detached. On
    /// `pull_request_target` the ref is the branch that the pull request is to be
    /// merged into: refused, since a pull request would move that branch's tags.
    ///
    /// Not told: default branch, head and fork of a pull request, all of which
    /// [`from_ci_with_event`](CiContext::from_ci_with_event) adds; any time.
    /// Events that may be about another commit, such as `workflow_run` and
    /// `issue_comment`, are refused without the event file.
    ///
    /// A `merge_group` is the pull request whose turn it is in the merge queue.
    /// Its source is the branch of the queue.
    GitHubActions,
    /// [GitLab CI](https://docs.gitlab.com/ci/variables/predefined_variables/).
    ///
    /// A merge request is a pull request from its source branch. The commit is
    /// `CI_COMMIT_SHA` in every pipeline. `created` is the start of the
    /// pipeline, so that all its jobs agree, else that of the job. The names
    /// before GitLab 9.0 are read where there are no others. A pull request on
    /// GitHub, whose repository GitLab mirrors, is one here too.
    ///
    /// The runner expands `$x` in the name of a branch. Where the slug shows that
    /// it did, the job is refused, and where a branch with the name of the default
    /// branch is not protected. [The guide](crate::guide::ci_providers) says what
    /// remains open.
    GitLab,
    /// [Google Cloud Build](https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values).
    ///
    /// Nothing is in the environment by itself: the step passes the
    /// substitutions on under their own names, as `BRANCH_NAME=$BRANCH_NAME`,
    /// `TAG_NAME`, `COMMIT_SHA`, `REPO_NAME`, `REPO_FULL_NAME`, `_PR_NUMBER`,
    /// `_HEAD_BRANCH`, `_BASE_BRANCH`, `_HEAD_REPO_URL`. Empty ones do not harm.
    /// `_PR_NUMBER` makes a pull request of the build; `_HEAD_BRANCH` or
    /// `_BASE_BRANCH` without it is refused.
    ///
    /// Not told: default branch, head of a pull request, schedule, any time,
    /// number of the run. Unverified: the sign, `BUILDER_OUTPUT`, which others
    /// detect it by.
    GoogleCloudBuild,
    /// Jenkins, by its [git plugin](https://plugins.jenkins.io/git/) and
    /// [multibranch projects](https://www.jenkins.io/doc/book/pipeline/multibranch/).
    ///
    /// `BRANCH_NAME` goes before `GIT_BRANCH`, of which `origin/` is dropped; the
    /// name of any other remote is dropped where `GIT_LOCAL_BRANCH` is what then
    /// remains. `tags/v1.0.0` is a git tag; `origin/tags/v1.0.0` and `v1.0.0` are
    /// refused, since they may be a branch. The project is
    /// the name in the address of the repository, of several that of the first.
    /// The number of the run is the job's: each branch of a multibranch project
    /// counts its own. A ref of another kind, such as `refs/changes/45/12345/2`,
    /// a commit and every build for a change of Gerrit are detached: to build the
    /// branch after a change is merged, trigger on Gerrit's *ref updated*, which
    /// has no change.
    ///
    /// A pull request is that of a multibranch project, else that of the plugin
    /// which started a plain project for one (`ghprb…`, `gitlab…`,
    /// `BITBUCKET_PULL_REQUEST_ID`).
    ///
    /// Not told: default branch, path of the project, schedule, any time; by a
    /// multibranch project, the head of a pull request; that one is from no
    /// fork. Unverified: that a scripted pipeline has `GIT_*` only from what
    /// `checkout` returns, and the names of the plugins.
    Jenkins,
    /// [TeamCity](https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html).
    ///
    /// The branch is no variable by itself: the build needs a parameter
    /// `env.Git_Branch` of the value `%teamcity.build.vcs.branch.ID%`, a name
    /// that others read too. Without it the commit is detached. `<default>` is
    /// refused, since it names no branch, and a pull request, whose source
    /// branch is not known. A logical name, such as `main`, is a branch unless it
    /// may name something else, as `7`, `v1.0.0` and `tags/v1.0.0` may. Do not rely
    /// on it: a branch called `refs/tags/v1.0.0` has the logical name of a git tag.
    ///
    /// Not told: everything but the commit, the project and the number of the
    /// build. Unverified: the values of branches.
    TeamCity,
    /// [Travis CI](https://docs.travis-ci.com/user/environment-variables/).
    ///
    /// On a pull request `TRAVIS_BRANCH` is the target branch, and the commit is
    /// the merge that is built.
    ///
    /// Not told: default branch, address of the repository, any time.
    TravisCi,
    /// [Woodpecker](https://woodpecker-ci.org/docs/usage/environment).
    ///
    /// It has names of GitLab's with other meanings: `CI_COMMIT_BRANCH` is the
    /// target branch of a pull request. The ref is `CI_COMMIT_REF`. `created` is
    /// the start of the pipeline.
    ///
    /// Not told: fork.
    Woodpecker,
}

impl Provider {
    // Decides where the variables show several providers, and the commit of none.
    pub(super) const DETECTION_ORDER: [Self; 15] = [
        Self::Woodpecker,
        Self::ForgejoActions,
        Self::GiteaActions,
        Self::GitHubActions,
        Self::GitLab,
        Self::CircleCi,
        Self::Buildkite,
        Self::AzurePipelines,
        Self::BitbucketPipelines,
        Self::Drone,
        Self::TravisCi,
        Self::AwsCodeBuild,
        Self::TeamCity,
        Self::Jenkins,
        Self::GoogleCloudBuild,
    ];

    /// Returns every provider, in the order in which they are looked for.
    ///
    /// # Examples
    ///
    /// What the help of a command-line tool says of them:
    ///
    /// ```
    /// use tagwright::Provider;
    ///
    /// let known: Vec<String> = Provider::all().map(|provider| provider.to_string()).collect();
    /// assert!(known.contains(&"GitLab".into()));
    /// ```
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        Self::DETECTION_ORDER.into_iter()
    }

    /// Finds the provider whose variables these are.
    ///
    /// A variable that is empty is absent, and a sign that is `false` or `0` is
    /// not given. Where the signs of several providers are there, as in a job
    /// whose host exports one, the provider whose commit is there too is the one
    /// that runs. `None` means that there is no sign, or that the signs and
    /// commits of two providers are there; [`CiContext::from_ci`] says which.
    #[must_use]
    pub fn detect<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> Option<Self> {
        Self::running(&Variables::new(&owned(lookup))).ok()
    }

    /// Returns the name of the variable that holds the path of the event file,
    /// for [`CiContext::from_ci_with_event`].
    ///
    /// # Examples
    ///
    /// A tool that reads the file wherever there is one:
    ///
    /// ```no_run
    /// use tagwright::{CiContext, Provider};
    ///
    /// let lookup = |name: &str| std::env::var(name).ok();
    /// let path = Provider::detect(lookup).and_then(Provider::event_path).and_then(lookup);
    /// let context = match path {
    ///     Some(path) => CiContext::from_ci_with_event(lookup, &std::fs::read_to_string(path)?)?,
    ///     None => CiContext::from_ci(lookup)?,
    /// };
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn event_path(self) -> Option<&'static str> {
        match self {
            Self::ForgejoActions | Self::GiteaActions | Self::GitHubActions => {
                Some("GITHUB_EVENT_PATH")
            }
            _ => None,
        }
    }

    // Taking one of two at random would let a variable of somebody's own choose
    // the branch of a job.
    fn running(variables: &Variables<'_>) -> Result<Self, ContextError> {
        let is_shown = |provider: &Self| (provider.row().is_running)(variables);
        let shown: Vec<Self> = Self::DETECTION_ORDER.into_iter().filter(is_shown).collect();
        let [first, _, ..] = shown[..] else {
            return shown.first().copied().ok_or_else(|| {
                let known: Vec<&str> = Self::all().map(|provider| provider.row().name).collect();
                ContextError::from(Problem::Unknown { known: known.join(", ") })
            });
        };
        let mut complete = shown.into_iter().filter(|provider| provider.has_commit(variables));
        match (complete.next(), complete.next()) {
            (Some(one), Some(other)) => {
                let sign = |provider: Self| (provider.row().name, provider.row().sign);
                Err(Problem::Providers { one: sign(one), other: sign(other) }.into())
            }
            (only, _) => Ok(only.unwrap_or(first)),
        }
    }

    fn has_commit(self, variables: &Variables<'_>) -> bool {
        let row = self.row();
        row.commits.iter().any(|name| variables.of(row.name, row.nothing).is_set(name))
    }

    fn read(self, variables: Variables<'_>) -> Result<CiContext, ContextError> {
        let row = self.row();
        let variables = variables.of(row.name, row.nothing);
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

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.row().name)
    }
}

fn owned<T: AsRef<str>>(lookup: impl Fn(&str) -> Option<T>) -> impl Fn(&str) -> Option<String> {
    move |name| lookup(name).map(|text| text.as_ref().into())
}
