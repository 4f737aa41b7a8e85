use crate::name::words;

/// How much a finding matters; the page [review](crate::guide::review) of the guide says what is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Good to know.
    Info,
    /// Probably not what was meant.
    Warning,
    /// Somebody can replace what is not theirs, or a push fails.
    Error,
}

words! {
    Severity, "severity",
    Info "info",
    Warning "warning"
    or Error "error"
}
