//! Slugs, compared with common alternatives, which do not all give the same slug.

use std::hint::black_box;

use heck::ToKebabCase;
use regex::Regex;
use tagwright::SlugRules;
use tagwright::name::SlugOptions;

use crate::case::{Group, Limit};

/// The built-in rules as one would write them in a job.
fn of_characters(text: &str) -> String {
    let mut slug = String::with_capacity(40);
    for character in text.chars().take(40) {
        slug.push(if character.is_ascii_alphanumeric() { character } else { '-' });
    }
    slug
}

/// The same, by somebody who looked at its assembly.
fn of_bytes(text: &str) -> String {
    let mut slug = Vec::with_capacity(40);
    for byte in text.bytes().filter(|byte| byte & 0xC0 != 0x80) {
        if slug.len() == 40 {
            break;
        }
        slug.push(if byte.is_ascii_alphanumeric() { byte } else { b'-' });
    }
    String::from_utf8(slug).unwrap()
}

pub(super) fn groups() -> Vec<Group> {
    let long = "feature/JIRA-1234_".repeat(57);
    [
        ("48 bytes of ASCII", "feature/JIRA-1234_add-the-search-index/part.2/of"),
        ("48 bytes of more", "größe/ändern-überall_ßß/日本語ブ/édit"),
        ("1024 bytes", &long[..1024]),
    ]
    .map(|(name, text)| group(name, text))
    .into()
}

fn group(name: &str, text: &str) -> Group {
    assert_eq!(SlugRules::CWIQ.slug(text).unwrap(), of_characters(text).as_str());
    assert_eq!(of_bytes(text), of_characters(text));
    let regex = Regex::new("[^A-Za-z0-9]").unwrap();
    let mut options = SlugOptions::default();
    options.distinct = 10;
    let distinct = SlugRules::new(options).unwrap();
    let text: &str = String::leak(text.to_owned());
    let text = move || black_box(text);

    Group::new(format!("slug of {name}"))
        .floor("copy", move || drop(black_box(text().to_owned())))
        .floor("loop over bytes", move || drop(black_box(of_bytes(text()))))
        .floor("loop over characters", move || drop(black_box(of_characters(text()))))
        .ours("built-in rules", move || drop(black_box(SlugRules::CWIQ.slug(text()))))
        .at_most([Limit::Times(1.3, "loop over characters")])
        .ours("DNS label", move || drop(black_box(SlugRules::DNS_LABEL.slug(text()))))
        .ours("GitLab's", move || drop(black_box(SlugRules::GITLAB_REF.slug(text()))))
        .ours("distinct by SHA-256", move || drop(black_box(distinct.slug(text()))))
        .peer("regex", move || drop(black_box(regex.replace_all(text(), "-").into_owned())))
        .peer("slug", move || drop(black_box(slug::slugify(text()))))
        .peer("slugify", move || drop(black_box(slugify::slugify(text(), "", "-", Some(40)))))
        .peer("heck", move || drop(black_box(text().to_kebab_case())))
}
