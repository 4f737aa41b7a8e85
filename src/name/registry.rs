use super::docker;
use super::error::Flaw;
use super::grammar;
use super::newtype::{name, proved};

name! {
    /// A **registry**: the host, and perhaps the port, in front of a
    /// repository.
    ///
    /// # Syntax
    ///
    /// A domain name, an IPv4 address, or an IPv6 address in brackets; then
    /// perhaps `:` and a port. This is the `domain` of the [reference
    /// grammar]: it bounds neither the length of a host nor the value of a
    /// port.
    ///
    /// # Examples
    ///
    /// The two doors of one Nexus: 8443 to push, 8444 to pull.
    ///
    /// ```
    /// use tagwright::name::Registry;
    ///
    /// let push = Registry::new("nexus.shared.cwiq.io:8443")?;
    /// assert_eq!((push.host(), push.port()), ("nexus.shared.cwiq.io", Some("8443")));
    /// assert_eq!(Registry::new("[2001:db8::1]:5000")?.host(), "[2001:db8::1]");
    /// # Ok::<(), tagwright::NameError>(())
    /// ```
    ///
    /// [reference grammar]: https://github.com/distribution/reference/blob/v0.6.0/reference.go
    Registry, "registry", check,
    /// Checks a registry.
    ///
    /// # Errors
    ///
    /// * The empty text.
    /// * A scheme (`https://`) or a path: neither is part of a reference's
    ///   registry.
    /// * A label that is empty or begins or ends with `-`, and a `_`: hosts
    ///   have no such names.
    /// * An IPv6 address without brackets or with a zone.
    /// * A `:` without digits behind it.
    new
}

proved!(Registry, check);

impl Registry {
    /// The registry of names that mention none.
    pub const DOCKER_HUB: Self = Self::from_static(docker::HUB);

    /// Returns the host, an IPv6 address with its brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        self.split().0
    }

    /// Returns the digits of the port, if there is one.
    #[must_use]
    pub fn port(&self) -> Option<&str> {
        self.split().1
    }

    fn split(&self) -> (&str, Option<&str>) {
        match self.as_str().rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (self.as_str(), None),
        }
    }
}

pub(crate) const fn check(bytes: &[u8]) -> Result<(), Flaw> {
    match grammar::domain(bytes) {
        Ok([]) => Ok(()),
        Ok(rest) | Err(rest) => Err(flaw(bytes, rest)),
    }
}

#[cold]
const fn flaw(bytes: &[u8], rest: &[u8]) -> Flaw {
    const HOLDS: &str = "a registry is a host such as ghcr.io or localhost:5000";
    if bytes.is_empty() {
        return Flaw::empty(0, HOLDS);
    }
    let index = bytes.len() - rest.len();
    let (before, is_bracketed, has_port) = look_back(bytes, index);
    let remedy = match (before, rest) {
        (_, [b':', b'/', b'/', ..]) | (b':', [b'/', b'/', ..]) => {
            "a registry has no scheme such as https://"
        }
        _ if is_bracketed && rest.is_empty() => "an IPv6 address ends with ']'",
        _ if is_bracketed => "an IPv6 address between brackets holds 0-9, a-f, A-F and ':'",
        (b']', _) => "behind the brackets of an IPv6 address stands nothing or ':' and a port",
        (b':', []) => "a port follows ':'",
        (_, [b'/', ..]) if before != b':' => "a registry has no path",
        _ if has_port => "a port is digits, and an IPv6 address stands in brackets",
        (b'.' | b'-', _) | (_, [b'.' | b'-', ..]) => {
            "the parts of a host between '.' begin and end with a letter or a digit"
        }
        _ => "a host holds letters, digits, '.' and '-'",
    };
    match rest {
        [] => Flaw::end(index, remedy),
        _ => Flaw::character(index, remedy),
    }
}

/// The byte before an index, whether the index is within brackets, and whether
/// it is in a port.
const fn look_back(bytes: &[u8], index: usize) -> (u8, bool, bool) {
    let mut rest = match bytes.split_at_checked(index) {
        Some((head, _)) => head,
        None => bytes,
    };
    let (mut before, mut is_bracketed, mut has_port) = (b'.', false, false);
    while let [byte, tail @ ..] = rest {
        match byte {
            b'[' => is_bracketed = true,
            b']' => is_bracketed = false,
            b':' => has_port = !is_bracketed,
            _ => {}
        }
        (before, rest) = (*byte, tail);
    }
    (before, is_bracketed, has_port)
}
