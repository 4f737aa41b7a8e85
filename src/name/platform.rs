use super::error::Flaw;
use super::newtype::name;

name! {
    /// A **platform** that an image is built for, such as `linux/arm64`.
    ///
    /// # Syntax
    ///
    /// `OS/ARCHITECTURE` or `OS/ARCHITECTURE/VARIANT`, as [containerd] writes them:
    /// each part has lower-case letters and digits, after its first character also `.`,
    /// `_` and `-`.
    ///
    /// # Examples
    ///
    /// ```
    /// use tagwright::name::Platform;
    ///
    /// assert_eq!(Platform::new("linux/arm/v7")?, "linux/arm/v7");
    ///
    /// let error = Platform::new("linux/amd64,linux/arm64").unwrap_err();
    /// assert_eq!(error.index(), 11);
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [containerd]: https://github.com/containerd/platforms/blob/v1.0.0/platforms.go#L28
    Platform, "platform", check,
    /// Checks a platform.
    ///
    /// # Errors
    ///
    /// * An empty string, or an empty part.
    /// * A single part: builders would guess the other one, each in its own way.
    /// * More than three parts.
    /// * A character that platforms do not contain, such as the `,` of a list.
    new
}

const HOLDS: &str = "the parts of a platform hold lower-case letters, digits, '.', '_' and '-'";
const BEGINS: &str = "each part of a platform begins with a lower-case letter or a digit";
const FORM: &str = "a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64";

const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    if bytes.is_empty() {
        return Err(Flaw::empty(0, FORM));
    }
    let (mut parts, mut is_empty) = (1, true);
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        let index = bytes.len() - rest.len();
        match byte {
            b'/' if is_empty || parts == 3 => return Err(Flaw::character(index, FORM)),
            b'/' => (parts, is_empty) = (parts + 1, true),
            b'a'..=b'z' | b'0'..=b'9' => is_empty = false,
            b'.' | b'_' | b'-' if is_empty => return Err(Flaw::character(index, BEGINS)),
            b'.' | b'_' | b'-' => {}
            _ => return Err(Flaw::character(index, HOLDS)),
        }
        rest = tail;
    }
    if is_empty || parts == 1 { Err(Flaw::end(bytes.len(), FORM)) } else { Ok(()) }
}
