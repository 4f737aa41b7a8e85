use tagwright::EnvKey;

use super::refuses;

#[test]
fn legal_keys() {
    for key in [
        "IMAGE_TAG",
        "_x",
        "a",
        "path",
        "PATHS",
        "HISTORY",
        "LC",
        "LDFLAGS",
        "BASHFUL",
        "X1",
        "CI_APPLICATION_TAG",
        "ci",
        "GITHUB",
        "RUNNERS",
        "MY_GITHUB_TAG",
        "NODE_OPTION",
        "NODE_OPTIONS_",
    ] {
        assert!(EnvKey::new(key).is_ok(), "{key}");
    }
    assert!(EnvKey::new("K".repeat(255)).is_ok());
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
        let error = EnvKey::new(key).expect_err(key);
        assert_eq!(
            error.to_string(),
            format!(
                r#"invalid dotenv key "{key}": this variable means something to the shell or the loader; choose another name"#
            ),
        );
    }
}

#[test]
fn what_github_keeps_for_itself_is_refused() {
    for key in [
        "CI",
        "GITHUB_",
        "GITHUB_SHA",
        "GITHUB_TOKEN",
        "RUNNER_OS",
        "RUNNER_API_TAG",
        "ACTIONS_RUNTIME_TOKEN",
        "ACTIONS_ALLOW_UNSECURE_COMMANDS",
        "NODE_OPTIONS",
        "node_options",
        "Node_Options",
    ] {
        let error = EnvKey::new(key).expect_err(key);
        assert_eq!(
            error.to_string(),
            format!(
                r#"invalid dotenv key "{key}": this variable means something to GitHub Actions; choose another name"#
            ),
        );
    }
}

#[test]
fn refusals() {
    let long = "K".repeat(256);
    refuses(
        |text| EnvKey::new(text),
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
            (
                &long,
                r#"invalid dotenv key "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK…": 256 bytes are 1 over the limit of 255; a dotenv key has at most 255 characters"#,
            ),
        ],
    );
}
