use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, Utc};

use super::error::{Flaw, NameError};
use super::newtype::serde_as_text;
use super::time_format::TimeFormat;

/// An **instant** in UTC, to the second, such as the start of a pipeline.
///
/// # Syntax
///
/// [RFC 3339], written in UTC as `2026-03-18T09:00:00Z`. When reading, any offset is
/// converted, and a fraction of a second is dropped. Instants range from 1970 to 9999,
/// so that a year always has four digits and seconds are never negative.
///
/// # Examples
///
/// ```
/// use tagwright::Timestamp;
///
/// let created = Timestamp::parse("2026-03-18T10:00:00+01:00")?;
/// assert_eq!(created.to_string(), "2026-03-18T09:00:00Z");
/// assert_eq!(created, Timestamp::from_unix(1_773_824_400)?);
/// # Ok::<(), tagwright::NameError>(())
/// ```
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339#section-5.6
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

const NOUN: &str = "timestamp";

/// The length of a date.
const DATE: usize = "2026-03-18".len();

// 9999-12-31T23:59:59Z
const LAST: i64 = 253_402_300_799;

const RANGE: Flaw = Flaw::unsupported(0, "instants from 1970 to 9999 are supported");

impl Timestamp {
    /// Parses an RFC 3339 timestamp.
    ///
    /// # Errors
    ///
    /// * An empty string.
    /// * Anything other than a date, a `T`, a time, and an offset or `Z`. Without an
    ///   offset, the instant would depend on where the job runs.
    /// * An instant before 1970 or after 9999.
    pub fn parse(text: impl AsRef<str>) -> Result<Self, NameError> {
        const FORM: &str = "expected a form like 2026-03-18T09:00:00Z";
        let text = text.as_ref();
        // chrono would accept a space in place of the `T`.
        let instant = match text.as_bytes().get(DATE) {
            Some(b'T' | b't') => DateTime::parse_from_rfc3339(text).ok(),
            _ => None,
        };
        let instant = instant.ok_or_else(|| {
            let flaw =
                if text.is_empty() { Flaw::empty(0, FORM) } else { Flaw::unsupported(0, FORM) };
            NameError::new(NOUN, text, flaw)
        })?;
        Self::from_seconds(instant.timestamp()).ok_or_else(|| NameError::new(NOUN, text, RANGE))
    }

    /// Creates a timestamp from seconds since 1970, as in
    /// [`SOURCE_DATE_EPOCH`](https://reproducible-builds.org/specs/source-date-epoch/).
    ///
    /// # Errors
    ///
    /// * A negative number, or an instant after 9999.
    pub fn from_unix(seconds: i64) -> Result<Self, NameError> {
        Self::from_seconds(seconds).ok_or_else(|| NameError::new(NOUN, seconds.to_string(), RANGE))
    }

    /// Returns the seconds since 1970.
    #[must_use]
    pub fn to_unix(self) -> i64 {
        self.0.timestamp()
    }

    pub(crate) fn to_utc(self) -> DateTime<Utc> {
        self.0
    }

    fn from_seconds(seconds: i64) -> Option<Self> {
        if !(0..=LAST).contains(&seconds) {
            return None;
        }
        DateTime::from_timestamp(seconds, 0).map(Self)
    }
}

impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = NameError;

    fn try_from(instant: DateTime<Utc>) -> Result<Self, NameError> {
        Self::from_unix(instant.timestamp())
    }
}

impl FromStr for Timestamp {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Timestamp {
    type Error = NameError;

    fn try_from(text: &str) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Timestamp {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::parse(text)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(TimeFormat::RFC_3339_LENGTH);
        TimeFormat::Rfc3339.write(*self, &mut text);
        f.pad(&text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({:?})", self.to_string())
    }
}

serde_as_text!(Timestamp, "timestamp");
