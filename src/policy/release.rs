use alloc::string::String;
use alloc::vec::Vec;

use super::document::{BuildMetadata, PrereleaseFilter, VersionScheme};
use super::everyday;
use super::prefix::Prefix;
use super::version::{NoVersion, Version};

/// The git tags that are versions: one of some prefixes, followed by a version of a
/// scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReleaseFilter {
    /// At least one.
    pub(crate) prefixes: Vec<Prefix>,
    pub(crate) scheme: VersionScheme,
    pub(crate) prerelease: PrereleaseFilter,
    pub(crate) build: BuildMetadata,
}

/// A git tag that is a version.
#[derive(Clone, Debug)]
pub(crate) struct Release<'a> {
    /// The git tag after the prefix.
    pub(crate) text: &'a str,
    pub(crate) version: Version<'a>,
    pub(crate) build: BuildMetadata,
}

/// Why a git tag is not one of the releases that a filter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRelease<'a> {
    /// It begins with none of the prefixes.
    Prefix,
    /// The rest after this prefix is not a version.
    Version(&'a str, NoVersion<'a>),
    Prerelease,
    Final,
}

impl Release<'_> {
    /// Appends the version as image tags have it: in the normal form under a scheme with
    /// many spellings, else as it is written. A `+`, which no image tag can hold, is `_`.
    pub(crate) fn write_version(&self, out: &mut String) {
        let is_kept = self.build == BuildMetadata::Keep;
        match &self.version {
            Version::SemVer(_) | Version::Dotted(_) => {
                let (version, build) = self.text.split_once('+').unwrap_or((self.text, ""));
                out.push_str(version);
                if is_kept && !build.is_empty() {
                    out.push('_');
                    out.push_str(build);
                }
            }
            Version::Pep440(version) => {
                version.write_public(out);
                if is_kept && version.has_local() {
                    out.push('_');
                    version.write_local(out);
                }
            }
        }
    }

    /// Whether `{version}` is the text of the git tag after the prefix, or a beginning
    /// of it.
    pub(crate) fn is_as_written(&self) -> bool {
        self.version.scheme().is_as_written()
    }

    /// What a git tag that is this release has before its version.
    pub(crate) fn prefix_of<'g>(&self, git_tag: &'g str) -> &'g str {
        let end = git_tag.len().saturating_sub(self.text.len());
        git_tag.get(..end).unwrap_or_default()
    }
}

impl ReleaseFilter {
    /// Every version of a scheme after a prefix that is the same in every project.
    pub(crate) fn of(prefix: &str, scheme: VersionScheme, prerelease: PrereleaseFilter) -> Self {
        let (prefixes, build) = (Vec::from([Prefix::literal(prefix)]), BuildMetadata::Keep);
        Self { prefixes, scheme, prerelease, build }
    }

    /// The SemVer versions, prereleases among them, that `release = false` excludes.
    pub(crate) fn usual() -> Self {
        Self::of("v", VersionScheme::SemVer, PrereleaseFilter::Include)
    }

    /// Whether a git tag that another takes too is the same version to both.
    pub(crate) fn reads_as(&self, other: &Self) -> bool {
        self.prefixes == other.prefixes && self.scheme == other.scheme && self.build == other.build
    }

    /// Whether `{version}` of a git tag that it takes is the same without it: all but one
    /// leading `v`.
    pub(crate) fn reads_as_any_git_tag(&self) -> bool {
        let usual = ["v", ""].map(Prefix::literal);
        self.prefixes.iter().all(|prefix| usual.contains(prefix))
            && self.scheme.is_as_written()
            && self.build == BuildMetadata::Keep
    }

    /// Whether the name of the project is part of the git tags.
    pub(crate) fn has_project(&self) -> bool {
        self.prefixes.iter().any(Prefix::has_project)
    }

    /// Whether `{version}` is the text of the git tag after the prefix, or a beginning
    /// of it.
    pub(crate) fn is_as_written(&self) -> bool {
        self.scheme.is_as_written()
    }

    /// Whether `{version}` may be this text with a `_` for each `+`.
    pub(crate) fn gives(&self, version: &str) -> bool {
        let Ok(read) = self.scheme.read(version) else { return false };
        let read = Release { text: version, version: read, build: self.build };
        let mut written = String::new();
        read.write_version(&mut written);
        written == version.replace('+', "_") && self.filter(read).is_ok()
    }

    /// The version that a git tag of a project is, whether or not it is a prerelease.
    /// It follows the longest prefix that leaves a version.
    pub(crate) fn version_of<'a>(
        &self,
        git_tag: &'a str,
        project: &str,
    ) -> Result<Release<'a>, NoRelease<'a>> {
        let mut found = Err(NoRelease::Prefix);
        // The length of the rest after the best prefix.
        let mut shortest = usize::MAX;
        for prefix in &self.prefixes {
            let Some(text) = prefix.strip(git_tag, project) else { continue };
            let read = self.read_version(git_tag, text);
            let is_better = match (&read, &found) {
                (Ok(_), Err(_)) => true,
                (Err(_), Ok(_)) => false,
                _ => text.len() < shortest,
            };
            if is_better {
                (found, shortest) = (read, text.len());
            }
        }
        found
    }

    fn read_version<'a>(
        &self,
        git_tag: &'a str,
        text: &'a str,
    ) -> Result<Release<'a>, NoRelease<'a>> {
        match self.scheme.read(text) {
            Ok(version) => Ok(Release { text, version, build: self.build }),
            Err(reason) => {
                let prefix = git_tag.len() - text.len();
                Err(NoRelease::Version(git_tag.get(..prefix).unwrap_or_default(), reason))
            }
        }
    }

    fn filter<'a>(&self, release: Release<'a>) -> Result<Release<'a>, NoRelease<'a>> {
        match (self.prerelease, release.version.is_final()) {
            (PrereleaseFilter::Exclude, false) => Err(NoRelease::Prerelease),
            (PrereleaseFilter::Only, true) => Err(NoRelease::Final),
            _ => Ok(release),
        }
    }

    /// The release that a git tag of a project is.
    pub(crate) fn read<'a>(
        &self,
        git_tag: &'a str,
        project: &str,
    ) -> Result<Release<'a>, NoRelease<'a>> {
        self.version_of(git_tag, project).and_then(|release| self.filter(release))
    }

    /// A project of which a git tag is a release, the preferred one if it is.
    pub(crate) fn project_of<'a>(
        &self,
        git_tag: &'a str,
        preferred: &'a str,
        is_admitted: &dyn Fn(&str) -> bool,
    ) -> Option<&'a str> {
        let is_of = |project: &str| is_admitted(project) && self.read(git_tag, project).is_ok();
        if is_of(preferred) {
            return Some(preferred);
        }
        let mut with_project = self.prefixes.iter().filter(|prefix| prefix.has_project());
        with_project.find_map(|prefix| {
            // A version begins with what is no part of its prefix.
            let mut ends = git_tag.char_indices().map(|(end, _)| end);
            ends.find_map(|end| prefix.project_of(git_tag.get(..end)?).filter(|one| is_of(one)))
        })
    }

    /// Whether a git tag is a release of some project.
    pub(crate) fn takes(&self, git_tag: &str, is_admitted: &dyn Fn(&str) -> bool) -> bool {
        if !self.has_project() {
            return self.read(git_tag, "").is_ok();
        }
        self.project_of(git_tag, everyday::PROJECT, is_admitted).is_some()
    }
}
