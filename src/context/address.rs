//! Reads the address of a repository, and the path and name in it.

use alloc::format;
use alloc::string::String;

use super::fact;
use crate::name::{Flaw, NameError};

/// Reads the address of a repository, without the user name and password in it: a
/// password must not end up in a label.
pub(super) fn without_login(text: String) -> Result<String, NameError> {
    let text = fact::line(text)?;
    // RFC 3986: authority = [ userinfo "@" ] host [ ":" port ]
    let Some((scheme, rest)) = text.split_once("://") else { return Ok(text) };
    if !matches!(scheme, "http" | "https") {
        return Ok(text);
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    match authority.rsplit_once('@') {
        Some((_, host)) => Ok(format!("{scheme}://{host}{path}")),
        None => Ok(text),
    }
}

/// Reads the name of a repository from the end of its address.
pub(super) fn repository_name(text: String) -> Result<String, NameError> {
    const FORM: &str = "expected an address such as https://github.com/octocat/hello-world.git";
    let name = repository_path(&text).and_then(|path| path.rsplit('/').next());
    match name {
        Some(name) if !name.is_empty() => fact::project(name.into()),
        _ => Err(NameError::new("repository", text, Flaw::unsupported(0, FORM))),
    }
}

/// The path of a repository in its address, `octocat/hello-world` of
/// `git@github.com:octocat/hello-world.git`; a local folder is its own path.
pub(super) fn repository_path(address: &str) -> Option<&str> {
    let (_, path) = match address.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?,
        None if address.starts_with('/') => ("", address),
        None => address.split_once(':')?,
    };
    let path = path.trim_matches('/');
    Some(path.strip_suffix(".git").unwrap_or(path))
}

/// Reads the owner and name of a repository. Returns the path and the name.
pub(super) fn owner_and_name(path: String) -> Result<(String, String), NameError> {
    const FORM: &str = "expected owner and name, such as octocat/hello-world";
    match path.split_once('/') {
        Some((owner, name)) if !owner.is_empty() && !name.is_empty() && !name.contains('/') => {
            let name = fact::project(name.into())?;
            Ok((fact::line(path)?, name))
        }
        _ => Err(NameError::new("repository", path, Flaw::unsupported(0, FORM))),
    }
}
