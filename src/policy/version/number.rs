use alloc::string::{String, ToString};

/// One of the first three numbers of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VersionNumber {
    Major,
    Minor,
    Patch,
}

/// A number of a version, as tags write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number<'a> {
    Value(u64),
    /// The digits of the version itself, with leading zeros.
    Written(&'a str),
}

impl VersionNumber {
    pub(crate) const ALL: [Self; 3] = [Self::Major, Self::Minor, Self::Patch];

    /// How many numbers are before it.
    pub(super) fn index(self) -> usize {
        match self {
            Self::Major => 0,
            Self::Minor => 1,
            Self::Patch => 2,
        }
    }
}

impl Number<'_> {
    pub(crate) fn write(self, out: &mut String) {
        match self {
            Self::Value(value) => out.push_str(&value.to_string()),
            Self::Written(digits) => out.push_str(digits),
        }
    }
}
