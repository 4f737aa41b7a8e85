//! The versions of every scheme: how they are read, written and ordered.

mod digits;
mod dotted;
#[cfg(test)]
mod laws;
mod no_version;
mod number;
mod pep440;
mod sem_ver;
#[expect(clippy::module_inception, reason = "a file per noun, and this is the folder's")]
mod version;

pub(crate) use dotted::Dotted;
pub(crate) use no_version::NoVersion;
pub(crate) use number::VersionNumber;
pub(crate) use version::Version;
