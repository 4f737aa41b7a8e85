use alloc::borrow::ToOwned;
use alloc::string::String;

use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use crate::data::Path;
use crate::name::{
    Flaw, ImageName, NO_NAMESPACE, NameError, Quoted, SHORT_REPOSITORY, check_registry,
    check_repository, is_repository,
};

/// Where images are pushed to or pulled from: `host[:port][/path]`.
///
/// The path is there for registries that serve many teams under one host:
/// GHCR, GitLab, a path-routed Nexus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPath {
    // INVARIANT: followed by `/` and a repository that meets `needs`, it is an image
    // name, if that is not too long.
    text: String,
    needs: Needs,
}

/// What a repository needs at a host, besides being one.
///
/// Each implies those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Needs {
    Nothing,
    /// The host has no path, and some tools read no repository of one character.
    TwoCharacters,
    /// The host is Docker Hub's, without a namespace.
    Namespace,
}

impl Needs {
    /// Checks a repository.
    pub(crate) fn check(self, repository: &str) -> Result<(), Flaw> {
        let remedy = match self {
            Self::TwoCharacters if repository.len() < ImageName::SHORTEST_REPOSITORY => {
                SHORT_REPOSITORY
            }
            Self::Namespace if !repository.contains('/') => NO_NAMESPACE,
            _ => return Ok(()),
        };
        Err(Flaw::end(repository.len(), remedy))
    }
}

impl HostPath {
    pub(crate) fn parse(text: &str, path: &Path<'_>) -> Result<Self, PolicyError> {
        limit::HOST_PATH.check(text.len(), path)?;
        let is_name = |repository| ImageName::parse([text, repository].concat());
        // Without a path, a host takes no repository of one character.
        let needs = if text.contains('/') && is_name("/a").is_ok() {
            Needs::Nothing
        } else if is_name("/aa").is_ok() {
            Needs::TwoCharacters
        } else {
            check_parts(text, path)?;
            // What is refused with a namespace is no registry.
            is_name("/a/b").map_err(|error| {
                let message = alloc::format!("{} is no registry: {}", Quoted(text), error.reason());
                PolicyError::new(PolicyErrorKind::InvalidValue, path, message).at(0)
            })?;
            Needs::Namespace
        };
        Ok(Self { text: text.to_owned(), needs })
    }

    /// What a repository needs here.
    pub(crate) fn needs(&self) -> Needs {
        self.needs
    }

    /// Begins the name of an image, with room for nearly every repository.
    pub(crate) fn begin(&self) -> String {
        const REPOSITORY: usize = 64;
        let mut name = String::with_capacity(self.text.len() + "/".len() + REPOSITORY);
        name.push_str(&self.text);
        name.push('/');
        name
    }

    /// Checks a name that was begun here.
    ///
    /// Only its repository is checked: what precedes it was proved when the policy was
    /// loaded.
    pub(crate) fn finish(&self, name: String) -> Result<ImageName, NameError> {
        let is_legal = is_repository(self.repository(&name));
        self.named(name, is_legal)
    }

    /// Names the repository that an image has at another host, which checked it.
    pub(crate) fn mirror(&self, other: &Self, image: &ImageName) -> Result<ImageName, NameError> {
        let mut name = self.begin();
        name.push_str(other.repository(image.as_str()));
        self.named(name, true)
    }

    fn named(&self, name: String, is_legal: bool) -> Result<ImageName, NameError> {
        let has_needs = || self.needs.check(self.repository(&name)).is_ok();
        if is_legal && name.len() <= ImageName::MAX_LENGTH && has_needs() {
            // INVARIANT: the text of this host, and a repository that it takes.
            return Ok(ImageName::proved(name));
        }
        ImageName::parse(name)
    }

    /// The part of a name after this host and the slash.
    fn repository<'n>(&self, name: &'n str) -> &'n str {
        name.get(self.text.len() + "/".len()..).unwrap_or_default()
    }

    /// The same for all that clients connect to one registry by.
    pub(crate) fn canonical(&self) -> String {
        canonical(&self.text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

/// The same for all names of one registry, folder or repository: hosts have no case, 443
/// is the port of https, and Docker Hub has two hosts.
pub(crate) fn canonical(name: &str) -> String {
    let text = name.to_ascii_lowercase();
    let (host, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    let host = match host.strip_suffix(":443").unwrap_or(host) {
        "registry-1.docker.io" => "docker.io",
        host => host,
    };
    [host, path].concat()
}

/// Says which part is wrong, if it is one alone.
fn check_parts(text: &str, path: &Path<'_>) -> Result<(), PolicyError> {
    if let Some((_, rest)) = text.split_once("://") {
        let message = alloc::format!(
            "{} has a scheme, and a registry is written without; expected {}",
            Quoted(text),
            Quoted(rest.trim_end_matches('/')),
        );
        return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message).at(0));
    }
    let (host, folder) = match text.split_once('/') {
        Some((host, folder)) => (host, Some(folder)),
        None => (text, None),
    };
    check_registry(host).map_err(|error| PolicyError::name(path, &error))?;
    if let Some(folder) = folder {
        check_repository(folder).map_err(|error| {
            let index = host.len() + 1 + error.index();
            PolicyError::name(path, &error).at(index)
        })?;
    }
    Ok(())
}
