use super::error::Flaw;
use super::newtype::name;

name! {
    /// The **value** of a dotenv variable.
    ///
    /// # Syntax
    ///
    /// `[A-Za-z0-9_@%+=:,./-]*` without `%NAME%`: what GitLab's dotenv parser,
    /// GitLab's variable expansion, and a shell's `. ./build.env` all read as
    /// it stands. It may be empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::EnvValue;
    ///
    /// let image = EnvValue::new("nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8")?;
    /// assert!(EnvValue::new("$(id)").is_err());
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    EnvValue, "dotenv value", check,
    /// Checks the value of a dotenv variable.
    ///
    /// # Errors
    ///
    /// * A space, a quote, `$`, `` ` ``, `\`, `~` and every other character
    ///   outside the set: a shell expands or splits there, and GitLab keeps
    ///   quotes as they are.
    /// * `%NAME%`: GitLab puts the value of that variable there.
    new
}

/// Whether a value can hold this byte.
pub(crate) const fn is_legal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'@' | b'%' | b'+' | b'=' | b':' | b',' | b'.' | b'/' | b'-')
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    let (mut rest, mut index) = (bytes, 0);
    while let [byte, tail @ ..] = rest {
        if !is_legal(*byte) {
            return Err(Flaw::character(
                index,
                "a dotenv value holds letters, digits and _ @ % + = : , . / -",
            ));
        }
        if *byte == b'%' && is_variable(tail) {
            return Err(Flaw::character(index, "GitLab would put a variable's value for %NAME%"));
        }
        (rest, index) = (tail, index + 1);
    }
    Ok(())
}

/// Whether a name and `%` stand here.
const fn is_variable(bytes: &[u8]) -> bool {
    let [b'A'..=b'Z' | b'a'..=b'z' | b'_', tail @ ..] = bytes else { return false };
    let mut rest = tail;
    while let [b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_', tail @ ..] = rest {
        rest = tail;
    }
    matches!(rest, [b'%', ..])
}
