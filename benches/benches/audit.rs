//! Audits: at most 5 ms for the built-in policy, at most 1 s for a hundred rules,
//! even such as are meant to take long.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tagwright::Policy;

const HEAD: &str = r#"
    version = 1
    slug = { edges = "trim", empty = "unnamed" }
    images = [{ name = "{project}", push = "registry.example.com" }]
"#;

fn hundred(rule: impl Fn(usize) -> String) -> Policy {
    let rules: String = (0..100).map(rule).collect();
    toml::from_str(&format!("{HEAD}{rules}")).unwrap()
}

fn rule(index: usize, branch: &str, tags: &str) -> String {
    format!("[[rules]]\nname = \"r{index}\"\nwhen = {{ branch = '{branch}' }}\ntags = [{tags}]\n")
}

fn audits(criterion: &mut Criterion) {
    let bare = format!(
        "{HEAD}{}{}",
        rule(0, "main", "'main-{short_sha}', 'latest'"),
        rule(1, "*", "'{slug}'"),
    );
    let policies = [
        ("built-in", Policy::cwiq()),
        ("bare slug", toml::from_str(&bare).unwrap()),
        (
            "100 teams",
            hundred(|index| {
                let tags = format!("'team{index}-{{slug}}-{{short_sha}}', 'team{index}'");
                rule(index, &format!("team{index}/*"), &tags)
            }),
        ),
        ("100 names", hundred(|index| rule(index, &format!("release-{index}"), "'{slug}'"))),
        (
            "100 that meet in the cut",
            hundred(|index| rule(index, &format!("*-{index}"), "'{slug}'")),
        ),
        (
            "100 regexes",
            hundred(|index| rule(index, &format!("/[ab]*a[ab]{{14}}-{index}/"), "'{slug}'")),
        ),
    ];
    let mut group = criterion.benchmark_group("audit");
    group.sample_size(10);
    for (name, policy) in &policies {
        group.bench_function(*name, |bencher| bencher.iter(|| black_box(policy).audit().len()));
    }
}

criterion_group!(benches, audits);
criterion_main!(benches);
