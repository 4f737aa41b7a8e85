use super::error::Flaw;
use super::newtype::name;

name! {
    /// The short **name of a git ref**: a branch without `refs/heads/`, or a
    /// tag without `refs/tags/`.
    ///
    /// # Syntax
    ///
    /// What [`git check-ref-format`] accepts after such a prefix. That is more than
    /// `git branch` accepts: refs named `-x` and `HEAD` can be created by plumbing
    /// commands or a push, and pipelines run for them. Names may be malicious: ``
    /// $(id);`x` `` is a legal branch.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::RefName;
    ///
    /// let branch = RefName::new("dependabot/npm_and_yarn/@types/node-20.1.0")?;
    /// assert_eq!(
    ///     RefName::new("feature..x").unwrap_err().to_string(),
    ///     r#"invalid ref name "feature..x": unexpected '.' at byte 8; git refs hold no "..""#,
    /// );
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [`git check-ref-format`]: https://git-scm.com/docs/git-check-ref-format
    RefName, "ref name", check,
    /// Checks the short name of a git ref.
    ///
    /// # Errors
    ///
    /// * An empty string, a leading or trailing `/`, or `//`: a component would be
    ///   empty.
    /// * A component that begins with `.` or ends with `.lock`: git uses such names for
    ///   its own files.
    /// * `..` and a trailing `.`: `..` is git's range syntax.
    /// * `@{`: it is git's reflog syntax.
    /// * A space, an ASCII control character, or one of `~ ^ : ? * [ \`.
    new
}

// https://github.com/git/git/blob/v2.47.0/refs.c, check_refname_component: the
// rules below in the order of its documentation.
const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    const EMPTY: &str = "the parts of a git ref between '/' are not empty";
    if bytes.is_empty() {
        return Err(Flaw::empty(0, "a git ref has a name"));
    }
    let (mut rest, mut index, mut before) = (bytes, 0, b'/');
    while let [byte, tail @ ..] = rest {
        let remedy = match (before, *byte) {
            (b'/', b'/') => EMPTY,
            (b'/', b'.') => "no part of a git ref begins with '.'",
            (b'.', b'.') => "git refs hold no \"..\"",
            (b'@', b'{') => "git refs hold no \"@{\"",
            (_, b' ' | b'~' | b'^' | b':' | b'?' | b'*' | b'[' | b'\\') => {
                "git refs hold no space and none of ~ ^ : ? * [ \\"
            }
            (_, control) if control.is_ascii_control() => "git refs hold no control characters",
            _ if ends_in_lock(rest) => {
                return Err(Flaw::character(index, "no part of a git ref ends with \".lock\""));
            }
            _ => {
                (rest, index, before) = (tail, index + 1, *byte);
                continue;
            }
        };
        return Err(Flaw::character(index, remedy));
    }
    match before {
        b'/' => Err(Flaw::end(index, EMPTY)),
        b'.' => Err(Flaw::character(index - 1, "git refs do not end with '.'")),
        _ => Ok(()),
    }
}

const fn ends_in_lock(rest: &[u8]) -> bool {
    matches!(rest, [b'.', b'l', b'o', b'c', b'k'] | [b'.', b'l', b'o', b'c', b'k', b'/', ..])
}
