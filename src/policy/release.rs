use alloc::string::String;

use semver::Version;

use super::document::PrereleaseFilter;

/// The git tags that are versions: a prefix, and a SemVer version behind it.
#[derive(Clone, Debug)]
pub(crate) struct ReleaseFilter {
    pub(crate) prefix: String,
    pub(crate) prerelease: PrereleaseFilter,
}

/// A git tag that is a version.
#[derive(Clone, Debug)]
pub(crate) struct Release<'a> {
    /// The git tag behind the prefix.
    pub(crate) text: &'a str,
    pub(crate) version: Version,
}

/// Why a git tag is not one of the releases that a filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRelease {
    Prefix,
    Version,
    Prerelease,
    Final,
}

impl ReleaseFilter {
    /// The version that a git tag is, a prerelease or not.
    pub(crate) fn version_of<'a>(&self, git_tag: &'a str) -> Result<(&'a str, Version), NoRelease> {
        let text = git_tag.strip_prefix(&*self.prefix).ok_or(NoRelease::Prefix)?;
        let version = Version::parse(text).map_err(|_| NoRelease::Version)?;
        Ok((text, version))
    }

    pub(crate) fn read<'a>(&self, git_tag: &'a str) -> Result<Release<'a>, NoRelease> {
        let (text, version) = self.version_of(git_tag)?;
        match (self.prerelease, version.pre.is_empty()) {
            (PrereleaseFilter::Exclude, false) => Err(NoRelease::Prerelease),
            (PrereleaseFilter::Only, true) => Err(NoRelease::Final),
            _ => Ok(Release { text, version }),
        }
    }
}
