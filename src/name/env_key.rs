use super::error::Flaw;
use super::newtype::name;
use super::reserved_env_key;

name! {
    /// The **key** of a dotenv variable.
    ///
    /// # Syntax
    ///
    /// `[A-Za-z_][A-Za-z0-9_]*`, at most 255 characters, and not a name that
    /// somebody else sets or acts on. Case matters.
    ///
    /// * A name that BusyBox ash, dash, bash, zsh or the dynamic loader acts on:
    ///   `. ./build.env` would change the shell instead of setting a variable.
    /// * A name that one of the fifteen providers predefines: a GitLab job reads
    ///   its dotenv variables over its own, so that `CI_COMMIT_TAG` would lie to
    ///   it, and `$GITHUB_ENV` would drop the name or change the job.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::name::EnvKey;
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
    /// * `CI`, what begins with `CI_`, `GITLAB_`, `GITHUB_`, `RUNNER_`,
    ///   `BUILDKITE_`, `CIRCLE_` and every other name that a provider predefines,
    ///   such as `BRANCH_NAME`, `BUILD_NUMBER` and `GIT_COMMIT` of Jenkins; the
    ///   message names the provider.
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
    if let Some(remedy) = reserved_env_key::remedy(bytes) {
        return Err(Flaw::unsupported(0, remedy));
    }
    Ok(())
}
