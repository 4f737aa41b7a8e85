//! The checks of facts, which the setters, the serde form and the variables share, and
//! the formats in which variables contain numbers, flags and times.

use alloc::string::String;

use crate::name::{CommitSha, Flaw, NameError, RefName, Timestamp};

/// Checks the project, the only required string.
pub(super) fn project(text: String) -> Result<String, NameError> {
    const NOUN: &str = "project";
    if text.is_empty() {
        return Err(NameError::new(
            NOUN,
            text,
            Flaw::empty(0, "the name of the project is required"),
        ));
    }
    check(NOUN, text, char::is_control, "a project must not contain control characters")
}

/// Reads the short name of a branch or git tag that the caller gives.
pub(super) fn short_name(text: String) -> Result<RefName, NameError> {
    let name = RefName::new(text)?;
    check_short(&name).map(|()| name)
}

/// Reads the name of a branch or git tag that a CI gives.
///
/// A push of `refs/heads/refs/tags/v1.0.0` creates a branch with the short name
/// `refs/tags/v1.0.0`. Such a name is rejected: dropping the prefix would turn the
/// branch into the git tag.
pub(super) fn ref_name(text: String) -> Result<RefName, NameError> {
    const FULL: &str = "it looks like a full ref and would be mistaken for another ref; rename it";
    const COMMIT: &str = "it is a commit; supply the context yourself, without a ref";
    let remedy = match CommitSha::new(text.as_str()) {
        Ok(_) => COMMIT,
        Err(_) if is_full(&text) => FULL,
        Err(_) => return RefName::new(text),
    };
    Err(NameError::new("ref name", text, Flaw::unsupported(0, remedy)))
}

/// Reads the name of the branch that is built. A ref of another kind is rejected here:
/// a pull request may come from one, such as Gitea's `refs/for/`, but a run for it has
/// no branch.
pub(super) fn branch_name(text: String) -> Result<RefName, NameError> {
    const OTHER: &str = "it is a ref of another kind; supply the context yourself, without a ref";
    let name = ref_name(text)?;
    if name.as_str().starts_with("refs/") {
        return Err(NameError::new("ref name", name, Flaw::unsupported(0, OTHER)));
    }
    Ok(name)
}

/// Checks that a name is not a full ref name.
pub(super) fn check_short(name: &RefName) -> Result<(), NameError> {
    const BRANCH: &str = "leave out \"refs/heads/\" and give the rest as a branch";
    const TAG: &str = "leave out \"refs/tags/\" and give the rest as a git tag";
    let text = name.as_str();
    if !is_full(text) {
        return Ok(());
    }
    let remedy = if text.starts_with("refs/heads/") { BRANCH } else { TAG };
    Err(NameError::new("ref name", text, Flaw::unsupported(0, remedy)))
}

fn is_full(name: &str) -> bool {
    name.starts_with("refs/heads/") || name.starts_with("refs/tags/")
}

/// Checks a string of one line.
pub(super) fn line(text: String) -> Result<String, NameError> {
    check("string", text, char::is_control, "this fact must not contain control characters")
}

/// Checks prose, which may have line breaks and tabs. Web forms end lines with CR LF.
pub(super) fn prose(text: String) -> Result<String, NameError> {
    const HOLDS: &str =
        "this fact must not contain control characters other than line breaks and tabs";
    let illegal =
        |character: char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    check("string", text, illegal, HOLDS)
}

/// Checks a declared value, or its name. The policy decides which values exist, and
/// checks them further.
pub(super) fn value(text: String) -> Result<String, NameError> {
    check("value", text, char::is_control, "a value must not contain control characters")
}

/// Checks one of the versions that exist.
pub(super) fn version(text: String) -> Result<String, NameError> {
    if text.is_empty() {
        return Err(NameError::new(
            "version",
            text,
            Flaw::empty(0, "a version is the name of a git tag"),
        ));
    }
    check("version", text, char::is_control, "a version must not contain control characters")
}

/// Reads a number as CI providers write it, with digits only.
pub(super) fn number(text: String) -> Result<u64, NameError> {
    const FORM: &str = "expected a number such as 42";
    digits(&text).ok_or_else(|| NameError::new("number", text, Flaw::unsupported(0, FORM)))
}

/// Reads `true` or `false`.
pub(super) fn flag(text: String) -> Result<bool, NameError> {
    match text.as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(NameError::new("flag", text, Flaw::unsupported(0, "expected true or false"))),
    }
}

/// Reads seconds since 1970, as in `SOURCE_DATE_EPOCH`.
pub(super) fn epoch(text: String) -> Result<Timestamp, NameError> {
    const FORM: &str = "expected seconds since 1970, such as 1773824400";
    match digits(&text) {
        Some(seconds) => Timestamp::from_unix(seconds),
        None => Err(NameError::new("timestamp", text, Flaw::unsupported(0, FORM))),
    }
}

/// Reads milliseconds since 1970.
pub(super) fn epoch_milliseconds(text: String) -> Result<Timestamp, NameError> {
    const FORM: &str = "expected milliseconds since 1970, such as 1773824400000";
    match digits::<i64>(&text) {
        Some(milliseconds) => Timestamp::from_unix(milliseconds / 1000),
        None => Err(NameError::new("timestamp", text, Flaw::unsupported(0, FORM))),
    }
}

// `parse` alone would also read a leading `+`.
fn digits<T: core::str::FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn check(
    noun: &'static str,
    text: String,
    illegal: impl Fn(char) -> bool,
    remedy: &'static str,
) -> Result<String, NameError> {
    match text.find(illegal) {
        Some(index) => Err(NameError::new(noun, text, Flaw::character(index, remedy))),
        None => Ok(text),
    }
}
