use super::error::Flaw;
use super::newtype::name;

name! {
    /// The **key** of a dotenv variable.
    ///
    /// # Syntax
    ///
    /// `[A-Za-z_][A-Za-z0-9_]*`, at most 255 characters, and no name that has
    /// a meaning of its own to BusyBox ash, dash, bash or the dynamic loader:
    /// `. ./build.env` would change the shell instead of setting a variable.
    /// Nor one that GitHub keeps for itself: appended to `$GITHUB_ENV` it would
    /// be dropped, or change the job. Case matters.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::EnvKey;
    ///
    /// let key = EnvKey::new("IMAGE_TAG")?;
    /// assert!(EnvKey::new("IMAGE-TAG").is_err());
    /// assert!(EnvKey::new("PATH").is_err());
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    EnvKey, "dotenv key", check,
    /// Checks the key of a dotenv variable.
    ///
    /// # Errors
    ///
    /// * The empty text.
    /// * A leading digit: GitLab reads it, a shell takes the line for a
    ///   command.
    /// * Any character other than an ASCII letter, a digit or `_`.
    /// * More than 255 characters: GitLab keeps no more.
    /// * `PATH`, `IFS`, `HOME`, `RANDOM`, `BASH_ENV`, `LD_PRELOAD` and every
    ///   other name that a shell or the loader acts on, computes, or does not
    ///   let a script set.
    /// * `CI`, `NODE_OPTIONS` in whatever case, and what begins with `GITHUB_`,
    ///   `RUNNER_` or `ACTIONS_`.
    new
}

impl EnvKey {
    /// The most characters a key can have.
    pub const MAX_LENGTH: usize = 255;
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str = "a dotenv key holds letters, digits and '_'";
    let [first, ..] = bytes else {
        return Err(Flaw::empty(0, HOLDS));
    };
    if first.is_ascii_digit() {
        return Err(Flaw::character(0, "a dotenv key begins with a letter or '_'"));
    }
    let (mut rest, mut index) = (bytes, 0);
    while let [byte, tail @ ..] = rest {
        if !byte.is_ascii_alphanumeric() && *byte != b'_' {
            return Err(Flaw::character(index, HOLDS));
        }
        (rest, index) = (tail, index + 1);
    }
    if bytes.len() > EnvKey::MAX_LENGTH {
        return Err(Flaw::too_long(EnvKey::MAX_LENGTH, "a dotenv key has at most 255 characters"));
    }
    if is_special(bytes) {
        return Err(Flaw::unsupported(
            0,
            "this variable means something to the shell or the loader; choose another name",
        ));
    }
    if is_of_github(bytes) {
        return Err(Flaw::unsupported(
            0,
            "this variable means something to GitHub Actions; choose another name",
        ));
    }
    Ok(())
}

// The manuals of bash 5.2 ("Shell Variables"), dash 0.5.12 and BusyBox 1.35
// ash, and ld.so(8); what bash sets for completions alone is left out.
const fn is_special(key: &[u8]) -> bool {
    is_set_by_shell(key) || is_read_by_shell(key) || is_read_by_loader(key)
}

/// What a shell computes, or does not let a script set.
const fn is_set_by_shell(key: &[u8]) -> bool {
    matches!(
        key,
        b"_" | b"BASH"
            | b"BASHOPTS"
            | b"BASHPID"
            | b"COPROC"
            | b"DIRSTACK"
            | b"EPOCHREALTIME"
            | b"EPOCHSECONDS"
            | b"EUID"
            | b"FUNCNAME"
            | b"GROUPS"
            | b"HISTCMD"
            | b"LINENO"
            | b"MAPFILE"
            | b"OLDPWD"
            | b"PIPESTATUS"
            | b"PPID"
            | b"PWD"
            | b"RANDOM"
            | b"REPLY"
            | b"SECONDS"
            | b"SHELLOPTS"
            | b"SHLVL"
            | b"SRANDOM"
            | b"UID"
    )
}

/// What a shell acts on.
const fn is_read_by_shell(key: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 2] = [b"BASH_", b"LC_"];
    matches!(
        key,
        b"CDPATH"
            | b"CHILD_MAX"
            | b"COLUMNS"
            | b"COMPREPLY"
            | b"EMACS"
            | b"ENV"
            | b"EXECIGNORE"
            | b"FCEDIT"
            | b"FIGNORE"
            | b"FUNCNEST"
            | b"GLOBIGNORE"
            | b"GLOBSORT"
            | b"HISTCONTROL"
            | b"HISTFILE"
            | b"HISTFILESIZE"
            | b"HISTIGNORE"
            | b"HISTSIZE"
            | b"HISTTIMEFORMAT"
            | b"HOME"
            | b"HOSTFILE"
            | b"IFS"
            | b"IGNOREEOF"
            | b"INPUTRC"
            | b"INSIDE_EMACS"
            | b"LANG"
            | b"LINES"
            | b"MAIL"
            | b"MAILCHECK"
            | b"MAILPATH"
            | b"OPTARG"
            | b"OPTERR"
            | b"OPTIND"
            | b"PATH"
            | b"POSIXLY_CORRECT"
            | b"PROMPT_COMMAND"
            | b"PROMPT_DIRTRIM"
            | b"PS0"
            | b"PS1"
            | b"PS2"
            | b"PS3"
            | b"PS4"
            | b"SHELL"
            | b"TERM"
            | b"TIMEFORMAT"
            | b"TMOUT"
            | b"TMPDIR"
            | b"auto_resume"
            | b"histchars"
    ) || starts_with_any(key, &PREFIXES)
}

/// What the loader and the C library act on when the next command starts.
const fn is_read_by_loader(key: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 3] = [b"DYLD_", b"LD_", b"MALLOC_"];
    matches!(key, b"GCONV_PATH" | b"GLIBC_TUNABLES" | b"LOCPATH" | b"NLSPATH")
        || starts_with_any(key, &PREFIXES)
}

// The default variables, which a job cannot or should not overwrite, and the one
// that the runner refuses, without regard to case.
// https://docs.github.com/actions/reference/workflows-and-actions/variables#default-environment-variables
// https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs
const fn is_of_github(key: &[u8]) -> bool {
    const PREFIXES: [&[u8]; 3] = [b"ACTIONS_", b"GITHUB_", b"RUNNER_"];
    matches!(key, b"CI") || starts_with_any(key, &PREFIXES) || is_without_case(key, b"NODE_OPTIONS")
}

const fn is_without_case(text: &[u8], upper: &[u8]) -> bool {
    let (mut text, mut upper) = (text, upper);
    while let ([byte, text_tail @ ..], [expected, upper_tail @ ..]) = (text, upper) {
        if byte.to_ascii_uppercase() != *expected {
            return false;
        }
        (text, upper) = (text_tail, upper_tail);
    }
    text.is_empty() && upper.is_empty()
}

const fn starts_with_any(text: &[u8], prefixes: &[&[u8]]) -> bool {
    let mut prefixes = prefixes;
    while let [prefix, tail @ ..] = prefixes {
        if starts_with(text, prefix) {
            return true;
        }
        prefixes = tail;
    }
    false
}

const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    let (mut text, mut prefix) = (text, prefix);
    while let ([byte, text_tail @ ..], [expected, prefix_tail @ ..]) = (text, prefix) {
        if *byte != *expected {
            return false;
        }
        (text, prefix) = (text_tail, prefix_tail);
    }
    prefix.is_empty()
}
