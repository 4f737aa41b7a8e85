use alloc::borrow::ToOwned;
use alloc::string::String;

use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::path::Path;
use crate::name::{ImageName, Quoted, Registry, Repository};

/// Where images are pushed to or pulled from: `host[:port][/path]`.
///
/// The path is there for registries that serve many teams under one host:
/// GHCR, GitLab, a path-routed Nexus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPath {
    text: String,
}

impl HostPath {
    pub(crate) fn parse(text: &str, path: &Path<'_>) -> Result<Self, PolicyError> {
        limit::HOST_PATH.check(text.len(), path)?;
        let (host, folder) = match text.split_once('/') {
            Some((host, folder)) => (host, Some(folder)),
            None => (text, None),
        };
        if let Some((_, rest)) = text.split_once("://") {
            let message = alloc::format!(
                "{} has a scheme, and a registry is written without; expected {}",
                Quoted(text),
                Quoted(rest),
            );
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message).at(0));
        }
        Registry::new(host).map_err(|error| PolicyError::name(path, &error))?;
        if let Some(folder) = folder {
            Repository::new(folder).map_err(|error| {
                let index = host.len() + 1 + error.index();
                PolicyError::name(path, &error).at(index)
            })?;
        }
        // With a namespace, for Docker Hub has no images without.
        if let Err(error) = ImageName::parse(alloc::format!("{text}/a/b")) {
            let message = alloc::format!("{} is no registry: {}", Quoted(text), error.reason());
            return Err(PolicyError::new(PolicyErrorKind::InvalidValue, path, message).at(0));
        }
        Ok(Self { text: text.to_owned() })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}
