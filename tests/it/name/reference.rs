use tagwright::Reference;
use tagwright::name::NameErrorKind;

use super::refuses;

const HEX: &str = "e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";

type Parts<'a> = (Option<&'a str>, &'a str, Option<&'a str>);

#[track_caller]
fn parts(reference: &Reference) -> Parts<'_> {
    (reference.registry(), reference.repository(), reference.tag())
}

#[test]
fn docker_completes_what_is_missing() {
    for (input, text, expected) in [
        ("ubuntu", "docker.io/library/ubuntu", (Some("docker.io"), "library/ubuntu", None)),
        (
            "ubuntu:24.04",
            "docker.io/library/ubuntu:24.04",
            (Some("docker.io"), "library/ubuntu", Some("24.04")),
        ),
        ("acme/server", "docker.io/acme/server", (Some("docker.io"), "acme/server", None)),
        ("acme/a/b:1", "docker.io/acme/a/b:1", (Some("docker.io"), "acme/a/b", Some("1"))),
        (
            "docker.io/ubuntu",
            "docker.io/library/ubuntu",
            (Some("docker.io"), "library/ubuntu", None),
        ),
        (
            "index.docker.io/ubuntu:1",
            "docker.io/library/ubuntu:1",
            (Some("docker.io"), "library/ubuntu", Some("1")),
        ),
        (
            "index.docker.io/acme/server",
            "docker.io/acme/server",
            (Some("docker.io"), "acme/server", None),
        ),
        (
            "index.index.docker.io/a",
            "index.index.docker.io/a",
            (Some("index.index.docker.io"), "a", None),
        ),
        ("localhost/a", "localhost/a", (Some("localhost"), "a", None)),
        ("localhosts/a", "docker.io/localhosts/a", (Some("docker.io"), "localhosts/a", None)),
        (
            "localhost:80",
            "docker.io/library/localhost:80",
            (Some("docker.io"), "library/localhost", Some("80")),
        ),
        ("host:80/a", "host:80/a", (Some("host:80"), "a", None)),
        ("HOST/a", "HOST/a", (Some("HOST"), "a", None)),
        ("my_org/a", "docker.io/my_org/a", (Some("docker.io"), "my_org/a", None)),
        // Docker sees a registry by the dot, the grammar sees none.
        ("my_host.local/a", "my_host.local/a", (None, "my_host.local/a", None)),
    ] {
        let reference = Reference::parse(input).expect(input);
        assert_eq!(reference, text);
        assert_eq!(parts(&reference), expected, "{input}");
        assert_eq!(text.parse(), Ok(reference), "what it writes it reads");
    }
}

#[test]
fn the_pure_grammar_adds_nothing() {
    for (input, expected) in [
        ("ubuntu:24.04", (None, "ubuntu", Some("24.04"))),
        ("acme/server", (Some("acme"), "server", None)),
        ("my_org/a", (None, "my_org/a", None)),
        ("my_own_org/a", (None, "my_own_org/a", None)),
        ("docker.io/ubuntu", (Some("docker.io"), "ubuntu", None)),
        ("[fd00]/a", (Some("[fd00]"), "a", None)),
        (HEX, (None, HEX, None)),
    ] {
        let reference = Reference::parse_strict(input).expect(input);
        assert_eq!(parts(&reference), expected);
        assert_eq!(reference, input);
    }
}

#[test]
fn tag_and_digest_together() {
    let reference = Reference::parse(format!("ubuntu:24.04@sha256:{HEX}")).unwrap();
    assert_eq!(reference.name(), "docker.io/library/ubuntu");
    assert_eq!(reference.tag(), Some("24.04"));
    assert_eq!(reference.digest().unwrap(), format!("sha256:{HEX}"));
}

#[test]
fn refusals_of_repositories() {
    refuses(
        |text| Reference::parse(text),
        &[
            (
                "",
                r#"invalid reference "": it is empty; a reference is [REGISTRY/]REPOSITORY[:TAG][@DIGEST], such as ghcr.io/acme/app:1.0"#,
            ),
            (
                "REPO:tag",
                r#"invalid reference "REPO:tag": unexpected 'R' at byte 0; a repository is lower-case"#,
            ),
            (
                "ghcr.io/acme/Server:1",
                r#"invalid reference "ghcr.io/acme/Server:1": unexpected 'S' at byte 13; a repository is lower-case"#,
            ),
            (
                "a//b",
                r#"invalid reference "a//b": unexpected '/' at byte 2; the parts of a repository between '/' are not empty"#,
            ),
            (
                ":tag",
                r#"invalid reference ":tag": unexpected ':' at byte 0; a reference begins with a name"#,
            ),
            (
                "a___b",
                r#"invalid reference "a___b": unexpected '_' at byte 3; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
            ),
            (
                "a..b",
                r#"invalid reference "a..b": unexpected '.' at byte 2; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
            ),
            (
                "-a",
                r#"invalid reference "-a": unexpected '-' at byte 0; the parts of a repository begin with a lower-case letter or a digit"#,
            ),
            (
                "a-",
                r#"invalid reference "a-": unexpected end at byte 2; the parts of a repository end with a lower-case letter or a digit"#,
            ),
            (
                "a-:1",
                r#"invalid reference "a-:1": unexpected ':' at byte 2; the parts of a repository end with a lower-case letter or a digit"#,
            ),
            (
                " ubuntu",
                r#"invalid reference " ubuntu": unexpected ' ' at byte 0; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
            (
                "ubuntu\n",
                r#"invalid reference "ubuntu\n": unexpected '\n' at byte 6; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
        ],
    );
}

#[test]
fn refusals_of_registries() {
    refuses(
        |text| Reference::parse(text),
        &[
            (
                "host:/a",
                r#"invalid reference "host:/a": unexpected '/' at byte 5; a port follows ':'"#,
            ),
            (
                "host:http/a",
                r#"invalid reference "host:http/a": unexpected 'h' at byte 5; a port consists of digits, and an IPv6 address is written in brackets"#,
            ),
            (
                "host:80/",
                r#"invalid reference "host:80/": unexpected end at byte 8; a repository follows the registry"#,
            ),
            (
                "my_host:80/a",
                r#"invalid reference "my_host:80/a": unexpected '_' at byte 2; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "https://ghcr.io/acme/server",
                r#"invalid reference "https://ghcr.io/acme/server": unexpected ':' at byte 5; a reference has no scheme such as https://"#,
            ),
            (
                "[::1]:5000",
                r#"invalid reference "[::1]:5000": unexpected end at byte 10; a repository follows the registry"#,
            ),
            (
                "[fd00]/a",
                r#"invalid reference "[fd00]/a": unexpected '[' at byte 0; docker reads an address in brackets as a registry only if it contains ':'"#,
            ),
        ],
    );
}

#[test]
fn refusals_of_tags_and_digests() {
    refuses(
        |text| Reference::parse(text),
        &[
            ("host:", r#"invalid reference "host:": unexpected end at byte 5; a tag follows ':'"#),
            ("a:", r#"invalid reference "a:": unexpected end at byte 2; a tag follows ':'"#),
            (
                "a:-x",
                r#"invalid reference "a:-x": unexpected '-' at byte 2; a tag begins with a letter, a digit or '_'"#,
            ),
            (
                "a:b:c",
                r#"invalid reference "a:b:c": unexpected ':' at byte 3; a tag holds letters, digits, '_', '.' and '-'"#,
            ),
            (
                "a@",
                r#"invalid reference "a@": a part is missing at byte 2; a digest is an algorithm, ':' and digits, such as sha256:e6693c20…"#,
            ),
            (
                "a@sha256:",
                r#"invalid reference "a@sha256:": unexpected end at byte 9; a sha256 digest has 64 digits of 0-9 and a-f"#,
            ),
            (
                "a@md5:00",
                r#"invalid reference "a@md5:00": digests of sha256, sha512 and blake3 are supported"#,
            ),
        ],
    );
}

#[test]
fn refusals_of_what_is_too_long_or_no_name() {
    let long_tag = format!("ghcr.io/acme/server:{}", "v".repeat(129));
    let long_path = format!("ghcr.io/{}:v1", "a".repeat(256));
    let long_official = "a".repeat(248);
    let long_namespaced = format!("acme/{}", "a".repeat(251));
    refuses(
        |text| Reference::parse(text),
        &[
            (
                HEX,
                r#"invalid reference "e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582": 64 hexadecimal digits are the ID of a local image; a reference has a name"#,
            ),
            (
                &long_tag,
                r#"invalid reference "ghcr.io/acme/server:vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv…": byte 148 is one too many; a tag has at most 128 characters"#,
            ),
            (
                &long_path,
                r#"invalid reference "ghcr.io/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": byte 263 is one too many; a repository has at most 255 characters"#,
            ),
            (
                &long_official,
                r#"invalid reference "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": byte 247 is one too many; a repository has at most 255 characters, and docker puts "library/" in front of this one"#,
            ),
            (
                &long_namespaced,
                r#"invalid reference "acme/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": byte 255 is one too many; a repository has at most 255 characters"#,
            ),
            (
                "my_org/App",
                r#"invalid reference "my_org/App": unexpected 'A' at byte 7; a repository is lower-case"#,
            ),
        ],
    );
    let error = Reference::parse(long_path).unwrap_err();
    assert_eq!(error.kind(), NameErrorKind::TooLong { limit: 255 });
}

#[test]
fn the_limit_counts_the_repository() {
    let path = "a".repeat(255);
    for (input, docker, strict) in [
        (format!("ghcr.io/{path}:v1"), true, true),
        (format!("{path}:v1"), false, true),
        (format!("{}:v1", "a".repeat(247)), true, true),
        (format!("docker.io/{}:v1", "a".repeat(247)), true, true),
        (format!("docker.io/{}:v1", "a".repeat(248)), false, true),
        (format!("acme/{}", "a".repeat(251)), false, true),
        (format!("acme/{}", "a".repeat(250)), true, true),
        (format!("acme/{path}"), false, true),
        (format!("acme/a{path}"), false, false),
    ] {
        assert_eq!(Reference::parse(input.as_str()).is_ok(), docker, "{input}");
        assert_eq!(Reference::parse_strict(input.as_str()).is_ok(), strict, "{input}");
    }
}

#[test]
fn the_pure_grammar_names_its_limit_too() {
    let input = format!("ghcr.io/{}", "a".repeat(256));
    assert_eq!(Reference::parse_strict(input).unwrap_err().index(), 263);
}
