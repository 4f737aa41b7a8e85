use tagwright::{Digest, ImageName, Reference, Tag};

use super::refuses;

#[test]
fn registry_and_repository() {
    for (input, registry, repository) in [
        ("ghcr.io/acme/server", "ghcr.io", "acme/server"),
        ("localhost:5000/server", "localhost:5000", "server"),
        ("registry:5000/server", "registry:5000", "server"),
        ("REGISTRY:5000/server", "REGISTRY:5000", "server"),
        ("127.0.0.1/app", "127.0.0.1", "app"),
        ("r.io/ab", "r.io", "ab"),
        ("r.io/a/b", "r.io", "a/b"),
        ("docker.io/library/ubuntu", "docker.io", "library/ubuntu"),
    ] {
        let image = ImageName::parse(input).expect(input);
        assert_eq!((image.registry(), image.repository()), (registry, repository));
        assert_eq!(Reference::parse(input).unwrap(), Reference::from(image));
    }
}

#[test]
fn references_to_it() {
    let image = ImageName::from_static("ghcr.io/acme/server");
    let tag = Tag::from_static("1.0.0");
    let digest = Digest::parse(format!("sha256:{}", "0".repeat(64))).unwrap();

    let tagged = image.with_tag(&tag);
    assert_eq!(tagged, "ghcr.io/acme/server:1.0.0");
    assert_eq!((tagged.tag(), tagged.digest()), (Some("1.0.0"), None));

    let pinned = image.with_digest(&digest);
    assert_eq!(pinned.as_str(), format!("ghcr.io/acme/server@{digest}"));
    assert_eq!((pinned.tag(), pinned.digest()), (None, Some(digest.as_str())));
    assert_eq!(pinned.name(), image.as_str());

    let both = tagged.with_digest(&digest);
    assert_eq!(both.as_str(), format!("ghcr.io/acme/server:1.0.0@{digest}"));
    assert_eq!(both, pinned.with_tag(&tag));
    assert_eq!(both.clone().with_tag(&Tag::LATEST).tag(), Some("latest"));
    assert_eq!(both.to_string().parse(), Ok(both));
}

#[test]
fn refusals() {
    let long = format!("ghcr.io/{}", "a".repeat(248));
    refuses(
        |text| ImageName::parse(text),
        &[
            (
                "",
                r#"invalid image name "": it is empty; an image name is REGISTRY/REPOSITORY, such as ghcr.io/acme/app"#,
            ),
            (
                "ubuntu",
                r#"invalid image name "ubuntu": unexpected end at byte 6; an image name is REGISTRY/REPOSITORY, such as ghcr.io/acme/app"#,
            ),
            (
                "acme/server",
                r#"invalid image name "acme/server": its first part is read as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
            ),
            (
                "localhost/server",
                r#"invalid image name "localhost/server": kaniko and crane read its first part as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
            ),
            (
                "REGISTRY/server",
                r#"invalid image name "REGISTRY/server": kaniko and crane read its first part as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
            ),
            (
                "[::1]:5000/server",
                r#"invalid image name "[::1]:5000/server": buildah, podman and skopeo read no IPv6 address; give the registry a host name"#,
            ),
            (
                "ghcr.io/a",
                r#"invalid image name "ghcr.io/a": unexpected end at byte 9; a repository has at least two characters, as kaniko and crane demand"#,
            ),
            (
                "docker.io/ubuntu",
                r#"invalid image name "docker.io/ubuntu": docker.io repositories have a namespace; that of official images is library"#,
            ),
            (
                "index.docker.io/acme/server",
                r#"invalid image name "index.docker.io/acme/server": index.docker.io is an old name; write docker.io"#,
            ),
            (
                "my_host.local/server",
                r#"invalid image name "my_host.local/server": unexpected '_' at byte 2; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "ghcr.io/acme/server:1.0.0",
                r#"invalid image name "ghcr.io/acme/server:1.0.0": unexpected ':' at byte 19; an image name has no tag and no digest"#,
            ),
            (
                "ghcr.io/acme/Server",
                r#"invalid image name "ghcr.io/acme/Server": unexpected 'S' at byte 13; a repository is lower-case"#,
            ),
            (
                "[fd00]/server",
                r#"invalid image name "[fd00]/server": buildah, podman and skopeo read no IPv6 address; give the registry a host name"#,
            ),
            (
                &long,
                r#"invalid image name "ghcr.io/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": 256 bytes are 1 over the limit of 255; an image name has at most 255 characters with its registry, as buildah, podman and skopeo count"#,
            ),
        ],
    );
}
