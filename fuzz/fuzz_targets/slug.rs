#![no_main]
//! Any options, any text: the first line is `case=lower runs=collapse` and the like.

use libfuzzer_sys::fuzz_target;
use tagwright::{Slug, SlugCase, SlugEdges, SlugOptions, SlugRules, SlugRuns};

fuzz_target!(|input: &str| {
    let (line, text) = input.split_once('\n').unwrap_or(("", input));
    let mut options = SlugOptions::default();
    for option in line.split(' ') {
        match option.split_once('=') {
            Some(("case", "lower")) => options.case = SlugCase::Lower,
            Some(("keep", keep)) => options.keep = keep.into(),
            Some(("runs", "collapse")) => options.runs = SlugRuns::Collapse,
            Some(("max-length", length)) => options.max_length = length.parse().unwrap_or(40),
            Some(("edges", "trim")) => options.edges = SlugEdges::Trim,
            Some(("empty", empty)) => options.empty = Some(empty.into()),
            Some(("distinct", digits)) => options.distinct = digits.parse().unwrap_or(0),
            _ => {}
        }
    }
    if let Ok(rules) = SlugRules::new(options.clone()) {
        let slug = rules.slug(text);
        assert!(slug.is_some() || options.empty.is_none() && options.distinct == 0);
        let slug = slug.as_ref().map_or("", Slug::as_str);
        let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        assert!(slug.len() <= options.max_length && slug.bytes().all(is_legal));
        if options.distinct == 0 && !slug.is_empty() {
            assert_eq!(rules.slug(slug).as_ref().map(Slug::as_str), Some(slug), "idempotent");
        }
    }

    let head: String = text.chars().take(40).collect();
    let literal = head.replace(|one: char| !one.is_ascii_alphanumeric(), "-");
    assert_eq!(Slug::slugify(text), Slug::new(literal).ok(), "the first 40, one by one");

    let is_label = |text: &str, most| {
        let is_legal = |one| matches!(one, b'a'..=b'z' | b'0'..=b'9' | b'-');
        (1..=most).contains(&text.len()) && text.bytes().all(is_legal) && !text.ends_with('-')
    };
    let slug = Slug::gitlab_environment(text);
    assert!(is_label(slug.as_str(), 24) && slug.as_str().starts_with(char::is_alphabetic));
    let Some(slug) = Slug::gitlab_ref(text) else { return };
    assert!(is_label(slug.as_str(), 63) && !slug.as_str().starts_with('-'));
});
