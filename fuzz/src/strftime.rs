//! Instants from 1970 on by their formats, from the count of days alone.

/// What strftime(3) makes of an instant so many seconds east of UTC; nothing, where the
/// format has an item that is not written here. Of a year it writes four digits.
#[must_use]
pub fn strftime(seconds: i64, offset: i64, format: &str) -> Option<String> {
    let local = seconds + offset;
    let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let [year, month, day] = date(days);
    let year_day = days - days_before(year) + 1;
    // 1 January 1970 was a Thursday.
    let weekday = (days + 3).rem_euclid(7) + 1;
    // The week of an ISO year is that of its Thursday.
    let thursday = days + 4 - weekday;
    let [iso_year, ..] = date(thursday);
    let week = (thursday - days_before(iso_year)) / 7 + 1;
    let (mut text, mut rest) = (String::new(), format.chars());
    while let Some(one) = rest.next() {
        if one != '%' {
            text.push(one);
            continue;
        }
        let item = match rest.next()? {
            'Y' => format!("{:04}", year % 10_000),
            'm' => format!("{month:02}"),
            'd' => format!("{day:02}"),
            'H' => format!("{:02}", second / 3600),
            'M' => format!("{:02}", second / 60 % 60),
            'S' => format!("{:02}", second % 60),
            'j' => format!("{year_day:03}"),
            'y' => format!("{:02}", year % 100),
            'G' => format!("{:04}", iso_year % 10_000),
            'V' => format!("{week:02}"),
            'u' => weekday.to_string(),
            's' => seconds.to_string(),
            '%' => "%".into(),
            _ => return None,
        };
        text += &item;
    }
    Some(text)
}

/// The days from 1970 to the first of January.
fn days_before(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before / 4 - before / 100 + before / 400 - 719_162
}

fn date(days: i64) -> [i64; 3] {
    // Never less than the year, and at most one more.
    let guess = 1970 + days.div_euclid(365) + 1;
    let year = (1969..=guess).rev().find(|year| days_before(*year) <= days).unwrap_or(1969);
    let february = days_before(year + 1) - days_before(year) - 337;
    let mut day = days - days_before(year);
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < length {
            break;
        }
        (day, month) = (day - length, month + 1);
    }
    [year, month, day + 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_at_the_edges_of_years() {
        for (seconds, expected) in [
            (0, "1970-01-01 001 1970-W01-4"),
            (1_230_768_000, "2009-01-01 001 2009-W01-4"),
            (1_262_304_000, "2010-01-01 001 2009-W53-5"),
            (1_230_595_200, "2008-12-30 365 2009-W01-2"),
            (1_709_164_800, "2024-02-29 060 2024-W09-4"),
            (253_402_300_799, "9999-12-31 365 9999-W52-5"),
        ] {
            assert_eq!(strftime(seconds, 0, "%Y-%m-%d %j %G-W%V-%u").as_deref(), Some(expected));
        }
        assert_eq!(strftime(3_661, 0, "%H:%M:%S %s%%").as_deref(), Some("01:01:01 3661%"));
        assert_eq!(strftime(3_661, -7_200, "%d %H:%M").as_deref(), Some("31 23:01"));
    }
}
