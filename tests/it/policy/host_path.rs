use tagwright::document::PolicyErrorKind as Kind;

use super::assert_refused;

#[test]
fn refusals_say_what_a_registry_is() {
    assert_refused(&[
        (
            r#"images = [{ name = "xx", push = "" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#"invalid registry "": it is empty; a registry is a host such as ghcr.io or localhost:5000"#,
        ),
        (
            r#"images = [{ name = "xx", push = "https://r.io/x" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""https://r.io/x" has a scheme, and a registry is written without; expected "r.io/x""#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io/Acme" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(5),
            r#"invalid repository "Acme": unexpected 'A' at byte 0; a repository is lower-case"#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io/acMe" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(7),
            r#"invalid repository "acMe": unexpected 'M' at byte 2; a repository is lower-case"#,
        ),
        (
            r#"images = [{ name = "xx", push = "https://r.io/x/" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""https://r.io/x/" has a scheme, and a registry is written without; expected "r.io/x""#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io/" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(5),
            r#"invalid repository "": it is empty; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
        ),
        (
            r#"images = [{ name = "xx", push = "acme" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""acme" is no registry: its first part is read as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
        ),
        (
            r#"images = [{ name = "app", push = "localhost" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""localhost" is no registry: kaniko and crane read its first part as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
        ),
        (
            r#"images = [{ name = "app", push = "r.io", pull = "REGISTRY/team" }]"#,
            Kind::InvalidValue,
            "images[0].pull",
            Some(0),
            r#""REGISTRY/team" is no registry: kaniko and crane read its first part as a namespace of docker.io; a registry holds '.' or ':', as in localhost:5000"#,
        ),
        (
            r#"images = [{ name = "app", push = "[::1]:5000" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""[::1]:5000" is no registry: buildah, podman and skopeo read no IPv6 address; give the registry a host name"#,
        ),
        (
            r#"images = [{ name = "xx", push = "index.docker.io" }]"#,
            Kind::InvalidValue,
            "images[0].push",
            Some(0),
            r#""index.docker.io" is no registry: index.docker.io is an old name; write docker.io"#,
        ),
        (
            r#"images = [{ name = "xx", push = "r.io", pull = "r .io" }]"#,
            Kind::InvalidValue,
            "images[0].pull",
            Some(1),
            r#"invalid registry "r .io": unexpected ' ' at byte 1; a host holds letters, digits, '.' and '-'"#,
        ),
    ]);
}
