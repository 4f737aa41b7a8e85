//! How docker completes short names: the default registry and namespace.

// https://github.com/distribution/reference/blob/v0.6.0/normalize.go,
// ParseNormalizedNamed and splitDockerDomain.

use super::grammar::{Head, Layout, is_hex, scan};
use super::image_name::ImageName;
use super::repository;

/// The registry of names without a registry.
pub(crate) const HUB: &str = "docker.io";
/// The namespace of Docker Hub's official images.
pub(crate) const LIBRARY: &str = "library/";

/// How docker reads a reference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DockerReading {
    pub(crate) layout: Layout,
    /// Where the repository begins in the input.
    pub(crate) path: usize,
    /// The registry is `docker.io`, but the input has none or `index.docker.io`.
    pub(crate) adds_hub: bool,
    /// The repository needs the prefix `library/`.
    pub(crate) adds_library: bool,
}

impl DockerReading {
    #[inline]
    pub(crate) const fn new(bytes: &[u8], layout: Layout) -> Self {
        let (path, adds_hub, adds_library) = match layout.head {
            Head::Alone => (0, true, true),
            Head::Namespace => (0, true, false),
            Head::Registry { .. } => {
                let (is_hub, adds_hub) = hub(bytes);
                (layout.path(), adds_hub, is_hub && !holds_slash(bytes, &layout))
            }
        };
        Self { layout, path, adds_hub, adds_library }
    }

    pub(crate) const fn adds_nothing(&self) -> bool {
        !self.adds_hub && !self.adds_library
    }

    /// Whether the input is a name without tag or digest that every tool reads as the
    /// same image.
    pub(crate) const fn is_image_name(&self, bytes: &[u8]) -> bool {
        let Layout { registry, name, head, .. } = self.layout;
        self.adds_nothing()
            && registry > 0
            && matches!(head, Head::Registry { is_seen_by_all: true })
            && name == bytes.len()
            && name <= ImageName::MAX_LENGTH
            && name - self.path >= ImageName::SHORTEST_REPOSITORY
    }

    /// The length of the repository, including the prefix that docker adds.
    const fn length(&self) -> usize {
        let written = self.layout.name - self.path;
        if self.adds_library { LIBRARY.len() + written } else { written }
    }
}

/// Finds the parts of a reference as docker does.
#[inline]
pub(crate) const fn read(bytes: &[u8]) -> Option<DockerReading> {
    let Some(layout) = scan(bytes) else { return None };
    let reading = DockerReading::new(bytes, layout);
    let is_legal = match layout.head {
        Head::Alone => !is_image_id(bytes),
        Head::Namespace => !is_bracketed(bytes),
        Head::Registry { .. } => true,
    };
    if is_legal && reading.length() <= repository::MAX_LENGTH { Some(reading) } else { None }
}

/// Whether the name begins with an address in brackets. Docker reads it as a namespace
/// if it has no `:`.
pub(crate) const fn is_bracketed(bytes: &[u8]) -> bool {
    matches!(bytes, [b'[', ..])
}

/// Whether the registry is Docker Hub, and whether it is spelled with its old name.
#[inline]
const fn hub(bytes: &[u8]) -> (bool, bool) {
    let (name, is_old) = match bytes {
        [b'i', b'n', b'd', b'e', b'x', b'.', name @ ..] => (name, true),
        name => (name, false),
    };
    match name {
        [b'd', b'o', b'c', b'k', b'e', b'r', b'.', b'i', b'o', b'/', ..] => (true, is_old),
        _ => (false, false),
    }
}

/// Whether the repository has more than one component.
const fn holds_slash(bytes: &[u8], layout: &Layout) -> bool {
    let (mut rest, mut index) = (bytes, 0);
    while let [byte, tail @ ..] = rest {
        if *byte == b'/' && index > layout.registry {
            return true;
        }
        (rest, index) = (tail, index + 1);
    }
    false
}

/// Whether the name is 64 hexadecimal digits, which docker reads as the ID of a local
/// image.
pub(crate) const fn is_image_id(bytes: &[u8]) -> bool {
    bytes.len() == 64 && is_hex(bytes)
}
