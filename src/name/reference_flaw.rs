//! Finds out why a reference was rejected.

use super::docker::{self, DockerReading};
use super::error::{Flaw, NameErrorKind};
use super::grammar::{self, Head, Layout};
use super::image_name::{self, ImageName};
use super::{digest, registry, repository, tag};

/// The form in which the input was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A reference of the pure grammar.
    Strict,
    /// A reference as docker reads it.
    Docker,
    ImageName,
}

impl Form {
    const fn shape(self) -> &'static str {
        match self {
            Self::Strict | Self::Docker => {
                "a reference is [REGISTRY/]REPOSITORY[:TAG][@DIGEST], such as ghcr.io/acme/app:1.0"
            }
            Self::ImageName => "an image name is REGISTRY/REPOSITORY, such as ghcr.io/acme/app",
        }
    }
}

/// Finds the flaw of an input that is not legal in this form.
#[cold]
pub(crate) const fn of(bytes: &[u8], form: Form) -> Flaw {
    match (grammar::scan(bytes), form) {
        (Some(layout), Form::Strict) => too_long(layout.path(), 0, repository::LIMIT),
        (Some(layout), Form::Docker) => docker_flaw(bytes, layout),
        (Some(layout), Form::ImageName) => image_name_flaw(bytes, layout),
        (None, _) => syntax_flaw(bytes, form),
    }
}

const fn docker_flaw(bytes: &[u8], layout: Layout) -> Flaw {
    const COUNTED: &str = "a repository has at most 255 characters, and docker puts \"library/\" in front of this one";
    if docker::is_image_id(bytes) {
        return Flaw::unsupported(
            0,
            "64 hexadecimal digits are the ID of a local image; a reference has a name",
        );
    }
    if matches!(layout.head, Head::Namespace) && docker::is_bracketed(bytes) {
        return Flaw::character(
            0,
            "docker reads an address in brackets as a registry only if it contains ':'",
        );
    }
    let reading = DockerReading::new(bytes, layout);
    if reading.adds_library {
        return too_long(reading.path, docker::LIBRARY.len(), COUNTED);
    }
    too_long(reading.path, 0, repository::LIMIT)
}

const fn image_name_flaw(bytes: &[u8], layout: Layout) -> Flaw {
    if layout.name < bytes.len() {
        return Flaw::character(layout.name, "an image name has no tag and no digest");
    }
    match layout.head {
        Head::Alone => return Flaw::end(bytes.len(), Form::ImageName.shape()),
        Head::Namespace | Head::Registry { .. } if docker::is_bracketed(bytes) => {
            return Flaw::unsupported(
                0,
                "buildah, podman and skopeo read no IPv6 address; give the registry a host name",
            );
        }
        Head::Namespace => {
            return Flaw::unsupported(
                0,
                "its first part is read as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000",
            );
        }
        Head::Registry { .. } => {}
    }
    if layout.registry == 0 {
        if let Err(flaw) = registry::check(split(bytes, b'/').0) {
            return flaw.within(0, bytes.len());
        }
    }
    if let Head::Registry { is_seen_by_all: false } = layout.head {
        return Flaw::unsupported(
            0,
            "kaniko and crane read its first part as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000",
        );
    }
    let reading = DockerReading::new(bytes, layout);
    if reading.adds_hub {
        return Flaw::unsupported(0, "index.docker.io is an old name; write docker.io");
    }
    if reading.adds_library {
        return Flaw::unsupported(0, image_name::NO_NAMESPACE);
    }
    if bytes.len() - reading.path < ImageName::SHORTEST_REPOSITORY {
        return Flaw::end(bytes.len(), image_name::SHORT_REPOSITORY);
    }
    Flaw::too_long(ImageName::MAX_LENGTH, image_name::IMAGE_NAME_LIMIT)
}

/// The flaw of a repository that begins at `path`, with `added` characters in
/// front of it.
const fn too_long(path: usize, added: usize, remedy: &'static str) -> Flaw {
    let kind = NameErrorKind::TooLong { limit: repository::MAX_LENGTH };
    Flaw::new(kind, repository::MAX_LENGTH - added, remedy).within(path, usize::MAX)
}

/// Splits the input into its parts, and checks them one after the other.
const fn syntax_flaw(bytes: &[u8], form: Form) -> Flaw {
    if bytes.is_empty() {
        return Flaw::empty(0, form.shape());
    }
    if let Some(index) = find_scheme(bytes) {
        return Flaw::character(index, "a reference has no scheme such as https://");
    }
    let length = bytes.len();
    let (front, digest) = split(bytes, b'@');
    let name_length = name_length(front);
    let (name, tag) = split_at(front, name_length);
    if name.is_empty() {
        return Flaw::character(0, "a reference begins with a name");
    }
    if let Err(flaw) = check_name(name) {
        return flaw.within(0, length);
    }
    if let [b':', tag @ ..] = tag {
        if tag.is_empty() {
            return Flaw::end(name_length + 1, "a tag follows ':'").within(0, length);
        }
        if let Err(flaw) = tag::check(tag) {
            return flaw.within(name_length + 1, length);
        }
    }
    if let Some(digest) = digest {
        if let Err(flaw) = digest::check(digest) {
            return flaw.within(front.len() + 1, length);
        }
    }
    Flaw::unsupported(0, form.shape())
}

const fn check_name(name: &[u8]) -> Result<(), Flaw> {
    const UNFINISHED: &str = "a repository follows the registry";
    let (first, path) = match split(name, b'/') {
        (_, Some([])) => return Err(Flaw::end(name.len(), UNFINISHED)),
        (first, Some(path)) => (first, path),
        (address @ [b'[', ..], None) => {
            return match registry::check(address) {
                Ok(()) => Err(Flaw::end(name.len(), UNFINISHED)),
                Err(flaw) => Err(flaw),
            };
        }
        (_, None) => return repository::check(name),
    };
    let registry_flaw = match registry::check(first) {
        Ok(()) => {
            return match repository::check(path) {
                Ok(()) => Ok(()),
                Err(flaw) => Err(flaw.within(first.len() + 1, name.len())),
            };
        }
        Err(flaw) => flaw,
    };
    // The first part may still be the beginning of a repository.
    match repository::check(name) {
        Err(_) if is_meant_as_registry(first) => Err(registry_flaw.within(0, name.len())),
        answer => answer,
    }
}

const fn is_meant_as_registry(first: &[u8]) -> bool {
    let mut rest = first;
    while let [byte, tail @ ..] = rest {
        if matches!(byte, b'.' | b':' | b'[' | b'A'..=b'Z') {
            return true;
        }
        rest = tail;
    }
    false
}

/// The end of the name: the first `:` after the last `/` that belongs neither to an
/// address in brackets nor to a port.
const fn name_length(front: &[u8]) -> usize {
    let mut is_address = docker::is_bracketed(front);
    let (mut rest, mut index, mut end) = (front, 0, front.len());
    while let [byte, tail @ ..] = rest {
        match byte {
            b'/' => (end, is_address) = (front.len(), false),
            b':' if end == front.len() && !is_address => end = index,
            _ => {}
        }
        (rest, index) = (tail, index + 1);
    }
    end
}

const fn find_scheme(bytes: &[u8]) -> Option<usize> {
    let (mut rest, mut index) = (bytes, 0);
    while let [_, tail @ ..] = rest {
        if let [b':', b'/', b'/', ..] = rest {
            return Some(index);
        }
        (rest, index) = (tail, index + 1);
    }
    None
}

const fn split(bytes: &[u8], separator: u8) -> (&[u8], Option<&[u8]>) {
    let (mut rest, mut index) = (bytes, 0);
    while let [byte, tail @ ..] = rest {
        if *byte == separator {
            return (split_at(bytes, index).0, Some(tail));
        }
        (rest, index) = (tail, index + 1);
    }
    (bytes, None)
}

const fn split_at(bytes: &[u8], index: usize) -> (&[u8], &[u8]) {
    match bytes.split_at_checked(index) {
        Some(halves) => halves,
        None => (bytes, &[]),
    }
}
