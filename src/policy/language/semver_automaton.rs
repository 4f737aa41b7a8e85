use crate::policy::PrereleaseFilter;

/// How far a SemVer version has been read.
///
/// <https://semver.org/spec/v2.0.0.html#backusnaur-form-grammar-for-valid-semver-versions>;
/// numbers have no more digits than `u64::MAX`, and that they end there is left to
/// whoever plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SemVer {
    /// A number begins: major, minor or patch.
    Begin(Number),
    /// A number that is `0`.
    Zero(Number),
    /// A number that does not begin with `0`, behind so many digits.
    Digits(Number, u8),
    Prerelease(Identifier),
    Build {
        /// Whether there is an identifier to end with.
        whole: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Number {
    Major,
    Minor,
    Patch,
}

/// How far an identifier of a prerelease has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Identifier {
    Begin,
    Zero,
    Digits,
    /// Digits behind a `0`: legal only with a letter to come.
    Padded,
    Letters,
}

const U64_DIGITS: u8 = 20;

impl SemVer {
    pub(crate) const START: Self = Self::Begin(Number::Major);

    pub(crate) fn step(self, byte: u8, filter: PrereleaseFilter) -> Option<Self> {
        use Identifier as I;
        let is_letter = byte.is_ascii_alphabetic() || byte == b'-';
        Some(match (self, byte) {
            (Self::Begin(number), b'0') => Self::Zero(number),
            (Self::Begin(number), b'1'..=b'9') => Self::Digits(number, 1),
            (Self::Digits(number, read @ 1..U64_DIGITS), b'0'..=b'9') => {
                Self::Digits(number, read + 1)
            }
            (Self::Zero(number) | Self::Digits(number, _), b'.') => Self::Begin(number.next()?),
            (Self::Zero(Number::Patch) | Self::Digits(Number::Patch, _), b'-')
                if filter != PrereleaseFilter::No =>
            {
                Self::Prerelease(I::Begin)
            }
            (Self::Zero(Number::Patch) | Self::Digits(Number::Patch, _), b'+')
                if filter != PrereleaseFilter::Only =>
            {
                Self::Build { whole: false }
            }
            (Self::Prerelease(I::Zero | I::Digits | I::Letters), b'+') => {
                Self::Build { whole: false }
            }
            (Self::Prerelease(I::Zero | I::Digits | I::Letters), b'.') => {
                Self::Prerelease(I::Begin)
            }
            (Self::Prerelease(_), _) if is_letter => Self::Prerelease(I::Letters),
            (Self::Prerelease(I::Begin), b'0') => Self::Prerelease(I::Zero),
            (Self::Prerelease(I::Begin | I::Digits), b'0'..=b'9') => Self::Prerelease(I::Digits),
            (Self::Prerelease(I::Zero | I::Padded), b'0'..=b'9') => Self::Prerelease(I::Padded),
            (Self::Prerelease(I::Letters), b'0'..=b'9') => self,
            (Self::Build { .. }, _) if is_letter || byte.is_ascii_digit() => {
                Self::Build { whole: true }
            }
            (Self::Build { whole: true }, b'.') => Self::Build { whole: false },
            _ => return None,
        })
    }

    pub(crate) fn accepts(self, filter: PrereleaseFilter) -> bool {
        match self {
            Self::Zero(Number::Patch) | Self::Digits(Number::Patch, _) => {
                filter != PrereleaseFilter::Only
            }
            Self::Prerelease(identifier) => {
                !matches!(identifier, Identifier::Begin | Identifier::Padded)
            }
            Self::Build { whole } => whole,
            _ => false,
        }
    }
}

impl Number {
    fn next(self) -> Option<Self> {
        match self {
            Self::Major => Some(Self::Minor),
            Self::Minor => Some(Self::Patch),
            Self::Patch => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use semver::Version;

    use super::SemVer;
    use crate::policy::PrereleaseFilter;

    /// Every text of what the grammar tells apart behind some beginnings.
    #[test]
    fn agrees_with_semver() {
        const UNITS: [char; 7] = ['0', '1', '.', '-', '+', 'a', '_'];
        const FILTERS: [PrereleaseFilter; 3] =
            [PrereleaseFilter::No, PrereleaseFilter::Only, PrereleaseFilter::Any];
        for beginning in ["", "0.0.", "1.10.0", "1.0.0-", "1.0.0-a.0", "1.0.0+", "1.0.0-0+"] {
            let mut texts = Vec::from([String::from(beginning)]);
            for _ in 0..=5 {
                for (text, filter) in texts.iter().flat_map(|text| FILTERS.map(|one| (text, one))) {
                    let end = text
                        .bytes()
                        .try_fold(SemVer::START, |state, byte| state.step(byte, filter));
                    let accepted = end.is_some_and(|state| state.accepts(filter));
                    let expected = Version::parse(text).is_ok_and(|version| match filter {
                        PrereleaseFilter::No => version.pre.is_empty(),
                        PrereleaseFilter::Only => !version.pre.is_empty(),
                        PrereleaseFilter::Any => true,
                    });
                    assert_eq!(accepted, expected, "{text:?} {filter:?}");
                }
                texts = texts
                    .iter()
                    .flat_map(|text| {
                        UNITS.map(|unit| {
                            let mut longer = text.clone();
                            longer.push(unit);
                            longer
                        })
                    })
                    .collect();
            }
        }
    }

    /// As many digits as the largest number has, and no more.
    #[test]
    fn a_number_has_no_more_digits_than_the_largest() {
        let reads = |text: &str| {
            let filter = PrereleaseFilter::No;
            text.bytes().try_fold(SemVer::START, |state, byte| state.step(byte, filter)).is_some()
        };
        let largest = alloc::format!("{}.1.1", u64::MAX);
        assert!(reads(&largest) && Version::parse(&largest).is_ok());
        let more = alloc::format!("{}0.1.1", u64::MAX);
        assert!(!reads(&more) && Version::parse(&more).is_err());
    }
}
