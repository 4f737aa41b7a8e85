use super::error::Flaw;
use super::grammar;
use super::newtype::name;

name! {
    /// The **repository** of a container image: the part of a reference
    /// between the registry and the tag.
    ///
    /// # Syntax
    ///
    /// One or more components between `/`, as in the [reference grammar]:
    /// lower-case letters and digits, with one `.`, one or two `_`, or any
    /// number of `-` between them; at most 255 characters.
    ///
    /// # Examples
    ///
    /// A project whose name comes from a CI variable:
    ///
    /// ```
    /// use tagwright::name::Repository;
    ///
    /// let repository = Repository::new("orchestrator-server/cache")?;
    /// assert_eq!(
    ///     Repository::new("Server").unwrap_err().to_string(),
    ///     r#"invalid repository "Server": unexpected 'S' at byte 0; a repository is lower-case"#,
    /// );
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [reference grammar]: https://github.com/distribution/reference/blob/v0.6.0/reference.go
    Repository, "repository", check,
    /// Checks a repository.
    ///
    /// # Errors
    ///
    /// * The empty text, a leading or trailing `/`, or `//`: a component would
    ///   be empty.
    /// * An upper-case letter: registries may keep their files on a disk that
    ///   does not tell cases apart.
    /// * A component that begins or ends with `.`, `_` or `-`, and `..`,
    ///   `___`, `._` and the like within one.
    /// * Any other character.
    /// * More than 255 characters.
    new
}

impl Repository {
    /// The most characters a repository can have. The registry in front of it
    /// does not count.
    pub const MAX_LENGTH: usize = 255;
}

pub(crate) const LIMIT: &str = "a repository has at most 255 characters";

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match grammar::path(bytes) {
        Ok([]) if bytes.len() > Repository::MAX_LENGTH => {
            Err(Flaw::too_long(Repository::MAX_LENGTH, LIMIT))
        }
        Ok([]) => Ok(()),
        Ok(rest) | Err(rest) => Err(flaw(bytes, rest)),
    }
}

/// Whether a text is a repository.
pub(crate) const fn is_legal(text: &str) -> bool {
    check(text.as_bytes()).is_ok()
}

#[cold]
const fn flaw(bytes: &[u8], rest: &[u8]) -> Flaw {
    const HOLDS: &str = "a repository holds lower-case letters, digits, '.', '_', '-' and '/'";
    if bytes.is_empty() {
        return Flaw::empty(0, HOLDS);
    }
    let index = bytes.len() - rest.len();
    let before = match bytes.split_at_checked(index) {
        Some(([.., before], _)) => *before,
        _ => b'/',
    };
    let remedy = match (before, rest) {
        (_, [b'A'..=b'Z', ..]) => "a repository is lower-case",
        (b'/', [] | [b'/', ..]) => "the parts of a repository between '/' are not empty",
        (b'/', [b'.' | b'_' | b'-', ..]) => {
            "the parts of a repository begin with a lower-case letter or a digit"
        }
        (b'.' | b'_' | b'-', [] | [b'/', ..]) => {
            "the parts of a repository end with a lower-case letter or a digit"
        }
        (b'.' | b'_' | b'-', [b'.' | b'_' | b'-', ..]) => {
            "between letters and digits stands one '.', one or two '_', or '-' repeated"
        }
        _ => HOLDS,
    };
    match rest {
        [] => Flaw::end(index, remedy),
        _ => Flaw::character(index, remedy),
    }
}
