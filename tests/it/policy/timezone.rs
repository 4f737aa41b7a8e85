use tagwright::document::PolicyErrorKind as Kind;
use tagwright::{CiContext, Timestamp};

use super::{assert_refused, rule, tags};
use crate::given::{SHA, load};

fn at(instant: &str) -> CiContext {
    let instant = Timestamp::parse(instant).unwrap();
    CiContext::branch("server", "main", SHA).unwrap().with_created(instant).with_committed(instant)
}

#[test]
fn every_format_is_written_in_the_time_of_the_policy() {
    const FORMAT: &str = "{created:%Y-%m-%d.%H%M%S}_{committed:%j.%G-%V-%u.%y}_{created:%s}";
    for (zone, instant, expected) in [
        ("+00:00", "2026-03-18T20:00:00Z", "2026-03-18.200000_077.2026-12-3.26_1773864000"),
        ("+09:00", "2026-03-18T20:00:00Z", "2026-03-19.050000_078.2026-12-4.26_1773864000"),
        ("+05:45", "2026-03-18T20:00:00Z", "2026-03-19.014500_078.2026-12-4.26_1773864000"),
        ("-03:30", "2026-01-01T03:29:59Z", "2025-12-31.235959_365.2026-01-3.25_1767238199"),
        ("-12:00", "1970-01-01T00:00:00Z", "1969-12-31.120000_365.1970-01-3.69_0"),
        ("+14:00", "2024-02-28T10:00:01Z", "2024-02-29.000001_060.2024-09-4.24_1709114401"),
        // Four digits, as the proof says.
        ("+00:01", "9999-12-31T23:59:59Z", "0000-01-01.000059_001.9999-52-6.00_253402300799"),
    ] {
        let policy = load(&format!("timezone = \"{zone}\"\n{}", rule("", FORMAT))).unwrap();
        assert_eq!(tags(&policy, &at(instant)), Ok(vec![expected.to_owned()]), "{zone}");
    }
}

/// For every half hour of a year, and the offsets that places have.
#[test]
fn an_offset_is_as_many_seconds_later() {
    let of = |zone: &str| {
        load(&format!("timezone = \"{zone}\"\n{}", rule("", "{created:%Y-%j-%H%M%S}"))).unwrap()
    };
    let utc = of("+00:00");
    for minutes in (-12 * 60..=14 * 60).step_by(15) {
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (i64::abs(minutes) / 60, i64::abs(minutes) % 60);
        let local = of(&format!("{sign}{hours:02}:{rest:02}"));
        for step in 0..200 {
            let instant = 1_767_225_599 + step * 157_321;
            let at = |seconds| {
                let instant = Timestamp::from_unix(seconds).unwrap();
                CiContext::branch("server", "main", SHA).unwrap().with_created(instant)
            };
            assert_eq!(tags(&local, &at(instant)), tags(&utc, &at(instant + minutes * 60)));
        }
    }
}

#[test]
fn without_a_format_an_instant_is_in_utc() {
    let policy =
        load("timezone = \"+09:00\"\nlabels = [\"a={created}\", \"b={created:%H}\"]").unwrap();
    let plan = policy.plan(&at("2026-03-18T20:00:00Z")).unwrap();
    assert_eq!(plan.labels().get("a"), Some("2026-03-18T20:00:00Z"));
    assert_eq!(plan.labels().get("b"), Some("05"));
    let explanation = policy.explain(&at("2026-03-18T20:00:00Z"));
    let steps: Vec<_> = explanation.texts.iter().flat_map(|text| &text.values).collect();
    let steps: Vec<_> = steps.iter().map(|value| value.steps.join(", ")).collect();
    assert_eq!(steps, ["", "", "in +09:00, as \"%H\""]);
}

#[test]
fn an_offset_is_fixed() {
    const FORM: &str = "expected a fixed offset from UTC such as \"+09:00\"";
    for (zone, remedy) in [
        ("09:00", FORM),
        ("+9:00", FORM),
        ("+0900", FORM),
        ("+09:60", FORM),
        ("+0x:00", FORM),
        ("+09:00:00", FORM),
        (
            "Asia/Seoul",
            "the offset of a named zone changes with daylight saving; expected a fixed offset from UTC such as \"+09:00\"",
        ),
        (
            "UTC",
            "the offset of a named zone changes with daylight saving; expected a fixed offset from UTC such as \"+09:00\"",
        ),
        ("+14:01", "offsets from -12:00 to +14:00 are supported"),
        ("-12:01", "offsets from -12:00 to +14:00 are supported"),
    ] {
        let part = format!("timezone = \"{zone}\"");
        let message = format!("invalid timezone \"{zone}\": {remedy}");
        assert_refused(&[(&*part, Kind::InvalidValue, "timezone", Some(0), &*message)]);
    }
    assert_refused(&[(
        "timezone = \"\"",
        Kind::InvalidValue,
        "timezone",
        Some(0),
        &*format!("invalid timezone \"\": it is empty; {FORM}"),
    )]);
}

/// What other tools write is answered with the items that were meant, and they load.
#[test]
fn a_format_without_an_item_is_refused() {
    for (format, meant) in [
        ("YYYYMMDD", "%Y%m%d"),
        ("YYYY-MM-DD", "%Y-%m-%d"),
        ("yyyyMMddHHmmss", "%Y%m%d%H%M%S"),
        ("YYYYMMDD-HHMM", "%Y%m%d-%H%M"),
        ("YYYYMMDDTHHmm", "%Y%m%dT%H%M"),
        ("yy.MM", "%y.%m"),
        ("YYYY.M.D", "%Y.%-m.%-d"),
        ("YY.DDD", "%y.%-j"),
        ("DD-MMM-YY", "%Y%m%d"),
        ("GGGG-WW", "%G-%V"),
        ("YYYY.DDDD", "%Y.%j"),
        ("20060102150405", "%Y%m%d%H%M%S"),
        ("unix", "%s"),
        ("iso8601", "%Y-%m-%dT%H%M%S"),
        ("date", "%Y%m%d"),
        ("7", "%Y%m%d"),
        ("nightly", "%Y%m%d"),
        ("-", "%Y%m%d"),
    ] {
        for name in ["created", "committed"] {
            let part = |format| rule("", &format!("x-{{{name}:{format}}}"));
            let message = format!(
                "the format \"{format}\" would write itself, as it holds no item such as %Y; did you \
                 mean {{{name}:{meant}}}?"
            );
            let index = Some("x-{:".len() + name.len());
            assert_refused(&[(
                &*part(format),
                Kind::Template,
                "rules[0].tags[0]",
                index,
                &*message,
            )]);
            assert_eq!(load(&part(meant)).map(drop), Ok(()));
        }
    }
}
