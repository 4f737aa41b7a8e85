//! How the libraries beneath the builders read the name of an image, each written
//! from its own grammar: what `ImageName` is held against.

use std::sync::LazyLock;

use regex::bytes::{Regex, RegexBuilder};

use super::reference_grammar::docker;

/// The registry and the repository that a tool pushes to.
type Target = (String, String);

fn regex(text: &str) -> Regex {
    RegexBuilder::new(&format!(r"\A(?:{text})\z")).unicode(false).build().unwrap()
}

/// distribution/reference 0.6: docker, `BuildKit`, containerd.
fn distribution(text: &str) -> Option<Target> {
    let (registry, repository, tag, digest) = docker(text)?;
    (tag.is_none() && digest.is_none()).then_some((registry?, repository))
}

/// containers/image 5.22, `docker/reference`: buildah, podman, skopeo.
fn containers(text: &str) -> Option<Target> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        let label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
        let component = "[a-z0-9]+(?:(?:[._]|__|[-]*)[a-z0-9]+)*";
        regex(&format!(r"((?:{label}(?:\.{label})*(?::[0-9]+)?)/)?({component}(?:/{component})*)"))
    });
    let is_host = |first: &str| first.contains(['.', ':']) || first == "localhost";
    let (domain, rest) = match text.split_once('/') {
        Some((first, rest)) if is_host(first) => (first, rest),
        _ => ("docker.io", text),
    };
    if rest.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let domain = if domain == "index.docker.io" { "docker.io" } else { domain };
    let library = if domain == "docker.io" && !rest.contains('/') { "library/" } else { "" };
    let whole = format!("{domain}/{library}{rest}");
    let parts = NAME.captures(whole.as_bytes())?;
    let group = |index| String::from_utf8(parts.get(index)?.as_bytes().to_vec()).ok();
    // Its limit counts the registry.
    let target = (group(1)?.trim_end_matches('/').to_owned(), group(2)?);
    (whole.len() <= 255).then_some(target)
}

/// go-containerregistry 0.20, `pkg/name`: kaniko and crane.
fn go_containerregistry(text: &str) -> Option<Target> {
    static HOST: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?:[^\[\]:/?#@]+|\[[^\]]*\])(?::[0-9]*)?"));
    let (registry, repository) = match text.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) => (first, rest),
        _ => ("docker.io", text),
    };
    let is_legal = |one: char| matches!(one, 'a'..='z' | '0'..='9' | '_' | '-' | '.' | '/');
    let length = repository.chars().count();
    if !(2..=255).contains(&length) || !repository.chars().all(is_legal) {
        return None;
    }
    // "docker.io" and "index.docker.io" are one registry to it.
    let registry = if registry == "index.docker.io" { "docker.io" } else { registry };
    let is_short = registry == "docker.io" && !repository.contains('/');
    let library = if is_short { "library/" } else { "" };
    HOST.is_match(registry.as_bytes())
        .then(|| (registry.to_owned(), format!("{library}{repository}")))
}

const ALL: [fn(&str) -> Option<Target>; 3] = [distribution, containers, go_containerregistry];

/// Whether all read a text as the name that is written there.
pub(super) fn all_read_what_is_written(text: &str) -> bool {
    let is_written = |(registry, repository): Target| format!("{registry}/{repository}") == text;
    ALL.iter().all(|read| read(text).is_some_and(is_written))
}

#[test]
fn readers_disagree_where_their_tools_were_seen_to() {
    let of = |text: &str| ALL.map(|read| read(text).map(|(host, path)| format!("{host}/{path}")));
    for (text, expected) in [
        ("ghcr.io/acme/app", [Some("ghcr.io/acme/app"); 3]),
        (
            "localhost/app",
            [Some("localhost/app"), Some("localhost/app"), Some("docker.io/localhost/app")],
        ),
        ("REGISTRY/app", [Some("REGISTRY/app"), None, None]),
        ("REGISTRY:5000/app", [Some("REGISTRY:5000/app"); 3]),
        ("r.io/a", [Some("r.io/a"), Some("r.io/a"), None]),
        ("[::1]:5000/app", [Some("[::1]:5000/app"), None, Some("[::1]:5000/app")]),
        ("my_host.io/app", [None, None, Some("my_host.io/app")]),
        ("app", [Some("docker.io/library/app"); 3]),
    ] {
        assert_eq!(of(text), expected.map(|name| name.map(str::to_owned)), "{text}");
    }
    let long = format!("r.io/{}", "a".repeat(251));
    assert_eq!(of(&long), [Some(long.clone()), None, Some(long)]);
}
