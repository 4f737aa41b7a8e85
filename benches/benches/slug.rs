//! Slugs against hand-written loops, the floor, and three ways in common use,
//! which do not all give the same slug.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use heck::ToKebabCase;
use regex::Regex;
use tagwright::{Slug, SlugOptions, SlugRules};

/// The built-in rules as one would write them in a job.
fn floor(text: &str) -> String {
    let mut slug = String::with_capacity(40);
    for character in text.chars().take(40) {
        slug.push(if character.is_ascii_alphanumeric() { character } else { '-' });
    }
    slug
}

/// The same, by somebody who looked at its assembly.
fn floor_of_bytes(text: &str) -> String {
    let mut slug = Vec::with_capacity(40);
    for byte in text.bytes().filter(|byte| byte & 0xC0 != 0x80) {
        if slug.len() == 40 {
            break;
        }
        slug.push(if byte.is_ascii_alphanumeric() { byte } else { b'-' });
    }
    String::from_utf8(slug).unwrap()
}

fn slugs(criterion: &mut Criterion) {
    let ascii = "feature/JIRA-1234_add-the-search-index/part.2/of";
    let foreign = "größe/ändern-überall_ßß/日本語ブ/édit";
    let long = "feature/JIRA-1234_".repeat(57);
    let long = &long[..1024];
    assert_eq!((ascii.len(), foreign.len()), (48, 48));
    let regex = Regex::new("[^A-Za-z0-9]").unwrap();
    let mut options = SlugOptions::default();
    options.distinct = 10;
    let distinct = SlugRules::new(options).unwrap();

    let mut group = criterion.benchmark_group("slug");
    for (name, text) in [("48 ascii", ascii), ("48 non-ascii", foreign), ("1024", long)] {
        assert_eq!(Slug::slugify(text).unwrap(), floor(text).as_str());
        let mut bench = |way: &str, slug: &dyn Fn(&str) -> usize| {
            group.bench_with_input(BenchmarkId::new(way, name), text, |bencher, text| {
                bencher.iter(|| slug(black_box(text)));
            });
        };
        bench("floor", &|text| black_box(floor(text)).len());
        bench("floor of bytes", &|text| black_box(floor_of_bytes(text)).len());
        bench("cwiq", &|text| black_box(Slug::slugify(text)).iter().count());
        bench("dns-label", &|text| black_box(SlugRules::DNS_LABEL.slug(text)).iter().count());
        bench("distinct", &|text| black_box(distinct.slug(text)).iter().count());
        bench("gitlab-ref", &|text| black_box(Slug::gitlab_ref(text)).iter().count());
        bench("regex", &|text| black_box(regex.replace_all(text, "-").into_owned()).len());
        bench("slug crate", &|text| black_box(slug::slugify(text)).len());
        bench("heck", &|text| black_box(text.to_kebab_case()).len());
    }
}

criterion_group!(benches, slugs);
criterion_main!(benches);
