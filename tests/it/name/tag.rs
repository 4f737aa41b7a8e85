use tagwright::Tag;

use super::refuses;

#[test]
fn legal_tags() {
    let long = "a".repeat(128);
    for (input, why) in [
        ("latest", "letters"),
        ("1.0.0", "a digit first"),
        ("_", "an underscore first"),
        ("main-a1b2c3d8", "hyphens"),
        ("TAG5", "upper case"),
        ("a..b--c__", "runs and edges"),
        (&long, "128 characters"),
    ] {
        assert_eq!(Tag::new(input).expect(why), input);
    }
}

#[test]
fn refusals() {
    let long = "a".repeat(130);
    refuses(
        |text| Tag::new(text),
        &[
            ("", r#"invalid tag "": it is empty; a tag holds letters, digits, '_', '.' and '-'"#),
            (
                "-x",
                r#"invalid tag "-x": unexpected '-' at byte 0; a tag begins with a letter, a digit or '_'"#,
            ),
            (
                ".x",
                r#"invalid tag ".x": unexpected '.' at byte 0; a tag begins with a letter, a digit or '_'"#,
            ),
            (
                "rel/1",
                r#"invalid tag "rel/1": unexpected '/' at byte 3; a tag holds letters, digits, '_', '.' and '-'"#,
            ),
            (
                "1.0.0+build.5",
                r#"invalid tag "1.0.0+build.5": unexpected '+' at byte 5; a tag holds letters, digits, '_', '.' and '-'"#,
            ),
            (
                "é",
                r#"invalid tag "é": unexpected 'é' at byte 0; a tag holds letters, digits, '_', '.' and '-'"#,
            ),
            (
                "a\u{1b}[31m",
                r#"invalid tag "a\u{1b}[31m": unexpected '\u{1b}' at byte 1; a tag holds letters, digits, '_', '.' and '-'"#,
            ),
            (
                &long,
                r#"invalid tag "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": 130 bytes are 2 over the limit of 128; a tag has at most 128 characters"#,
            ),
        ],
    );
}
