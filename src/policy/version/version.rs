use alloc::boxed::Box;
use alloc::string::String;
use core::cmp::Ordering;

use super::dotted::Dotted;
use super::no_version::NoVersion;
use super::number::{Number, VersionNumber};
use super::pep440::Pep440;
use super::sem_ver;
use crate::policy::document::VersionScheme;

/// A version of one of the schemes.
///
/// Two are equal if neither precedes the other: build metadata of SemVer, leading zeros
/// and spellings make no difference. Versions of different schemes are ordered by their
/// schemes.
#[derive(Clone, Debug)]
pub(crate) enum Version<'a> {
    SemVer(semver::Version),
    Dotted(Dotted<'a>),
    /// In a box, as it is the largest by far.
    Pep440(Box<Pep440<'a>>),
}

impl VersionScheme {
    /// Reads all of a text.
    pub(crate) fn read(self, text: &str) -> Result<Version<'_>, NoVersion<'_>> {
        match self {
            Self::SemVer => match semver::Version::parse(text) {
                Ok(version) => Ok(Version::SemVer(version)),
                Err(_) => Err(sem_ver::flaw(text)),
            },
            Self::Dotted => Dotted::read(text).map(Version::Dotted),
            Self::Pep440 => Pep440::read(text).map(Box::new).map(Version::Pep440),
        }
    }
}

impl VersionScheme {
    /// Whether tags write its versions as git tags do, and not in a normal form.
    pub(crate) fn is_as_written(self) -> bool {
        match self {
            Self::SemVer | Self::Dotted => true,
            Self::Pep440 => false,
        }
    }

    /// Whether `{prerelease}` may be this text.
    pub(crate) fn has_prerelease(self, text: &str) -> bool {
        match self {
            Self::SemVer => semver::Prerelease::new(text).is_ok_and(|found| !found.is_empty()),
            Self::Dotted => false,
            Self::Pep440 => {
                let version = ["0", text].concat();
                let read = self.read(&version);
                let mut prerelease = String::new();
                read.is_ok_and(|version| {
                    version.write_prerelease(&mut prerelease);
                    prerelease == text && !text.is_empty()
                })
            }
        }
    }
}

impl<'a> Version<'a> {
    pub(crate) fn scheme(&self) -> VersionScheme {
        match self {
            Self::SemVer(_) => VersionScheme::SemVer,
            Self::Dotted(_) => VersionScheme::Dotted,
            Self::Pep440(_) => VersionScheme::Pep440,
        }
    }

    /// Whether it is no prerelease.
    pub(crate) fn is_final(&self) -> bool {
        match self {
            Self::SemVer(version) => version.pre.is_empty(),
            Self::Dotted(_) => true,
            Self::Pep440(version) => version.is_final(),
        }
    }

    /// One of its first numbers, 0 where it is missing; `None` for the patch number of a
    /// scheme that has none.
    pub(crate) fn number(&self, number: VersionNumber) -> Option<Number<'a>> {
        Some(match self {
            Self::SemVer(version) => Number::Value(match number {
                VersionNumber::Major => version.major,
                VersionNumber::Minor => version.minor,
                VersionNumber::Patch => version.patch,
            }),
            Self::Dotted(version) => version.number(number)?,
            Self::Pep440(version) => Number::Value(version.number(number.index())),
        })
    }

    /// Appends what makes a prerelease of it, in the normal form.
    pub(crate) fn write_prerelease(&self, out: &mut String) {
        match self {
            Self::SemVer(version) => out.push_str(version.pre.as_str()),
            Self::Dotted(_) => {}
            Self::Pep440(version) if version.is_final() => {}
            Self::Pep440(version) => version.write_prerelease(out),
        }
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::SemVer(one), Self::SemVer(other)) => one.cmp_precedence(other),
            (Self::Dotted(one), Self::Dotted(other)) => one.compare(*other),
            (Self::Pep440(one), Self::Pep440(other)) => one.compare(other),
            _ => self.scheme().cmp(&other.scheme()),
        }
    }
}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version<'_> {}
