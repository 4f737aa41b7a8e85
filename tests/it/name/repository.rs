use super::doors::repository;
use super::refuses_at;

#[test]
fn legal_repositories() {
    for (input, why) in [
        ("server", "one component"),
        ("orchestrator-server/cache", "two"),
        ("a__b", "two underscores"),
        ("a---b", "any number of hyphens"),
        ("a.b_c-d", "each separator"),
        ("0/1", "digits"),
    ] {
        assert_eq!(repository(input), Ok(()), "{why}");
    }
}

#[test]
fn refusals() {
    refuses_at(
        repository,
        &[
            (
                "",
                r#"invalid repository "": it is empty; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
            (
                "Server",
                r#"invalid repository "Server": unexpected 'S' at byte 0; a repository is lower-case"#,
            ),
            (
                "acme/myServer",
                r#"invalid repository "acme/myServer": unexpected 'S' at byte 7; a repository is lower-case"#,
            ),
            (
                "a b",
                r#"invalid repository "a b": unexpected ' ' at byte 1; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
            (
                "a:b",
                r#"invalid repository "a:b": unexpected ':' at byte 1; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
            (
                "é",
                r#"invalid repository "é": unexpected 'é' at byte 0; a repository holds lower-case letters, digits, '.', '_', '-' and '/'"#,
            ),
            (
                "a//b",
                r#"invalid repository "a//b": unexpected '/' at byte 2; the parts of a repository between '/' are not empty"#,
            ),
            (
                "/a",
                r#"invalid repository "/a": unexpected '/' at byte 0; the parts of a repository between '/' are not empty"#,
            ),
            (
                "a/",
                r#"invalid repository "a/": unexpected end at byte 2; the parts of a repository between '/' are not empty"#,
            ),
            (
                "-a",
                r#"invalid repository "-a": unexpected '-' at byte 0; the parts of a repository begin with a lower-case letter or a digit"#,
            ),
            (
                ".x",
                r#"invalid repository ".x": unexpected '.' at byte 0; the parts of a repository begin with a lower-case letter or a digit"#,
            ),
            (
                "a/_b",
                r#"invalid repository "a/_b": unexpected '_' at byte 2; the parts of a repository begin with a lower-case letter or a digit"#,
            ),
            (
                "a-",
                r#"invalid repository "a-": unexpected end at byte 2; the parts of a repository end with a lower-case letter or a digit"#,
            ),
            (
                "a./b",
                r#"invalid repository "a./b": unexpected '/' at byte 2; the parts of a repository end with a lower-case letter or a digit"#,
            ),
            (
                "a..b",
                r#"invalid repository "a..b": unexpected '.' at byte 2; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
            ),
            (
                "a___b",
                r#"invalid repository "a___b": unexpected '_' at byte 3; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
            ),
            (
                "a._b",
                r#"invalid repository "a._b": unexpected '_' at byte 2; separate letters and digits with one '.', one or two '_', or any number of '-'"#,
            ),
        ],
    );
}
