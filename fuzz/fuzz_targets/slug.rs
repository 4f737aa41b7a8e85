#![no_main]
//! Every slug is what its specification makes, step by step: by any options, and
//! GitLab's. The first line is `case=lower runs=collapse` and the like.

use libfuzzer_sys::fuzz_target;
use tagwright::name::{SlugCase, SlugEdges, SlugOptions, SlugRuns};
use tagwright::{Slug, SlugRules};
use tagwright_fuzz::slug;

fuzz_target!(|input: &str| {
    let (line, text) = input.split_once('\n').unwrap_or(("", input));
    let mut options = SlugOptions::default();
    for option in line.split(' ') {
        match option.split_once('=') {
            Some(("case", "lower")) => options.case = SlugCase::Lower,
            Some(("keep", keep)) => options.keep = keep.into(),
            Some(("replacement", replacement)) => options.replacement = replacement.into(),
            Some(("runs", "collapse")) => options.runs = SlugRuns::Collapse,
            Some(("runs", "replaced")) => options.runs = SlugRuns::Replaced,
            Some(("max-length", length)) => options.max_length = length.parse().unwrap_or(40),
            Some(("edges", "trim")) => options.edges = SlugEdges::Trim,
            Some(("edges", "legal")) => options.edges = SlugEdges::Legal,
            Some(("empty", empty)) => options.empty = Some(empty.into()),
            Some(("distinct", digits)) => options.distinct = digits.parse().unwrap_or(0),
            _ => {}
        }
    }
    if let Ok(rules) = SlugRules::new(options.clone()) {
        let slug = rules.slug(text);
        assert_eq!(slug.as_ref().map(Slug::as_str), slug::by_options(&options, text).as_deref());
        assert!(slug.is_some() || options.empty.is_none() && options.distinct == 0);
        let slug = slug.as_ref().map_or("", Slug::as_str);
        let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte);
        assert!(slug.len() <= options.max_length && slug.bytes().all(is_legal));
        if options.distinct == 0 && !slug.is_empty() {
            assert_eq!(rules.slug(slug).as_ref().map(Slug::as_str), Some(slug), "idempotent");
        }
        assert!(options.keep.contains('/') || !slug.contains('/'), "a path");
        let again = SlugRules::new(rules.options());
        assert_eq!(again, Ok(rules), "its options make it again");
    }

    let built_in = SlugRules::CWIQ.slug(text);
    let model = slug::by_options(&SlugOptions::default(), text);
    assert_eq!(built_in.as_ref().map(Slug::as_str), model.as_deref());
    let gitlab = SlugRules::GITLAB_REF.slug(text);
    let model = slug::gitlab_ref(text).unwrap_or_else(|| "unnamed".into());
    assert_eq!(gitlab.as_ref().map(Slug::as_str), Some(&*model));
});
