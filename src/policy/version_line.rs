use core::fmt;

use super::placeholder::Placeholder;
use super::template::Template;
use super::version::{Version, VersionNumber};

/// The versions that a tag with `moves = "highest"` is compared with: those that have in
/// common the numbers which it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VersionLine {
    All,
    Major,
    Minor,
    Patch,
}

impl VersionLine {
    /// `None` where the numbers name no line, as a minor number alone.
    pub(crate) fn of(template: &Template) -> Option<Self> {
        let numbers = [Placeholder::Major, Placeholder::Minor, Placeholder::Patch];
        match numbers.map(|number| template.has(|one| *one == number)) {
            [false, false, false] => Some(Self::All),
            [true, false, false] => Some(Self::Major),
            [true, true, false] => Some(Self::Minor),
            [true, true, true] => Some(Self::Patch),
            _ => None,
        }
    }

    /// Whether a version is of the line of another.
    ///
    /// Numbers are compared as tags write them: `2024.3` and `2024.03` are two tags.
    pub(crate) fn joins(self, version: &Version<'_>, other: &Version<'_>) -> bool {
        let common = match self {
            Self::All => 0,
            Self::Major => 1,
            Self::Minor => 2,
            Self::Patch => 3,
        };
        let mut numbers = VersionNumber::ALL.into_iter().take(common);
        numbers.all(|number| version.number(number) == other.number(number))
    }
}

/// Writes the phrase that follows a version, such as ` of its major line`.
impl fmt::Display for VersionLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "",
            Self::Major => " of its major line",
            Self::Minor => " of its minor line",
            Self::Patch => " of its patch line",
        })
    }
}
