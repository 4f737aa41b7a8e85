use tagwright::Digest;

use crate::render::commands::digest;

#[test]
fn a_digest_file_holds_a_digest_and_nothing_else() {
    let digest = digest();
    for end in ["", "\n", "\r\n"] {
        assert_eq!(Digest::from_digest_file(&format!("{digest}{end}")), Ok(digest.clone()));
    }
    for (text, why) in [
        (String::new(), "a push that failed"),
        ("\n".into(), "a line end alone"),
        (format!("{digest}\n\n"), "two line ends"),
        (format!("{digest}\r"), "half a line end"),
        (format!(" {digest}"), "a space"),
        (format!("\u{feff}{digest}"), "a byte order mark"),
        (format!("{digest}\n{digest}\n"), "two digests"),
        (format!("ghcr.io/acme/server@{digest}"), "a reference"),
        (digest.encoded().into(), "no algorithm"),
        (digest.as_str().to_uppercase(), "upper case"),
    ] {
        let error = Digest::from_digest_file(&text).expect_err(why);
        assert_eq!(error.noun(), "digest");
    }
}

#[test]
fn metadata_of_buildx_and_buildctl() {
    let digest = digest();
    for (text, why) in [
        (format!(r#"{{"containerimage.digest":"{digest}"}}"#), "alone"),
        (
            format!(
                r#"{{
  "buildx.build.provenance": {{"buildType": "https://mobyproject.org/buildkit@v1"}},
  "containerimage.config.digest": "sha256:0",
  "containerimage.descriptor": {{"digest": "sha256:0", "size": 7}},
  "containerimage.digest": "{digest}",
  "image.name": "ghcr.io/acme/server:1.0.0,ghcr.io/acme/server:stable"
}}
"#
            ),
            "among others",
        ),
        (
            format!(r#"{{"containerimage.digest":"sha256\u003a{}"}}"#, digest.encoded()),
            "with an escape",
        ),
    ] {
        assert_eq!(Digest::from_metadata_file(&text).expect(why), digest);
    }
}

#[test]
fn metadata_that_gives_no_digest_says_why() {
    const NONE: &str = "the metadata has no containerimage.digest; \
                        a builder writes it for an image that it exports";
    let digest = digest();
    for (text, message) in [
        ("{}", NONE),
        (r#"{"containerimage.config.digest":"sha256:0"}"#, NONE),
        ("", "the metadata is not JSON: EOF while parsing a value at line 1 column 0"),
        (digest.as_str(), "the metadata is not JSON: expected value at line 1 column 1"),
        (
            &format!(r#"["{digest}"]"#),
            "unexpected metadata: invalid type: sequence, \
             expected an object with containerimage.digest at line 1 column 0",
        ),
        (
            r#"{"containerimage.digest":null}"#,
            "unexpected metadata: invalid type: null, \
             expected a string that is a digest at line 1 column 29",
        ),
        (
            r#"{"containerimage.digest":"sha256:0"}"#,
            "unexpected metadata: invalid digest \"sha256:0\": unexpected end at byte 8; \
             a sha256 digest has 64 digits of 0-9 and a-f at line 1 column 35",
        ),
        (
            &format!(
                r#"{{"containerimage.digest":"{digest}","containerimage.digest":"{digest}"}}"#
            ),
            "unexpected metadata: \"containerimage.digest\" occurs twice at line 1 column 197",
        ),
        (
            &format!(r#"{{"containerimage.digest":"{digest}"}}{{"#),
            "the metadata is not JSON: trailing characters at line 1 column 100",
        ),
    ] {
        let error = Digest::from_metadata_file(text).unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
    }
}

#[test]
fn metadata_of_bake_is_by_target() {
    let digest = digest();
    let text = format!(
        r#"{{"buildx.build.warnings":[],"db":{{"containerimage.digest":"sha256:0"}},
            "app":{{"containerimage.digest":"{digest}","image.name":"x"}},"lint":{{}}}}"#
    );
    assert_eq!(Digest::from_bake_metadata_file(&text, "app"), Ok(digest));
    for (target, message) in [
        (
            "lint",
            "the metadata of target \"lint\" has no containerimage.digest; \
             a builder writes it for an image that it exports",
        ),
        (
            "ap\n",
            "the metadata of target \"ap\\n\" has no containerimage.digest; \
             a builder writes it for an image that it exports",
        ),
        (
            "db",
            "unexpected metadata: invalid digest \"sha256:0\": unexpected end at byte 8; \
             a sha256 digest has 64 digits of 0-9 and a-f at line 1 column 68",
        ),
    ] {
        let error = Digest::from_bake_metadata_file(&text, target).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let error = Digest::from_metadata_file(&text).unwrap_err();
    assert!(error.to_string().starts_with("the metadata has no"), "a bake file is of targets");
}
