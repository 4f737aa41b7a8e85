//! Audits: at most 5 ms for the built-in policy, at most 1 s for a hundred rules,
//! even such as are meant to take long, and seconds for the largest that load.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tagwright::Policy;

const HEAD: &str = r#"
    version = 1
    slug = { edges = "trim", empty = "unnamed" }
    images = [{ name = "{project}", push = "registry.example.com" }]
"#;

fn rules(count: usize, rule: impl Fn(usize) -> String) -> Policy {
    let rules: String = (0..count).map(rule).collect();
    toml::from_str(&format!("{HEAD}{rules}")).unwrap()
}

fn hundred(rule: impl Fn(usize) -> String) -> Policy {
    rules(100, rule)
}

fn rule(index: usize, branch: &str, tags: &str) -> String {
    of_any(index, &format!("'{branch}'"), tags)
}

fn of_any(index: usize, branches: &str, tags: &str) -> String {
    format!("[[rules]]\nname = \"r{index}\"\nwhen = {{ branch = {branches} }}\ntags = [{tags}]\n")
}

/// As many tags as a rule may have.
fn tags(tag: impl Fn(usize) -> String) -> String {
    (0..64).map(tag).collect::<Vec<_>>().join(", ")
}

/// As many patterns as a list may have.
fn patterns(pattern: impl Fn(usize) -> String) -> String {
    let all: Vec<String> = (0..256).map(pattern).collect();
    format!("[{}]", all.join(", "))
}

fn audits(criterion: &mut Criterion) {
    let bare = format!(
        "{HEAD}{}{}",
        rule(0, "main", "'main-{short_sha}', 'latest'"),
        rule(1, "*", "'{slug}'"),
    );
    let slugs = tags(|tag| format!("'{tag}-{{slug}}'"));
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
        (
            "100 monorepo services",
            hundred(|index| {
                let when = format!("{{ release = {{ prefix = 's{index}/v' }} }}");
                let tags = format!("'s{index}-{{version}}', 's{index}-{{major}}.{{minor}}'");
                format!("[[rules]]\nname = \"r{index}\"\nwhen = {when}\ntags = [{tags}]\n")
            }),
        ),
        ("a glob of stars", rules(2, |index| rule(index, &"*ab".repeat(300 + index), "'{slug}'"))),
        (
            "256 x 64 texts",
            rules(256, |index| {
                let texts = tags(|tag| format!("'t{index}-{tag}'"));
                rule(index, &format!("b{index}"), &texts)
            }),
        ),
        ("256 x 64 slugs", rules(256, |index| rule(index, &format!("*-{index}"), &slugs))),
        (
            "256 x 64 slugs of 256 patterns",
            rules(256, |index| {
                let branches = patterns(|pattern| format!("'*a{pattern}*-{index}'"));
                of_any(index, &branches, &slugs)
            }),
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
