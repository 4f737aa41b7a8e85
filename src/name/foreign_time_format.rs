use alloc::string::String;

/// Returns the strftime format that is most likely meant by a time format without any
/// `%`, such as `YYYY-MM-DD` or the notation of another tool. `None` if it is not
/// recognized.
pub(crate) fn meant_by(format: &str) -> Option<String> {
    /// Longest first. `MM` after an hour means minutes.
    const ITEMS: [(&str, &str); 31] = [
        ("iso8601", "%Y-%m-%dT%H%M%S"),
        ("rfc3339", "%Y-%m-%dT%H%M%S"),
        ("unix", "%s"),
        ("epoch", "%s"),
        ("timestamp", "%s"),
        ("date", "%Y%m%d"),
        ("YYYY", "%Y"),
        ("yyyy", "%Y"),
        ("GGGG", "%G"),
        ("2006", "%Y"),
        ("DDDD", "%j"),
        ("DDD", "%-j"),
        ("YY", "%y"),
        ("yy", "%y"),
        ("MM", "%m"),
        ("DD", "%d"),
        ("dd", "%d"),
        ("HH", "%H"),
        ("hh", "%H"),
        ("mm", "%M"),
        ("ss", "%S"),
        ("SS", "%S"),
        ("WW", "%V"),
        ("01", "%m"),
        ("02", "%d"),
        ("15", "%H"),
        ("04", "%M"),
        ("05", "%S"),
        ("M", "%-m"),
        ("D", "%-d"),
        ("H", "%-H"),
    ];
    let mut meant = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let item = ITEMS.iter().find_map(|(word, item)| Some((*item, rest.strip_prefix(word)?)));
        match item {
            Some(("%m", tail)) if meant.ends_with("%H") || meant.ends_with("%H:") => {
                meant.push_str("%M");
                rest = tail;
            }
            // `MMM` is the name of a month.
            Some((item, _)) if meant.ends_with(item.trim_start_matches(['%', '-'])) => return None,
            Some((item, tail)) => {
                meant.push_str(item);
                rest = tail;
            }
            None if first == 'T' || !first.is_ascii_alphanumeric() => {
                meant.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
            None => return None,
        }
    }
    meant.contains('%').then_some(meant)
}
