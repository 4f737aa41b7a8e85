//! Reserved environment variables: those that a shell, the loader or a provider sets or
//! reacts to.

/// Names of variables, and the reason why a policy must not set them.
struct Reserved {
    remedy: &'static str,
    /// Separated by spaces; a trailing `*` matches any rest.
    names: &'static str,
    /// A bit set of their first letters. It rules out most keys without a search.
    firsts: u32,
    is_case_ignored: bool,
}

impl Reserved {
    const fn new(remedy: &'static str, names: &'static str) -> Self {
        let (mut firsts, mut rest) = (0, names.as_bytes());
        while !rest.is_empty() {
            let (name, after) = split_word(rest);
            firsts |= first(name);
            rest = after;
        }
        Self { remedy, names, firsts, is_case_ignored: false }
    }

    const fn holds(&self, key: &[u8]) -> bool {
        if self.firsts & first(key) == 0 {
            return false;
        }
        let mut rest = self.names.as_bytes();
        while !rest.is_empty() {
            let (name, after) = split_word(rest);
            if is_named(key, name, self.is_case_ignored) {
                return true;
            }
            rest = after;
        }
        false
    }
}

/// The bit of the first character, in either case: a letter or `_`.
const fn first(name: &[u8]) -> u32 {
    match name {
        [byte, ..] => 1 << (*byte & 31),
        [] => 0,
    }
}

/// The first word, and the rest after the space.
const fn split_word(text: &[u8]) -> (&[u8], &[u8]) {
    let mut length = 0;
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte == b' ' {
            break;
        }
        length += 1;
    }
    (text.split_at(length).0, rest)
}

/// The remedy for a reserved variable; `None` if it is not reserved.
pub(super) const fn remedy(key: &[u8]) -> Option<&'static str> {
    let mut all: &[Reserved] = &RESERVED;
    while let [reserved, tail @ ..] = all {
        if reserved.holds(key) {
            return Some(reserved.remedy);
        }
        all = tail;
    }
    None
}

const fn is_named(key: &[u8], name: &[u8], is_case_ignored: bool) -> bool {
    let (mut key, mut name) = (key, name);
    while let ([byte, key_tail @ ..], [expected, name_tail @ ..]) = (key, name) {
        let byte = if is_case_ignored { byte.to_ascii_uppercase() } else { *byte };
        if byte != *expected {
            break;
        }
        (key, name) = (key_tail, name_tail);
    }
    matches!(name, [b'*']) || key.is_empty() && name.is_empty()
}

macro_rules! predefined_by {
    ($provider:literal) => {
        concat!("this variable is predefined by ", $provider, "; choose another name")
    };
}

const SHELL: &str = "this variable means something to the shell or the loader; choose another name";
const ZSH: &str = "this variable means something to zsh; choose another name";

const RESERVED: [Reserved; 21] = [
    // Variables that a shell computes, or that a script cannot set, from the manuals of
    // bash 5.2 ("Shell Variables"), dash 0.5.12 and BusyBox 1.35 ash. Those that bash
    // sets only for completions are left out.
    Reserved::new(
        SHELL,
        "_ BASH BASHOPTS BASHPID COPROC DIRSTACK EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME \
         GROUPS HISTCMD LINENO MAPFILE OLDPWD PIPESTATUS PPID PWD RANDOM REPLY SECONDS \
         SHELLOPTS SHLVL SRANDOM UID",
    ),
    // Variables that change the behaviour of a shell.
    Reserved::new(
        SHELL,
        "BASH_* CDPATH CHILD_MAX COLUMNS COMPREPLY EMACS ENV EXECIGNORE FCEDIT FIGNORE \
         FUNCNEST GLOBIGNORE GLOBSORT HISTCONTROL HISTFILE HISTFILESIZE HISTIGNORE HISTSIZE \
         HISTTIMEFORMAT HOME HOSTFILE IFS IGNOREEOF INPUTRC INSIDE_EMACS LANG LC_* LINES MAIL \
         MAILCHECK MAILPATH OPTARG OPTERR OPTIND PATH POSIXLY_CORRECT PROMPT_COMMAND \
         PROMPT_DIRTRIM PS0 PS1 PS2 PS3 PS4 SHELL TERM TIMEFORMAT TMOUT TMPDIR auto_resume \
         histchars",
    ),
    // Variables that change the behaviour of the loader and the C library when the next
    // command starts: ld.so(8).
    Reserved::new(SHELL, "DYLD_* GCONV_PATH GLIBC_TUNABLES LD_* LOCPATH MALLOC_* NLSPATH"),
    // zshparam(1): variables that a zsh script cannot set, or that zsh ties to
    // something else.
    Reserved::new(
        ZSH,
        "ARGC EGID ERRNO FPATH GID MODULE_PATH NULLCMD READNULLCMD TRY_BLOCK_ERROR \
         TRY_BLOCK_INTERRUPT TTYIDLE USERNAME ZDOTDIR ZSH_* aliases argv builtins cdpath \
         commands fignore fpath functions history mailpath manpath module_path modules options \
         parameters path pipestatus prompt psvar status watch zsh_*",
    ),
    Reserved::new(predefined_by!("every CI"), "CI CONTINUOUS_INTEGRATION"),
    // https://docs.github.com/actions/reference/workflows-and-actions/variables#default-environment-variables
    Reserved::new(predefined_by!("GitHub Actions"), "ACTIONS_* GITHUB_* RUNNER_*"),
    // The runner rejects it in $GITHUB_ENV, ignoring case.
    // https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
    Reserved {
        is_case_ignored: true,
        ..Reserved::new(
            "GitHub Actions does not let a job set this variable; choose another name",
            "NODE_OPTIONS",
        )
    },
    Reserved::new(predefined_by!("Gitea Actions"), "GITEA_*"),
    Reserved::new(predefined_by!("Forgejo Actions"), "FORGEJO_*"),
    // https://docs.gitlab.com/ci/variables/predefined_variables/, and the variables
    // that configure its runner: https://docs.gitlab.com/ci/runners/configure_runners/.
    // Woodpecker uses CI_* as well.
    Reserved::new(
        predefined_by!("GitLab CI"),
        "CI_* GITLAB_* CHAT_CHANNEL CHAT_INPUT CHAT_USER_ID DOCKER_AUTH_CONFIG FF_* \
         GIT_CHECKOUT GIT_CLEAN_FLAGS GIT_CLONE_PATH GIT_DEPTH GIT_FETCH_EXTRA_FLAGS \
         GIT_STRATEGY GIT_SUBMODULE_* KUBECONFIG TRIGGER_PAYLOAD",
    ),
    // https://docs.drone.io/pipeline/environment/reference/
    Reserved::new(predefined_by!("Drone"), "DRONE DRONE_*"),
    Reserved::new(predefined_by!("Harness"), "HARNESS_*"),
    // https://circleci.com/docs/reference/variables/
    Reserved::new(predefined_by!("CircleCI"), "CIRCLECI CIRCLE_*"),
    // https://buildkite.com/docs/pipelines/configure/environment-variables
    Reserved::new(predefined_by!("Buildkite"), "BUILDKITE BUILDKITE_*"),
    // https://support.atlassian.com/bitbucket-cloud/docs/variables-and-secrets/
    Reserved::new(predefined_by!("Bitbucket Pipelines"), "BITBUCKET_* PIPELINES_JWT_TOKEN"),
    // https://docs.travis-ci.com/user/environment-variables/#default-environment-variables
    Reserved::new(
        predefined_by!("Travis CI"),
        "TRAVIS TRAVIS_* DEBIAN_FRONTEND HAS_JOSH_K_SEAL_OF_APPROVAL JAVA_HOME JRUBY_OPTS \
         MERB_ENV RACK_ENV RAILS_ENV USER",
    ),
    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    Reserved::new(
        predefined_by!("AWS CodeBuild"),
        "CODEBUILD_* AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_DEFAULT_REGION AWS_REGION",
    ),
    // https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables,
    // the page /env-vars.html of an instance with the plugins Branch API, Git,
    // EnvInject, Gerrit Trigger, Display URL, GitHub Pull Request Builder and GitLab.
    Reserved::new(
        predefined_by!("Jenkins"),
        "JENKINS_* HUDSON_* BRANCH_IS_PRIMARY BRANCH_NAME BUILD_CAUSE BUILD_DISPLAY_NAME BUILD_ID \
         BUILD_NUMBER BUILD_TAG BUILD_URL CHANGE_AUTHOR CHANGE_AUTHOR_DISPLAY_NAME \
         CHANGE_AUTHOR_EMAIL CHANGE_BRANCH CHANGE_FORK CHANGE_ID CHANGE_TARGET CHANGE_TITLE \
         CHANGE_URL EXECUTOR_NUMBER GERRIT_* GIT_AUTHOR_EMAIL GIT_AUTHOR_NAME GIT_BRANCH \
         GIT_CHECKOUT_DIR GIT_COMMIT GIT_COMMITTER_EMAIL GIT_COMMITTER_NAME GIT_LOCAL_BRANCH \
         GIT_PREVIOUS_COMMIT GIT_PREVIOUS_SUCCESSFUL_COMMIT GIT_URL GIT_URL_* JOB_BASE_NAME \
         JOB_DISPLAY_URL JOB_NAME JOB_URL NODE_LABELS NODE_NAME RUN_ARTIFACTS_DISPLAY_URL \
         RUN_CHANGES_DISPLAY_URL RUN_DISPLAY_URL RUN_TESTS_DISPLAY_URL STAGE_NAME \
         SVN_REVISION SVN_URL TAG_DATE TAG_NAME TAG_TIMESTAMP TAG_UNIXTIME WORKSPACE \
         WORKSPACE_TMP ghprb* gitlab*",
    ),
    // https://www.jetbrains.com/help/teamcity/predefined-build-parameters.html
    Reserved::new(
        predefined_by!("TeamCity"),
        "TEAMCITY_* BUILD_IS_PERSONAL BUILD_VCS_NUMBER BUILD_VCS_NUMBER_* Git_Branch",
    ),
    // https://learn.microsoft.com/azure/devops/pipelines/build/variables
    Reserved::new(
        predefined_by!("Azure Pipelines"),
        "AGENT_* SYSTEM_* TF_BUILD BUILD_ARTIFACTSTAGINGDIRECTORY BUILD_BINARIESDIRECTORY \
         BUILD_BUILDID BUILD_BUILDNUMBER BUILD_BUILDURI BUILD_CONTAINERID \
         BUILD_CRONSCHEDULE_DISPLAYNAME BUILD_DEFINITIONNAME BUILD_DEFINITIONVERSION \
         BUILD_QUEUEDBY BUILD_QUEUEDBYID BUILD_REASON BUILD_REPOSITORY_* BUILD_REQUESTEDFOR \
         BUILD_REQUESTEDFOREMAIL BUILD_REQUESTEDFORID BUILD_SOURCEBRANCH \
         BUILD_SOURCEBRANCHNAME BUILD_SOURCESDIRECTORY BUILD_SOURCETFVCSHELVESET \
         BUILD_SOURCEVERSION BUILD_SOURCEVERSIONAUTHOR BUILD_SOURCEVERSIONMESSAGE \
         BUILD_STAGINGDIRECTORY BUILD_TRIGGEREDBY_* CHECKS_STAGEATTEMPT \
         COMMON_TESTRESULTSDIRECTORY ENVIRONMENT_ID ENVIRONMENT_NAME ENVIRONMENT_RESOURCEID \
         ENVIRONMENT_RESOURCENAME PIPELINE_WORKSPACE STRATEGY_CYCLENAME STRATEGY_NAME",
    ),
    // https://cloud.google.com/build/docs/configuring-builds/substitute-variable-values
    Reserved::new(
        predefined_by!("Google Cloud Build"),
        "BUILDER_OUTPUT COMMIT_SHA LOCATION PROJECT_ID PROJECT_NUMBER REF_NAME REPO_FULL_NAME \
         REPO_NAME REVISION_ID SERVICE_ACCOUNT SERVICE_ACCOUNT_EMAIL SHORT_SHA \
         TRIGGER_BUILD_CONFIG_PATH TRIGGER_NAME _BASE_BRANCH _HEAD_BRANCH _HEAD_REPO_URL \
         _PR_NUMBER",
    ),
];

#[cfg(test)]
mod tests {
    use super::{RESERVED, remedy};

    /// No name appears twice, and none is covered by a prefix.
    #[test]
    fn each_name_is_needed() {
        for reserved in &RESERVED {
            for name in reserved.names.split(' ') {
                let count =
                    RESERVED.iter().filter(|one| one.holds(name.trim_end_matches('*').as_bytes()));
                assert_eq!(count.count(), 1, "{name}");
                assert!(remedy(name.as_bytes()).is_some());
            }
        }
    }
}
