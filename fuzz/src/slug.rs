//! Slugs as their specifications make them: a step after the other on the whole
//! text, whatever it costs.

use sha2::{Digest, Sha256};
use tagwright::name::{SlugCase, SlugEdges, SlugOptions, SlugRuns};

/// The slug by these options; nothing, where nothing is left.
#[must_use]
pub fn by_options(options: &SlugOptions, text: &str) -> Option<String> {
    let is_lower = options.case == SlugCase::Lower;
    let mut slug: Vec<char> = text.chars().collect();
    for one in &mut slug {
        if is_lower {
            *one = one.to_ascii_lowercase();
        }
        if !one.is_ascii_alphanumeric() && !options.keep.contains(*one) {
            *one = '-';
        }
    }
    if options.runs == SlugRuns::Collapse {
        slug.dedup_by(|one, before| *one == '-' && *before == '-');
    }
    let digits = options.distinct;
    slug.truncate(options.max_length - if digits == 0 { 0 } else { digits + 1 });
    let mut slug: String = slug.into_iter().collect();
    if options.edges == SlugEdges::Trim {
        slug = slug.trim_matches(|one: char| !one.is_ascii_alphanumeric()).into();
    }
    if slug.is_empty() {
        slug = options.empty.clone().unwrap_or_default();
    }
    if digits > 0 {
        let joins = options.runs == SlugRuns::Collapse && slug.ends_with('-');
        let hyphen = if slug.is_empty() || joins { "" } else { "-" };
        slug = format!("{slug}{hyphen}{}", &sha256(text)[..digits]);
    }
    (!slug.is_empty()).then_some(slug)
}

/// GitLab's `CI_COMMIT_REF_SLUG`: `Gitlab::Utils.slugify`.
#[must_use]
pub fn gitlab_ref(text: &str) -> Option<String> {
    let head: String = hyphenated(text).chars().take(63).collect();
    let slug = head.trim_matches('-');
    (!slug.is_empty()).then(|| slug.into())
}

/// GitLab's `CI_ENVIRONMENT_SLUG`: `Gitlab::Slug::Environment`.
#[must_use]
pub fn gitlab_environment(name: &str) -> String {
    let mut slug = hyphenated(name);
    if !slug.starts_with(|first: char| first.is_ascii_lowercase()) {
        slug = format!("env-{slug}");
    }
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    if slug.len() <= 24 && slug == name {
        return slug.strip_suffix('-').unwrap_or(&slug).into();
    }
    slug.truncate(17);
    let hyphen = if slug.ends_with('-') { "" } else { "-" };
    format!("{slug}{hyphen}{}", last_of_base_36(&sha256(name)))
}

fn hyphenated(text: &str) -> String {
    let is_plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit();
    text.to_lowercase().replace(|one| !is_plain(one), "-")
}

fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// The last six digits of a hexadecimal number in base 36, by long division.
fn last_of_base_36(hex: &str) -> String {
    let mut number: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let mut last = Vec::new();
    for _ in 0..6 {
        let mut rest = 0;
        for digit in &mut number {
            let value = rest * 16 + *digit;
            (*digit, rest) = (value / 36, value % 36);
        }
        last.extend(char::from_digit(rest, 36));
    }
    last.into_iter().rev().collect()
}
