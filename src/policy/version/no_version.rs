use core::fmt;

use crate::name::Quoted;

/// Why a text is not a version of a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoVersion<'a> {
    /// It ends, or goes on with a dot, where a number is expected.
    MissingNumber,
    /// It has no more numbers than these.
    TooFew(usize),
    /// It has more numbers than these.
    TooMany(usize),
    LeadingZero(&'a str),
    /// A number that is over `u64::MAX`.
    TooLarge(&'a str),
    /// A number of more digits than these.
    TooLong(&'a str, usize),
    /// A part of a prerelease or of build metadata is empty.
    MissingIdentifier,
    Unexpected(char),
    /// No image tag can hold its `!`.
    Epoch(&'a str),
}

impl<'a> NoVersion<'a> {
    /// What is wrong where a number is expected.
    pub(super) fn no_number(rest: &'a str) -> Self {
        match rest.chars().next() {
            None | Some('.') => Self::MissingNumber,
            Some(found) => Self::Unexpected(found),
        }
    }
}

impl fmt::Display for NoVersion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingNumber => f.write_str("a number is missing"),
            Self::TooFew(1) => f.write_str("only one number"),
            Self::TooFew(2) => f.write_str("only two numbers"),
            Self::TooFew(count) => write!(f, "only {count} numbers"),
            Self::TooMany(3) => f.write_str("more than three numbers"),
            Self::TooMany(5) => f.write_str("more than five numbers"),
            Self::TooMany(count) => write!(f, "more than {count} numbers"),
            Self::LeadingZero(digits) => write!(f, "leading zero in {}", Quoted(digits)),
            Self::TooLarge(digits) => write!(f, "{} is over {}", Quoted(digits), u64::MAX),
            Self::TooLong(digits, most) => {
                write!(f, "{} has more than {most} digits", Quoted(digits))
            }
            Self::MissingIdentifier => f.write_str("an identifier is missing"),
            Self::Unexpected(found) => write!(f, "unexpected {found:?}"),
            Self::Epoch(epoch) => {
                write!(f, "no image tag can hold the epoch {}", Quoted(epoch))
            }
        }
    }
}
