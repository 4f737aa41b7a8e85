use tagwright::RefName;

use super::refuses;
use crate::vectors;

#[test]
fn refusals() {
    refuses(
        |text| RefName::new(text),
        &[
            ("", r#"invalid ref name "": it is empty; a git ref has a name"#),
            (
                "/a",
                r#"invalid ref name "/a": unexpected '/' at byte 0; the parts of a git ref between '/' are not empty"#,
            ),
            (
                "a//b",
                r#"invalid ref name "a//b": unexpected '/' at byte 2; the parts of a git ref between '/' are not empty"#,
            ),
            (
                "a/",
                r#"invalid ref name "a/": unexpected end at byte 2; the parts of a git ref between '/' are not empty"#,
            ),
            (
                "a/.b",
                r#"invalid ref name "a/.b": unexpected '.' at byte 2; no part of a git ref begins with '.'"#,
            ),
            ("a..b", r#"invalid ref name "a..b": unexpected '.' at byte 2; git refs hold no "..""#),
            (
                "a.",
                r#"invalid ref name "a.": unexpected '.' at byte 1; git refs do not end with '.'"#,
            ),
            (
                "a@{1}",
                r#"invalid ref name "a@{1}": unexpected '{' at byte 2; git refs hold no "@{""#,
            ),
            (
                "a.lock/b",
                r#"invalid ref name "a.lock/b": unexpected '.' at byte 1; no part of a git ref ends with ".lock""#,
            ),
            (
                "a b",
                r#"invalid ref name "a b": unexpected ' ' at byte 1; git refs hold no space and none of ~ ^ : ? * [ \"#,
            ),
            (
                "a\tb",
                r#"invalid ref name "a\tb": unexpected '\t' at byte 1; git refs hold no control characters"#,
            ),
        ],
    );
}

#[test]
fn every_row_that_git_answered() {
    for row in vectors::cases("git/git_ref_cases.json") {
        let name = row["name"].as_str().unwrap();
        let expected = row["ref_format_ok"].as_bool().unwrap();
        assert_eq!(RefName::new(name).is_ok(), expected, "{name:?}");
    }
}

#[test]
fn every_byte_that_git_answered() {
    let Some(file) = vectors::vectors("git/git_ref_cases.json") else { return };
    for byte in file["forbidden_ascii_bytes_anywhere"].as_array().unwrap() {
        let character = char::from(u8::try_from(byte.as_u64().unwrap()).unwrap());
        assert!(RefName::new(format!("a{character}b")).is_err(), "{character:?}");
    }
    let allowed = file["allowed_printable_ascii"].to_string();
    for character in file["allowed_printable_ascii"].as_str().unwrap_or(&allowed).chars() {
        if character.is_ascii_graphic() && !matches!(character, '[' | ']' | ',' | '"' | '\\') {
            assert!(RefName::new(format!("a{character}b")).is_ok(), "{character:?}");
        }
    }
}
