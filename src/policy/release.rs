use alloc::string::String;

use super::document::{PrereleaseFilter, VersionScheme};
use super::version::{NoVersion, Version};

/// The git tags that are versions: a prefix, and a version of a scheme behind it.
#[derive(Clone, Debug)]
pub(crate) struct ReleaseFilter {
    pub(crate) prefix: String,
    pub(crate) scheme: VersionScheme,
    pub(crate) prerelease: PrereleaseFilter,
}

/// A git tag that is a version.
#[derive(Clone, Debug)]
pub(crate) struct Release<'a> {
    /// The git tag behind the prefix.
    pub(crate) text: &'a str,
    pub(crate) version: Version<'a>,
}

impl Release<'_> {
    /// Appends the version as image tags have it: in the normal form under a scheme with
    /// many spellings, else as it is written. A `+`, which no image tag can hold, is `_`.
    pub(crate) fn write_version(&self, out: &mut String) {
        match &self.version {
            Version::SemVer(_) | Version::Dotted(_) => {
                let (version, build) = self.text.split_once('+').unwrap_or((self.text, ""));
                out.push_str(version);
                if !build.is_empty() {
                    out.push('_');
                    out.push_str(build);
                }
            }
            Version::Pep440(version) => {
                version.write_public(out);
                if version.has_local() {
                    out.push('_');
                    version.write_local(out);
                }
            }
        }
    }
}

/// Why a git tag is not one of the releases that a filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRelease<'a> {
    Prefix,
    Version(NoVersion<'a>),
    Prerelease,
    Final,
}

impl ReleaseFilter {
    /// The version that a git tag is, a prerelease or not.
    pub(crate) fn version_of<'a>(&self, git_tag: &'a str) -> Result<Release<'a>, NoRelease<'a>> {
        let text = git_tag.strip_prefix(&*self.prefix).ok_or(NoRelease::Prefix)?;
        let version = self.scheme.read(text).map_err(NoRelease::Version)?;
        Ok(Release { text, version })
    }

    pub(crate) fn read<'a>(&self, git_tag: &'a str) -> Result<Release<'a>, NoRelease<'a>> {
        let release = self.version_of(git_tag)?;
        match (self.prerelease, release.version.is_final()) {
            (PrereleaseFilter::Exclude, false) => Err(NoRelease::Prerelease),
            (PrereleaseFilter::Only, true) => Err(NoRelease::Final),
            _ => Ok(release),
        }
    }
}
