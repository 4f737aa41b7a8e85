use tagwright::name::Platform;

use super::refuses;

#[test]
fn legal_platforms() {
    for (input, why) in [
        ("linux/amd64", "two parts"),
        ("linux/arm/v7", "three parts"),
        ("windows/amd64", "another system"),
        ("wasip1/wasm", "digits"),
        ("linux/x86_64", "an underscore"),
    ] {
        assert_eq!(Platform::new(input).expect(why), input);
    }
}

#[test]
fn refusals() {
    refuses(
        |text| Platform::new(text),
        &[
            (
                "",
                r#"invalid platform "": it is empty; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64"#,
            ),
            (
                "amd64",
                r#"invalid platform "amd64": unexpected end at byte 5; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64"#,
            ),
            (
                "linux/amd64,linux/arm64",
                r#"invalid platform "linux/amd64,linux/arm64": unexpected ',' at byte 11; the parts of a platform hold lower-case letters, digits, '.', '_' and '-'"#,
            ),
            (
                "Linux/amd64",
                r#"invalid platform "Linux/amd64": unexpected 'L' at byte 0; the parts of a platform hold lower-case letters, digits, '.', '_' and '-'"#,
            ),
            (
                "--load/x",
                r#"invalid platform "--load/x": unexpected '-' at byte 0; each part of a platform begins with a lower-case letter or a digit"#,
            ),
            (
                "linux/arm/v7/x",
                r#"invalid platform "linux/arm/v7/x": unexpected '/' at byte 12; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64"#,
            ),
            (
                "linux//v7",
                r#"invalid platform "linux//v7": unexpected '/' at byte 6; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64"#,
            ),
            (
                "linux/",
                r#"invalid platform "linux/": unexpected end at byte 6; a platform is OS/ARCHITECTURE or OS/ARCHITECTURE/VARIANT, such as linux/amd64"#,
            ),
        ],
    );
}
