//! Two readers of `build.env`.

use crate::grammar::is_expanded;

/// Reads it as GitLab's dotenv report: `Ci::ParseDotenvArtifactService`, then
/// the expansion of variables by the runner, which must find nothing.
#[must_use]
pub fn gitlab(text: &str) -> Option<Vec<(&str, &str)>> {
    let is_key = |key: &str| {
        (1..=255).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let pairs = text.lines().map(|line| {
        let (key, value) = line.split_once('=')?;
        let (key, value) = (key.trim(), value.trim());
        (is_key(key) && !value.contains('$') && !is_expanded(value)).then_some((key, value))
    });
    let pairs: Vec<_> = pairs.collect::<Option<_>>()?;
    (text.len() < 5120 && pairs.len() <= 20).then_some(pairs)
}

/// Reads it as `. ./build.env` of a POSIX shell; nothing, where a line is more
/// than an assignment of a plain word.
#[must_use]
pub fn sh(text: &str) -> Option<Vec<(&str, &str)>> {
    // Expansions, quotes, separators, comments and redirections; `~` is
    // expanded behind each ':' of an assignment.
    const ACTIVE: &str = "$`\\\"'~#;&|<>()*?[]{}!^ \t\r";
    let pairs = text.split_terminator('\n').map(|line| {
        let (key, value) = line.split_once('=')?;
        let is_name = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_plain = value.is_ascii() && !value.contains(|one| ACTIVE.contains(one));
        (is_name && is_plain && !SPECIAL.contains(&key)).then_some((key, value))
    });
    (text.is_empty() || text.ends_with('\n')).then(|| pairs.collect())?
}

/// Some of what an assignment does not merely set.
const SPECIAL: &[&str] = &[
    "_",
    "BASH_ENV",
    "CDPATH",
    "ENV",
    "EUID",
    "HOME",
    "IFS",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "LINENO",
    "OLDPWD",
    "OPTIND",
    "PATH",
    "PPID",
    "PS4",
    "PWD",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "UID",
];
