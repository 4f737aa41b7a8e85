use super::error::Flaw;
use super::grammar::{hex_length, is_hex};
use super::newtype::name;

name! {
    /// A content **digest**: the part of a reference after the `@`.
    ///
    /// # Syntax
    ///
    /// `ALGORITHM:HEX`, with an algorithm that the [image specification] registers and
    /// exactly as many lower-case hexadecimal digits as it has: `sha256` 64, `sha512`
    /// 128, `blake3` 64.
    ///
    /// # Examples
    ///
    /// A builder writes the digest to a file. Deploying by it instead of by tag always
    /// gives the same image:
    ///
    /// ```
    /// use tagwright::{Digest, ImageName};
    ///
    /// let digest = Digest::parse(
    ///     "sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
    /// )?;
    /// assert_eq!(digest.algorithm(), "sha256");
    ///
    /// let image = ImageName::parse("ghcr.io/acme/server")?;
    /// assert_eq!(
    ///     image.with_digest(&digest),
    ///     "ghcr.io/acme/server@sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582",
    /// );
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [image specification]: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms
    Digest, "digest", check,
    /// Checks a digest.
    ///
    /// # Errors
    ///
    /// * An empty string, or one without `:`.
    /// * An algorithm that is not registered, so that tools could not verify the
    ///   content.
    /// * The wrong number of digits for the algorithm.
    /// * An upper-case digit, so that each content has one spelling, or any other
    ///   character.
    parse
}

impl Digest {
    /// Returns the algorithm: `sha256`, `sha512` or `blake3`.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        self.split().0
    }

    /// Returns the hexadecimal digits.
    #[must_use]
    pub fn encoded(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        self.as_str().split_once(':').unwrap_or_default()
    }
}

/// Whether a digest is legal.
#[inline]
pub(crate) const fn is_digest(bytes: &[u8]) -> bool {
    match algorithm(bytes) {
        Some((hex, length, _)) => hex.len() == length && is_hex(hex),
        None => false,
    }
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    if is_digest(bytes) { Ok(()) } else { Err(flaw(bytes)) }
}

/// For a registered algorithm: the digits, the required number of them, and the message
/// that states it.
#[inline]
const fn algorithm(bytes: &[u8]) -> Option<(&[u8], usize, &'static str)> {
    match bytes {
        [b's', b'h', b'a', b'2', b'5', b'6', b':', hex @ ..] => {
            Some((hex, 64, "a sha256 digest has 64 digits of 0-9 and a-f"))
        }
        [b's', b'h', b'a', b'5', b'1', b'2', b':', hex @ ..] => {
            Some((hex, 128, "a sha512 digest has 128 digits of 0-9 and a-f"))
        }
        [b'b', b'l', b'a', b'k', b'e', b'3', b':', hex @ ..] => {
            Some((hex, 64, "a blake3 digest has 64 digits of 0-9 and a-f"))
        }
        _ => None,
    }
}

#[cold]
const fn flaw(bytes: &[u8]) -> Flaw {
    const FORM: &str = "a digest is an algorithm, ':' and digits, such as sha256:e6693c20…";
    if bytes.is_empty() {
        return Flaw::empty(0, FORM);
    }
    let Some((hex, length, remedy)) = algorithm(bytes) else {
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            if *byte == b':' {
                return Flaw::unsupported(0, "digests of sha256, sha512 and blake3 are supported");
            }
            rest = tail;
        }
        return Flaw::end(bytes.len(), FORM);
    };
    let prefix = bytes.len() - hex.len();
    let digits = hex_length(hex);
    if digits > length {
        Flaw::character(prefix + length, remedy)
    } else if digits < hex.len() {
        Flaw::character(prefix + digits, remedy)
    } else {
        Flaw::end(bytes.len(), remedy)
    }
}
