//! What `oci-spec` reads of a reference, and where it is known to be wrong.

use oci_spec::distribution;

use crate::grammar::REGISTRY;

/// Registry, path, tag and digest, as `oci-spec` reads them by docker's rules;
/// without the `latest` that it adds.
#[must_use]
pub fn reference(text: &str) -> Option<[Option<String>; 4]> {
    let found: distribution::Reference = text.parse().ok()?;
    let is_added = !text.contains('@') && !text.ends_with(":latest");
    let tag = found.tag().filter(|tag| !(is_added && *tag == "latest"));
    let parts = [Some(found.registry()), Some(found.repository()), tag, found.digest()];
    Some(parts.map(|part| part.map(String::from)))
}

/// Why `oci-spec` 0.10 may answer otherwise than distribution/reference and the
/// image specification, if it may.
#[must_use]
pub fn fault(text: &str) -> Option<&'static str> {
    let domain = text.split_once('/').map_or("", |(domain, _)| domain);
    let (name, digest) = text.split_once('@').unwrap_or((text, ""));
    let (algorithm, encoded) = digest.split_once(':').unwrap_or((digest, ""));
    let is_hex = |one: char| one.is_ascii_digit() || ('a'..='f').contains(&one);
    let faults = [
        (domain.starts_with('['), "it knows no IPv6 address"),
        (
            domain.contains(|one: char| one.is_ascii_uppercase()) && !domain.contains(['.', ':']),
            "a domain by its upper case alone is part of the path",
        ),
        (
            domain.contains(['.', ':']) && !REGISTRY.is_match(domain),
            "a path is split behind a host that is none, such as `my_host.example`",
        ),
        (algorithm == "blake3", "it does not know an algorithm that is registered"),
        (algorithm == "sha384", "it takes an algorithm that is not registered"),
        (
            encoded.contains(|one: char| one.is_ascii_uppercase()),
            "digits of a digest in upper case",
        ),
        (text.len() == 64 && text.chars().all(is_hex), "it takes the id of an image for a name"),
        (!name.is_ascii(), "its \\w is Unicode's"),
    ];
    faults.into_iter().find_map(|(is_there, why)| is_there.then_some(why))
}
