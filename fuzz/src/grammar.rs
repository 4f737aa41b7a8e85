//! The grammars of the specifications, as their regexes.

use std::sync::LazyLock;

use regex::Regex;

// https://github.com/distribution/reference/blob/v0.6.0/regexp.go, piece by
// piece; Go's \w is ASCII.
const LABEL: &str = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const IPV6: &str = r"\[(?:[a-fA-F0-9:]+)\]";
const SEPARATOR: &str = "(?:[._]|__|[-]+)";
const TAG: &str = "[0-9A-Za-z_][0-9A-Za-z_.-]{0,127}";
const DIGEST: &str = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9a-fA-F]{32,}";

fn domain() -> String {
    format!(r"(?:{LABEL}(?:\.{LABEL})*|{IPV6})(?::[0-9]+)?")
}

fn path() -> String {
    let component = format!("[a-z0-9]+(?:{SEPARATOR}[a-z0-9]+)*");
    format!("{component}(?:/{component})*")
}

fn whole(pattern: &str) -> Regex {
    Regex::new(&format!("^(?:{pattern})$")).expect("a pattern of this file")
}

/// `domain ["/" path] [":" tag] ["@" digest]`, each captured by its name.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let (domain, path) = (domain(), path());
    whole(&format!(
        "(?:(?<domain>{domain})/)?(?<path>{path})(?::(?<tag>{TAG}))?(?:@(?<digest>{DIGEST}))?"
    ))
});
pub static REGISTRY: LazyLock<Regex> = LazyLock::new(|| whole(&domain()));
static REPOSITORY: LazyLock<Regex> = LazyLock::new(|| whole(&path()));
pub static TAG_ALONE: LazyLock<Regex> = LazyLock::new(|| whole(TAG));
/// The algorithms that the OCI image specification registers.
pub static REGISTERED_DIGEST: LazyLock<Regex> =
    LazyLock::new(|| whole("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}|blake3:[0-9a-f]{64}"));
pub static COMMIT_SHA: LazyLock<Regex> = LazyLock::new(|| whole("[0-9a-f]{40}|[0-9a-f]{64}"));
pub static PLATFORM: LazyLock<Regex> =
    LazyLock::new(|| whole("[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*){1,2}"));
pub static ENV_KEY: LazyLock<Regex> = LazyLock::new(|| whole("[A-Za-z_][A-Za-z0-9_]{0,254}"));
pub static ENV_VALUE: LazyLock<Regex> = LazyLock::new(|| whole("[A-Za-z0-9_@%+=:,./-]*"));
static PERCENT_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("%[A-Za-z_][A-Za-z0-9_]*%").expect("a pattern"));
/// RFC 3339, with 'T' and 'Z' in either case.
static RFC_3339: LazyLock<Regex> = LazyLock::new(|| {
    whole(
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))",
    )
});

/// A reference of the pure grammar: domain, path, tag and digest. The regex
/// leaves open how long a path is and which algorithms there are.
#[must_use]
pub fn reference(text: &str) -> Option<[Option<&str>; 4]> {
    let captures = REFERENCE.captures(text)?;
    let parts = ["domain", "path", "tag", "digest"];
    let parts = parts.map(|name| captures.name(name).map(|part| part.as_str()));
    let [_, path, _, digest] = parts;
    let is_legal = path.is_none_or(|path| path.len() <= 255)
        && digest.is_none_or(|digest| REGISTERED_DIGEST.is_match(digest));
    is_legal.then_some(parts)
}

/// What docker makes of a text before it reads it by the pure grammar:
/// `ParseNormalizedNamed` of distribution/reference.
#[must_use]
pub fn normalized(text: &str) -> Option<String> {
    if text.len() == 64 && text.bytes().all(|byte| b"0123456789abcdef".contains(&byte)) {
        return None;
    }
    let (domain, rest) = match text.split_once('/') {
        Some((domain, rest))
            if domain == "localhost"
                || domain.contains(['.', ':'])
                || domain.to_lowercase() != domain =>
        {
            (if domain == "index.docker.io" { "docker.io" } else { domain }, rest)
        }
        _ => ("docker.io", text),
    };
    let library = if domain == "docker.io" && !rest.contains('/') { "library/" } else { "" };
    Some(format!("{domain}/{library}{rest}"))
}

#[must_use]
pub fn is_repository(text: &str) -> bool {
    text.len() <= 255 && REPOSITORY.is_match(text)
}

/// Whether a text is a name with its registry that all tools read as the same image.
#[must_use]
pub fn is_image_name(text: &str) -> bool {
    let is_legal = |(domain, path): (&str, &str)| {
        // What containers/image and go-containerregistry demand as well.
        let is_host = domain.contains(['.', ':']) && !domain.starts_with('[');
        REGISTRY.is_match(domain) && is_host && is_repository(path) && path.len() > 1
    };
    text.len() <= 255
        && text.split_once('/').is_some_and(is_legal)
        && normalized(text).as_deref() == Some(text)
}

/// The name of a branch or git tag: git-check-ref-format(1), rule by rule, for
/// what stands behind `refs/heads/`.
#[must_use]
pub fn is_ref_name(text: &str) -> bool {
    const LOCK: &str = ".lock";
    let is_component = |component: &str| {
        !component.is_empty() && !component.starts_with('.') && !component.ends_with(LOCK)
    };
    let is_illegal = |one: char| one <= ' ' || one == '\x7f' || "~^:?*[\\".contains(one);
    text.split('/').all(is_component)
        && !text.contains("..")
        && !text.contains(is_illegal)
        && !text.ends_with('.')
        && !text.contains("@{")
}

/// Whether GitLab and every shell read a value as it is written.
#[must_use]
pub fn is_env_value(text: &str) -> bool {
    let is_command = text.starts_with('=') || text.contains(":=");
    ENV_VALUE.is_match(text) && !is_expanded(text) && !is_command
}

/// Whether the runner of GitLab puts something else for a part of a dotenv
/// value that has no `$`.
#[must_use]
pub fn is_expanded(value: &str) -> bool {
    PERCENT_NAME.is_match(value)
}

/// The seconds since 1970 of an RFC 3339 timestamp from 1970 to 9999.
#[must_use]
pub fn seconds(text: &str) -> Option<i64> {
    let captures = RFC_3339.captures(text)?;
    let number = |index| captures.get(index).map_or(Ok(0), |part| part.as_str().parse::<i64>());
    let numbers: Vec<i64> = [1, 2, 3, 4, 5, 6, 8, 9].map(number).into_iter().flatten().collect();
    let &[year, month, day, hour, minute, second, offset_hour, offset_minute] = &*numbers else {
        return None;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let months = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let index = usize::try_from(month - 1).ok()?;
    let is_legal = (1..=*months.get(index)?).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60
        && offset_hour < 24
        && offset_minute < 60;
    let years = (1..year)
        .map(|year| 365 + i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
    let days = years.sum::<i64>() - 719_162 + months[..index].iter().sum::<i64>() + day - 1;
    let offset = (offset_hour * 60 + offset_minute) * 60;
    let offset =
        if captures.get(7).is_some_and(|sign| sign.as_str() == "-") { -offset } else { offset };
    // A leap second is the last second again.
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second.min(59) - offset;
    (is_legal && (0..=253_402_300_799).contains(&seconds)).then_some(seconds)
}
