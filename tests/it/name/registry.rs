use super::doors::registry;
use super::refuses_at;

#[test]
fn hosts_and_ports() {
    for text in [
        "docker.io",
        "localhost",
        "localhost:5000",
        "nexus.shared.cwiq.io:8443",
        "192.168.1.1:5000",
        "[::1]",
        "[2001:db8::1]:5000",
        "a",
        "Registry.Example.COM",
        "a--b.c",
        "host:99999999999999999999",
        &("a.".repeat(5000) + "a"),
    ] {
        assert_eq!(registry(text), Ok(()), "{text}");
    }
}

#[test]
fn refusals() {
    refuses_at(
        registry,
        &[
            (
                "",
                r#"invalid registry "": it is empty; a registry is a host such as ghcr.io or localhost:5000"#,
            ),
            ("host:", r#"invalid registry "host:": unexpected end at byte 5; a port follows ':'"#),
            (
                "host:/a",
                r#"invalid registry "host:/a": unexpected '/' at byte 5; a port consists of digits, and an IPv6 address is written in brackets"#,
            ),
            (
                "host:http",
                r#"invalid registry "host:http": unexpected 'h' at byte 5; a port consists of digits, and an IPv6 address is written in brackets"#,
            ),
            (
                "host:80a",
                r#"invalid registry "host:80a": unexpected 'a' at byte 7; a port consists of digits, and an IPv6 address is written in brackets"#,
            ),
            (
                "fd00::1",
                r#"invalid registry "fd00::1": unexpected ':' at byte 5; a port consists of digits, and an IPv6 address is written in brackets"#,
            ),
            (
                "https://ghcr.io",
                r#"invalid registry "https://ghcr.io": unexpected '/' at byte 6; a registry has no scheme such as https://"#,
            ),
            (
                "ghcr.io/acme",
                r#"invalid registry "ghcr.io/acme": unexpected '/' at byte 7; a registry has no path"#,
            ),
            (
                "ghcr.io:443/",
                r#"invalid registry "ghcr.io:443/": unexpected '/' at byte 11; a registry has no path"#,
            ),
            (
                "my_host",
                r#"invalid registry "my_host": unexpected '_' at byte 2; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "my.own_host",
                r#"invalid registry "my.own_host": unexpected '_' at byte 6; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "my-own_host",
                r#"invalid registry "my-own_host": unexpected '_' at byte 6; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "host name",
                r#"invalid registry "host name": unexpected ' ' at byte 4; a host holds letters, digits, '.' and '-'"#,
            ),
            (
                "-host",
                r#"invalid registry "-host": unexpected '-' at byte 0; the parts of a host between '.' begin and end with a letter or a digit"#,
            ),
            (
                "host-",
                r#"invalid registry "host-": unexpected end at byte 5; the parts of a host between '.' begin and end with a letter or a digit"#,
            ),
            (
                "a..b",
                r#"invalid registry "a..b": unexpected '.' at byte 2; the parts of a host between '.' begin and end with a letter or a digit"#,
            ),
            (
                "[::1",
                r#"invalid registry "[::1": unexpected end at byte 4; an IPv6 address ends with ']'"#,
            ),
            (
                "[]",
                r#"invalid registry "[]": unexpected ']' at byte 1; an IPv6 address between brackets holds 0-9, a-f, A-F and ':'"#,
            ),
            (
                "[fe80::1%eth0]:5000",
                r#"invalid registry "[fe80::1%eth0]:5000": unexpected '%' at byte 8; an IPv6 address between brackets holds 0-9, a-f, A-F and ':'"#,
            ),
            (
                "[::1]80",
                r#"invalid registry "[::1]80": unexpected '8' at byte 5; only ':' and a port can follow the brackets of an IPv6 address"#,
            ),
            (
                "[::1]:",
                r#"invalid registry "[::1]:": unexpected end at byte 6; a port follows ':'"#,
            ),
            (
                "hôst",
                r#"invalid registry "hôst": unexpected 'ô' at byte 1; a host holds letters, digits, '.' and '-'"#,
            ),
        ],
    );
}
