use tagwright::document::PolicyErrorKind as Kind;

use crate::policy::assert_refused;

#[test]
fn values_out_of_range_name_the_range() {
    assert_refused(&[
        (
            "version = 2",
            Kind::InvalidValue,
            "version",
            None,
            "2 is not a version of the policy language; expected 1",
        ),
        (
            "short-sha = 3",
            Kind::InvalidValue,
            "short-sha",
            None,
            "3 digits are no short sha; expected 4 to 64",
        ),
        (
            "short-sha = 65",
            Kind::InvalidValue,
            "short-sha",
            None,
            "65 digits are no short sha; expected 4 to 64",
        ),
        (
            "slug.max-length = 0",
            Kind::InvalidValue,
            "slug.max-length",
            Some(0),
            r#"invalid max-length "0": a slug has 1 to 128 characters"#,
        ),
        (
            "slug.max-length = 129",
            Kind::InvalidValue,
            "slug.max-length",
            Some(0),
            r#"invalid max-length "129": a slug has 1 to 128 characters"#,
        ),
        (
            r#"slug.keep = "+""#,
            Kind::InvalidValue,
            "slug.keep",
            Some(0),
            r#"invalid keep "+": unexpected '+' at byte 0; besides letters and digits, a slug can keep '.', '_' and '-', and '/' if only names of images use it"#,
        ),
        (
            "slug.distinct = 3",
            Kind::InvalidValue,
            "slug.distinct",
            Some(0),
            r#"invalid distinct "3": 0 is for none, else the digits of a SHA-256 are 4 to 64"#,
        ),
        (
            "slug = { distinct = 10, max-length = 11 }",
            Kind::InvalidValue,
            "slug.distinct",
            Some(0),
            r#"invalid distinct "10": max-length must be at least 2 more than the digits"#,
        ),
        (
            r#"slug.empty = """#,
            Kind::InvalidValue,
            "slug.empty",
            Some(0),
            r#"invalid empty "": it is empty; without the option, such a text has no slug"#,
        ),
        (
            r#"slug = { empty = "A", case = "lower" }"#,
            Kind::InvalidValue,
            "slug.empty",
            Some(0),
            r#"invalid empty "A": unexpected 'A' at byte 0; it must be as the other slug options would make it"#,
        ),
        (
            r#"slug = { empty = "main", max-length = 3 }"#,
            Kind::InvalidValue,
            "slug.empty",
            Some(3),
            r#"invalid empty "main": 4 bytes are 1 over the limit of 3; max-length is for it as well"#,
        ),
    ]);
}
