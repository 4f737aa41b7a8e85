use tagwright::CommitSha;

use super::refuses;

const SHA1: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

#[test]
fn both_hash_functions() {
    let sha = CommitSha::new(SHA1).unwrap();
    assert_eq!((sha.short(8), sha.short(40), sha.short(64)), ("a1b2c3d8", SHA1, SHA1));
    assert_eq!(sha.short(0), "");
    let sha256 = "1".repeat(64);
    assert_eq!(CommitSha::new(sha256.as_str()).unwrap().short(64), sha256);
}

#[test]
fn refusals() {
    let digits = |count| "0".repeat(count);
    let (d40, d41, d63, d64, d65) = (digits(40), digits(41), digits(63), digits(64), digits(65));
    refuses(
        |text| CommitSha::new(text),
        &[
            (
                "",
                r#"invalid commit sha "": it is empty; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
            ),
            (
                "a1b2c3d",
                r#"invalid commit sha "a1b2c3d": unexpected end at byte 7; a full commit sha has 40 or 64 digits"#,
            ),
            (
                "A1B2C3D8E5F60718293A4B5C6D7E8F9001122334",
                r#"invalid commit sha "A1B2C3D8E5F60718293A4B5C6D7E8F9001122334": unexpected 'A' at byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
            ),
            (
                "main",
                r#"invalid commit sha "main": unexpected 'm' at byte 0; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
            ),
            (
                "a1b2c3d8-dirty",
                r#"invalid commit sha "a1b2c3d8-dirty": unexpected '-' at byte 8; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
            ),
            (
                &d40,
                r#"invalid commit sha "0000000000000000000000000000000000000000": a sha of zeros is git's null id, which names no commit"#,
            ),
            (
                &d64,
                r#"invalid commit sha "0000000000000000000000000000000000000000000000000000000000000000": a sha of zeros is git's null id, which names no commit"#,
            ),
            (
                &d41,
                r#"invalid commit sha "00000000000000000000000000000000000000000": unexpected end at byte 41; a commit sha has 40 or 64 digits, nothing in between"#,
            ),
            (
                &d63,
                r#"invalid commit sha "000000000000000000000000000000000000000000000000000000000000000": unexpected end at byte 63; a commit sha has 40 or 64 digits, nothing in between"#,
            ),
            (
                &d65,
                r#"invalid commit sha "0000000000000000000000000000000000000000000000000000000000000000…": 65 bytes are 1 over the limit of 64; a commit sha is 40 or 64 digits of 0-9 and a-f"#,
            ),
        ],
    );
}
