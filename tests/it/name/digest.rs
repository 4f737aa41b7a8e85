use tagwright::Digest;

use super::refuses;

#[test]
fn every_registered_algorithm() {
    for (algorithm, length) in [("sha256", 64), ("sha512", 128), ("blake3", 64)] {
        let hex = "0a".repeat(length / 2);
        let digest = Digest::parse(format!("{algorithm}:{hex}")).unwrap();
        assert_eq!((digest.algorithm(), digest.encoded()), (algorithm, hex.as_str()));
        for wrong in [0, 1, length - 1, length + 1, 2 * length] {
            let text = format!("{algorithm}:{}", "0".repeat(wrong));
            let error = Digest::parse(text).unwrap_err();
            assert_eq!(error.index(), algorithm.len() + 1 + wrong.min(length));
        }
    }
}

#[test]
fn refusals() {
    let upper = format!("sha256:A{}", "0".repeat(63));
    let long = format!("sha256:{}", "0".repeat(65));
    refuses(
        |text| Digest::parse(text),
        &[
            (
                "",
                r#"invalid digest "": it is empty; a digest is an algorithm, ':' and digits, such as sha256:e6693c20…"#,
            ),
            (
                "sha256",
                r#"invalid digest "sha256": unexpected end at byte 6; a digest is an algorithm, ':' and digits, such as sha256:e6693c20…"#,
            ),
            (
                "sha256:",
                r#"invalid digest "sha256:": unexpected end at byte 7; a sha256 digest has 64 digits of 0-9 and a-f"#,
            ),
            (
                "sha512:00",
                r#"invalid digest "sha512:00": unexpected end at byte 9; a sha512 digest has 128 digits of 0-9 and a-f"#,
            ),
            (
                "blake3:xy",
                r#"invalid digest "blake3:xy": unexpected 'x' at byte 7; a blake3 digest has 64 digits of 0-9 and a-f"#,
            ),
            (
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                r#"invalid digest "md5:d41d8cd98f00b204e9800998ecf8427e": digests of sha256, sha512 and blake3 are supported"#,
            ),
            (
                "SHA256:00",
                r#"invalid digest "SHA256:00": digests of sha256, sha512 and blake3 are supported"#,
            ),
            (":00", r#"invalid digest ":00": digests of sha256, sha512 and blake3 are supported"#),
            (
                &upper,
                r#"invalid digest "sha256:A00000000000000000000000000000000000000000000000000000000…": unexpected 'A' at byte 7; a sha256 digest has 64 digits of 0-9 and a-f"#,
            ),
            (
                &long,
                r#"invalid digest "sha256:000000000000000000000000000000000000000000000000000000000…": unexpected '0' at byte 71; a sha256 digest has 64 digits of 0-9 and a-f"#,
            ),
        ],
    );
}
