//! The grammar as its specification writes it, and docker's completion: what
//! the scanner is held against.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

/// Registry, repository, tag and digest.
pub(crate) type Parts = (Option<String>, String, Option<String>, Option<String>);

const COMPONENT: &str = "[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*";
const LABEL: &str = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
pub(super) const TAG: &str = "[0-9A-Za-z_][0-9A-Za-z_.-]{0,127}";
const DIGEST: &str = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9A-Fa-f]{32,}";
/// Those of registered algorithms, as they are written.
pub(super) const REGISTERED_DIGEST: &str =
    "sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}|blake3:[a-f0-9]{64}";

pub(super) fn domain() -> String {
    format!(r"(?:{LABEL}(?:\.{LABEL})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?")
}

pub(super) fn path() -> String {
    format!("{COMPONENT}(?:/{COMPONENT})*")
}

struct Grammar {
    reference: Regex,
    name: Regex,
    digest: Regex,
    image_id: Regex,
}

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let regex =
        |text: String| RegexBuilder::new(&format!("^(?:{text})$")).unicode(false).build().unwrap();
    let (domain, path) = (domain(), path());
    Grammar {
        reference: regex(format!("((?:{domain}/)?{path})(?::({TAG}))?(?:@({DIGEST}))?")),
        name: regex(format!("(?:({domain})/)?({path})")),
        digest: regex(REGISTERED_DIGEST.into()),
        image_id: regex("[a-f0-9]{64}".into()),
    }
});

pub(crate) fn strict(text: &str) -> Option<Parts> {
    let group = |captures: &regex::bytes::Captures<'_>, index| {
        captures.get(index).map(|group| String::from_utf8(group.as_bytes().to_vec()).unwrap())
    };
    let reference = GRAMMAR.reference.captures(text.as_bytes())?;
    let name = GRAMMAR.name.captures(&reference[1])?;
    let (registry, repository) = (group(&name, 1), group(&name, 2)?);
    let (tag, digest) = (group(&reference, 2), group(&reference, 3));
    let is_legal = digest.as_ref().is_none_or(|text| GRAMMAR.digest.is_match(text.as_bytes()));
    (repository.len() <= 255 && is_legal).then_some((registry, repository, tag, digest))
}

pub(crate) fn docker(text: &str) -> Option<Parts> {
    if GRAMMAR.image_id.is_match(text.as_bytes()) {
        return None;
    }
    strict(&complete(text))
}

fn complete(text: &str) -> String {
    let (domain, rest) = match text.split_once('/') {
        Some((first, rest))
            if first == "localhost"
                || first.contains(['.', ':'])
                || first.to_lowercase() != first =>
        {
            (first, rest)
        }
        _ => ("docker.io", text),
    };
    let domain = if domain == "index.docker.io" { "docker.io" } else { domain };
    if domain == "docker.io" && !rest.contains('/') {
        return format!("{domain}/library/{rest}");
    }
    format!("{domain}/{rest}")
}
