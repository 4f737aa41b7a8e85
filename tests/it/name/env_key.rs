use core::cell::RefCell;
use std::collections::BTreeSet;

use tagwright::CiContext;

use super::doors::env_key;
use super::refuses_at;
use crate::vectors::vectors;

#[test]
fn legal_keys() {
    for key in [
        "IMAGE_TAG",
        "_x",
        "a",
        "Path",
        "PATHS",
        "HISTORY",
        "LC",
        "LDFLAGS",
        "BASHFUL",
        "X1",
        "ci",
        "CIRCLE",
        "VERSION",
        "TAG",
        "TAGS",
        "IMAGE",
        "BRANCH",
        "SHA",
        "REF",
        "BUILD_ARGS",
        "BUILD_DATE",
        "BUILD_TIMESTAMP",
        "BUILD_VERSION",
        "VCS_REF",
        "GIT_SHA",
        "GIT_TAG",
        "COMMIT",
        "COMMIT_TAG",
        "RELEASE",
        "RELEASE_TAG",
        "PROJECT",
        "SOURCE_DATE_EPOCH",
        "GITHUB",
        "RUNNERS",
        "MY_GITHUB_TAG",
        "NODE_OPTION",
        "NODE_OPTIONS_",
    ] {
        assert!(env_key(key).is_ok(), "{key}");
    }
    assert!(env_key(&"K".repeat(255)).is_ok());
}

#[test]
fn what_the_shell_or_the_loader_uses_is_refused() {
    for key in [
        "PATH",
        "IFS",
        "UID",
        "EUID",
        "PPID",
        "GROUPS",
        "RANDOM",
        "SRANDOM",
        "SECONDS",
        "EPOCHSECONDS",
        "EPOCHREALTIME",
        "LINENO",
        "BASH",
        "BASHPID",
        "BASH_ENV",
        "BASH_",
        "BASH_XTRACEFD",
        "SHELLOPTS",
        "BASHOPTS",
        "ENV",
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "DYLD_INSERT_LIBRARIES",
        "HOME",
        "PWD",
        "OLDPWD",
        "OPTIND",
        "OPTARG",
        "PS1",
        "PS2",
        "PS4",
        "MAIL",
        "MAILPATH",
        "MAILCHECK",
        "CDPATH",
        "FUNCNAME",
        "FUNCNEST",
        "DIRSTACK",
        "HISTFILE",
        "HISTCMD",
        "TERM",
        "SHELL",
        "SHLVL",
        "_",
        "LANG",
        "LC_ALL",
        "POSIXLY_CORRECT",
        "TMOUT",
        "GLOBIGNORE",
        "PROMPT_COMMAND",
        "PIPESTATUS",
        "GLIBC_TUNABLES",
        "histchars",
    ] {
        let error = env_key(key).expect_err(key);
        assert_eq!(
            error,
            format!(
                r#"invalid dotenv key "{key}": this variable means something to the shell or the loader; choose another name"#
            ),
        );
    }
}

#[test]
fn what_a_provider_predefines_is_refused() {
    for (keys, reason) in [
        ("CI CONTINUOUS_INTEGRATION", "is predefined by every CI"),
        (
            "GITHUB_ GITHUB_SHA GITHUB_TOKEN RUNNER_OS RUNNER_API_TAG ACTIONS_RUNTIME_TOKEN",
            "is predefined by GitHub Actions",
        ),
        ("GITEA_ACTIONS", "is predefined by Gitea Actions"),
        ("FORGEJO_ACTIONS", "is predefined by Forgejo Actions"),
        ("CI_COMMIT_TAG CI_X GITLAB_CI FF_X GIT_STRATEGY", "is predefined by GitLab CI"),
        ("DRONE DRONE_TAG", "is predefined by Drone"),
        ("CIRCLECI CIRCLE_TAG", "is predefined by CircleCI"),
        ("BUILDKITE BUILDKITE_TAG", "is predefined by Buildkite"),
        ("BITBUCKET_TAG", "is predefined by Bitbucket Pipelines"),
        ("TRAVIS TRAVIS_TAG RAILS_ENV", "is predefined by Travis CI"),
        ("CODEBUILD_BUILD_ID AWS_REGION", "is predefined by AWS CodeBuild"),
        ("BRANCH_NAME TAG_NAME BUILD_NUMBER BUILD_ID GIT_COMMIT", "is predefined by Jenkins"),
        ("TEAMCITY_VERSION BUILD_VCS_NUMBER BUILD_VCS_NUMBER_1", "is predefined by TeamCity"),
        ("BUILD_SOURCEBRANCH SYSTEM_X TF_BUILD", "is predefined by Azure Pipelines"),
        ("COMMIT_SHA SHORT_SHA _PR_NUMBER", "is predefined by Google Cloud Build"),
        ("status path ZSH_VERSION", "means something to zsh"),
    ] {
        for key in keys.split(' ') {
            let error = env_key(key).expect_err(key);
            assert_eq!(
                error,
                format!(
                    r#"invalid dotenv key "{key}": this variable {reason}; choose another name"#
                ),
            );
        }
    }
    for key in ["NODE_OPTIONS", "node_options", "Node_Options"] {
        assert_eq!(
            env_key(key).unwrap_err(),
            format!(
                r#"invalid dotenv key "{key}": GitHub Actions does not let a job set this variable; choose another name"#
            ),
        );
    }
}

/// Not predefined: a job sets it, and builders read it.
const FREE: [&str; 1] = ["SOURCE_DATE_EPOCH"];

/// A later job asks for its facts by these names: a `build.env` that sets one would
/// answer.
#[test]
fn what_a_provider_is_asked_for_is_refused() {
    let asked = RefCell::new(BTreeSet::new());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/environments");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let case: toml::Table = toml::from_str(&text).unwrap();
        let variables = case["variables"].as_table().unwrap();
        let _ = CiContext::from_ci(|name| {
            asked.borrow_mut().insert(name.to_owned());
            variables.get(name)?.as_str().map(str::to_owned)
        });
    }
    let mut asked = asked.into_inner();
    assert!(asked.len() > 130, "{}", asked.len());
    asked.retain(|name| env_key(name).is_ok());
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), FREE);
}

/// Every name in what was recorded of the providers.
#[test]
fn what_was_recorded_of_the_providers_is_refused() {
    let Some(vectors) = vectors("providers/ci_provider_env.json") else { return };
    let providers = vectors["providers"].to_string();
    let is_name = |word: &&str| {
        word.contains('_')
            && word.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
    };
    let is_word = |one: char| one.is_ascii_alphanumeric() || one == '_';
    let names: BTreeSet<&str> = providers.split(|one| !is_word(one)).filter(is_name).collect();
    assert!(names.len() > 100, "{}", names.len());
    let legal: Vec<&str> = names.into_iter().filter(|name| env_key(name).is_ok()).collect();
    // A phase of CodeBuild, and ends and beginnings of names.
    assert_eq!(legal, ["DOWNLOAD_SOURCE", "GIT_", "_BRANCH", "_TAG", "_TIMESTAMP"]);
}

#[test]
fn refusals() {
    refuses_at(
        env_key,
        &[
            (
                "",
                r#"invalid dotenv key "": it is empty; a dotenv key holds letters, digits and '_'"#,
            ),
            (
                "1A",
                r#"invalid dotenv key "1A": unexpected '1' at byte 0; a dotenv key begins with a letter or '_'"#,
            ),
            (
                "IMAGE-TAG",
                r#"invalid dotenv key "IMAGE-TAG": unexpected '-' at byte 5; a dotenv key holds letters, digits and '_'"#,
            ),
            (
                "é",
                r#"invalid dotenv key "é": unexpected 'é' at byte 0; a dotenv key holds letters, digits and '_'"#,
            ),
            (&"K".repeat(256), "256 bytes in one key are over the limit of 255"),
        ],
    );
}
