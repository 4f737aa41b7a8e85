use super::error::Flaw;
use super::grammar::hex_length;
use super::newtype::name;

name! {
    /// The full **SHA** of a git commit.
    ///
    /// # Syntax
    ///
    /// 40 lower-case hexadecimal digits (SHA-1) or 64 (SHA-256), as in git's
    /// [hash function transition].
    ///
    /// # Examples
    ///
    /// GitLab's `CI_COMMIT_SHA`, and the `CI_COMMIT_SHORT_SHA` that goes with
    /// it:
    ///
    /// ```
    /// use tagwright::CommitSha;
    ///
    /// let sha = CommitSha::new("a1b2c3d8e5f60718293a4b5c6d7e8f9001122334")?;
    /// assert_eq!(sha.short(8), "a1b2c3d8");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [hash function transition]: https://git-scm.com/docs/hash-function-transition
    CommitSha, "commit sha", check,
    /// Checks a commit sha.
    ///
    /// # Errors
    ///
    /// * Fewer than 40 digits, or between 41 and 63: an abbreviated sha that names one
    ///   commit today may be ambiguous next year.
    /// * More than 64 digits.
    /// * An upper-case digit: git writes lower case, and two spellings of one
    ///   commit would give two tags.
    /// * Any other character.
    /// * Only zeros: git's null id, which names no commit. CI events of a deleted
    ///   branch contain it.
    new
}

impl CommitSha {
    pub(crate) const SHA1: usize = 40;
    pub(crate) const SHA256: usize = 64;

    /// Returns the first `length` digits, or the whole sha if it is shorter.
    #[must_use]
    pub fn short(&self, length: usize) -> &str {
        self.as_str().get(..length).unwrap_or(self.as_str())
    }
}

const fn is_null(mut digits: &[u8]) -> bool {
    while let [b'0', rest @ ..] = digits {
        digits = rest;
    }
    digits.is_empty()
}

const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const HOLDS: &str = "a commit sha is 40 or 64 digits of 0-9 and a-f";
    if bytes.is_empty() {
        return Err(Flaw::empty(0, HOLDS));
    }
    let digits = hex_length(bytes);
    if digits < bytes.len() {
        return Err(Flaw::character(digits, HOLDS));
    }
    match bytes.len() {
        CommitSha::SHA1 | CommitSha::SHA256 if is_null(bytes) => {
            Err(Flaw::unsupported(0, "a sha of zeros is git's null id, which names no commit"))
        }
        CommitSha::SHA1 | CommitSha::SHA256 => Ok(()),
        length @ ..CommitSha::SHA1 => {
            Err(Flaw::end(length, "a full commit sha has 40 or 64 digits"))
        }
        length @ ..CommitSha::SHA256 => {
            Err(Flaw::end(length, "a commit sha has 40 or 64 digits, nothing in between"))
        }
        _ => Err(Flaw::too_long(CommitSha::SHA256, HOLDS)),
    }
}
