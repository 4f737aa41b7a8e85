use tagwright::name::NameErrorKind;
use tagwright::{Slug, SlugRules};

#[track_caller]
fn assert_slug(input: &str, expected: &str, why: &str) {
    let slug = SlugRules::CWIQ.slug(input);
    assert_eq!(slug.as_ref().map_or("", Slug::as_str), expected, "{input:?}: {why}");
}

#[test]
fn the_built_in_rules_are_literal() {
    for (input, expected, why) in [
        ("feature/search", "feature-search", "the example of the policy"),
        ("main", "main", "nothing to do"),
        ("Feature/JIRA-123", "Feature-JIRA-123", "case is kept"),
        ("fix/é", "fix--", "one hyphen for a character of two bytes"),
        ("fix/e\u{301}", "fix-e-", "a combining accent is a character of its own"),
        ("日本語", "---", "letters are ASCII"),
        ("Ⅷ²", "--", "so are digits"),
        ("🛹x", "-x", "one hyphen for a character of four bytes"),
        ("a//b", "a--b", "runs are kept"),
        ("-a-", "-a-", "edges are kept"),
        ("/", "-", "only a separator is something"),
        ("release/1.2_x", "release-1-2-x", "no other character survives"),
        ("$(id);`x`'\"|&<>", "--id---x-------", "nothing that a shell reads survives"),
        ("a\nb\0c", "a-b-c", "nor a control character"),
        (
            "a12345678901234567890123456789/12345678/1",
            "a12345678901234567890123456789-12345678-",
            "40",
        ),
        ("", "", "nothing is left of nothing"),
    ] {
        assert_slug(input, expected, why);
    }
    assert_slug(&"x/".repeat(2048), &"x-".repeat(20), "4 KiB are cut to 40 characters");
    assert_slug(&"é".repeat(64), &"-".repeat(40), "40 characters, not bytes");
}

#[test]
fn no_slug_is_empty() {
    assert_eq!(SlugRules::CWIQ.slug(""), None);
    for preset in [SlugRules::GITLAB_REF, SlugRules::DNS_LABEL, SlugRules::DOCKER_METADATA] {
        assert_eq!(preset.slug("").unwrap(), "unnamed");
        let mut options = preset.options();
        options.empty = None;
        assert_eq!(SlugRules::new(options).unwrap().slug(""), None);
    }
}

#[test]
fn refusals_say_what_where_and_what_would_be_right() {
    let long = "a".repeat(129);
    for (input, index, message) in [
        (
            "",
            0,
            r#"invalid slug "": it is empty; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            "feature search",
            7,
            r#"invalid slug "feature search": unexpected ' ' at byte 7; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            "größe",
            2,
            r#"invalid slug "größe": unexpected 'ö' at byte 2; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            "/a",
            0,
            r#"invalid slug "/a": unexpected '/' at byte 0; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            "a//b",
            2,
            r#"invalid slug "a//b": unexpected '/' at byte 2; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            "a/b/",
            3,
            r#"invalid slug "a/b/": unexpected '/' at byte 3; a slug holds letters, digits, '.', '_' and '-', and '/' between parts of a path"#,
        ),
        (
            &long,
            128,
            r#"invalid slug "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…": 129 bytes are 1 over the limit of 128; a slug has at most 128 characters"#,
        ),
    ] {
        let error = Slug::new(input).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!((error.noun(), error.input(), error.index()), ("slug", input, index));
    }
    assert_eq!(Slug::new(long).unwrap_err().kind(), NameErrorKind::TooLong { limit: 128 });
}

#[test]
fn a_slug_is_the_inside_of_a_tag() {
    for (text, why) in [
        ("-", "a tag cannot begin with it, a part of one can"),
        (".x", "likewise"),
        ("a._-Z9", "every kind of character"),
        ("a/-b/c", "a path"),
    ] {
        assert_eq!(Slug::new(text).unwrap(), text, "{why}");
    }
    assert!(Slug::new("a".repeat(Slug::MAX_LENGTH)).is_ok());
}

#[test]
fn every_door_checks() {
    assert!("a b".parse::<Slug>().is_err());
    assert!(Slug::try_from("a b").is_err());
    assert!(Slug::try_from(String::from("a b")).is_err());
    let error = serde_json::from_str::<Slug>(r#""a b""#).unwrap_err();
    assert!(error.to_string().starts_with(r#"invalid slug "a b": unexpected ' ' at byte 1"#));
    let slug: Slug = serde_json::from_str(r#""a-b""#).unwrap();
    assert_eq!(serde_json::to_string(&slug).unwrap(), r#""a-b""#);
    assert_eq!(slug, const { Slug::from_static("a-b") });
}
