//! Slugs as their specifications make them: a step after the other on the whole
//! text, whatever it costs.

use sha2::{Digest, Sha256};
use tagwright::name::{SlugCase, SlugEdges, SlugOptions, SlugRuns};

/// What a character becomes: itself, or one that is replaced or removed.
#[derive(Clone, Copy, PartialEq)]
enum One {
    Kept(char),
    Replaced,
}

/// The slug by these options; nothing, where nothing is left.
#[must_use]
pub fn by_options(options: &SlugOptions, text: &str) -> Option<String> {
    let replacement = options.replacement.chars().next();
    let text_in_case =
        if options.case == SlugCase::Lower { lowered(text) } else { text.to_owned() };
    let mut slug: Vec<One> = text_in_case
        .chars()
        .map(|one| match one {
            'a'..='z' | 'A'..='Z' | '0'..='9' => One::Kept(one),
            _ if options.keep.contains(one) || Some(one) == replacement => One::Kept(one),
            _ => One::Replaced,
        })
        .collect();
    if options.runs == SlugRuns::Replaced {
        slug.dedup_by(|one, before| *one == One::Replaced && *before == One::Replaced);
    }
    let mut slug: Vec<char> = slug
        .into_iter()
        .filter_map(|one| match one {
            One::Kept(one) => Some(one),
            One::Replaced => replacement,
        })
        .collect();
    if options.runs == SlugRuns::Collapse {
        slug.dedup_by(|one, before| Some(*one) == replacement && one == before);
    }
    let digits = options.distinct;
    slug.truncate(options.max_length - if digits == 0 { 0 } else { digits + 1 });
    let slug: String = slug.into_iter().collect();
    let edges = |part: &str| match options.edges {
        SlugEdges::Trim => part.trim_matches(|one: char| !one.is_ascii_alphanumeric()).into(),
        SlugEdges::Legal => part.trim_start_matches(['-', '.']).into(),
        _ => String::from(part),
    };
    let parts: Vec<&str> =
        if options.keep.contains('/') { slug.split('/').collect() } else { vec![&slug] };
    let parts = parts.into_iter().map(edges).filter(|part| !part.is_empty());
    let mut slug = parts.collect::<Vec<_>>().join("/");
    if slug.is_empty() {
        slug = options.empty.clone().unwrap_or_default();
    }
    if digits > 0 {
        let collapses = options.runs == SlugRuns::Collapse && replacement == Some('-');
        let joins = collapses && slug.ends_with('-');
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

fn hyphenated(text: &str) -> String {
    let is_plain = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit();
    lowered(text).replace(|one| !is_plain(one), "-")
}

fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

/// The lower case of each character by itself: that of `str` looks at the end of a word.
fn lowered(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
