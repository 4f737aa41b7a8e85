use tagwright::Timestamp;

use super::refuses;

#[test]
fn offsets_fractions_and_leap_seconds() {
    for (input, expected, why) in [
        ("2026-03-18T09:00:00Z", "2026-03-18T09:00:00Z", "UTC"),
        ("2026-03-18T10:00:00+01:00", "2026-03-18T09:00:00Z", "an offset, as in GitLab's"),
        ("2026-03-17T23:30:00-09:30", "2026-03-18T09:00:00Z", "an offset over midnight"),
        ("2026-03-18T09:00:00.999999999Z", "2026-03-18T09:00:00Z", "a fraction is dropped"),
        ("2026-03-18t09:00:00z", "2026-03-18T09:00:00Z", "RFC 3339 allows lower case"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", "a leap second is the second before"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z", "a leap day"),
        ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "the first"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", "the last"),
    ] {
        let instant = Timestamp::parse(input).expect(why);
        assert_eq!(instant.to_string(), expected, "{why}");
        assert_eq!(expected.parse(), Ok(instant), "{why}");
        assert_eq!(Timestamp::from_unix(instant.to_unix()), Ok(instant), "{why}");
    }
}

#[test]
fn instants_are_ordered() {
    let early = Timestamp::parse("2026-03-18T09:00:00Z").unwrap();
    let late = Timestamp::parse("2026-03-18T09:00:00-01:00").unwrap();
    assert!(early < late);
}

#[test]
fn refusals() {
    const FORM: &str = "expected a form like 2026-03-18T09:00:00Z";
    for input in [
        "2026-03-18",
        "2026-03-18T09:00:00",
        "2026-03-18T25:00:00Z",
        "2023-02-29T00:00:00Z",
        "2026-3-18T09:00:00Z",
        "1773824400",
        "2026-03-18T09:00:00Z ",
        "yesterday",
    ] {
        let error = Timestamp::parse(input).expect_err(input);
        assert_eq!(error.to_string(), format!("invalid timestamp {input:?}: {FORM}"));
    }
    refuses(
        |text| Timestamp::parse(text),
        &[
            ("", r#"invalid timestamp "": it is empty; expected a form like 2026-03-18T09:00:00Z"#),
            (
                "1969-12-31T23:59:59Z",
                r#"invalid timestamp "1969-12-31T23:59:59Z": instants from 1970 to 9999 are supported"#,
            ),
            (
                "9999-12-31T23:59:59-01:00",
                r#"invalid timestamp "9999-12-31T23:59:59-01:00": instants from 1970 to 9999 are supported"#,
            ),
        ],
    );
    for seconds in [-1, 253_402_300_800, i64::MIN, i64::MAX] {
        assert_eq!(
            Timestamp::from_unix(seconds).unwrap_err().to_string(),
            format!(r#"invalid timestamp "{seconds}": instants from 1970 to 9999 are supported"#),
        );
    }
}

#[test]
fn it_takes_an_instant_of_chrono() {
    let instant = chrono::DateTime::from_timestamp(1_773_824_400, 999).unwrap();
    assert_eq!(Timestamp::try_from(instant), Timestamp::from_unix(1_773_824_400));
    assert!(Timestamp::try_from(chrono::DateTime::<chrono::Utc>::MIN_UTC).is_err());
}
