//! What is said of a plan and of a policy, beside the plan itself, and what a
//! tag says. An explanation is to take at most 20 µs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tagwright::{CiContext, Dialect, Policy, TableRow, Tag, Timestamp};

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

fn contexts() -> [(&'static str, CiContext); 4] {
    let known = |context: CiContext| {
        context.with_created(Timestamp::parse("2026-03-18T09:00:00Z").unwrap())
    };
    let long = "feature/JIRA-1234_".repeat(228);
    [
        ("main", known(CiContext::branch("server", "main", SHA).unwrap())),
        ("feature", known(CiContext::branch("server", "feature/search", SHA).unwrap())),
        ("4 KiB", known(CiContext::branch("server", format!("{long}x"), SHA).unwrap())),
        ("no rule", known(CiContext::tag("server", "nightly", SHA).unwrap())),
    ]
}

fn explanations(criterion: &mut Criterion) {
    let policy = Policy::cwiq();
    let mut group = criterion.benchmark_group("explain");
    for (name, context) in &contexts() {
        let mut bench = |way: &str, run: &dyn Fn(&CiContext) -> usize| {
            group.bench_with_input(BenchmarkId::new(way, name), context, |bencher, context| {
                bencher.iter(|| run(black_box(context)));
            });
        };
        bench("plan", &|context| usize::from(policy.plan(context).is_ok()));
        bench("explain", &|context| policy.explain(context).rules().len());
        bench("explain, as text", &|context| policy.explain(context).to_string().len());
    }
}

fn policies(criterion: &mut Criterion) {
    let policy = Policy::cwiq();
    let mut document = policy.document().clone();
    document.rules[1].tags[0].tag = "topic-{slug}-{short_sha}".into();
    let other = Policy::new(document).unwrap();
    let table = policy.table();
    let contexts: Vec<&CiContext> = table.rows().iter().map(TableRow::context).collect();
    let mut group = criterion.benchmark_group("policy");
    group.bench_function("table", |bencher| bencher.iter(|| black_box(&policy).table()));
    group.bench_function("table, as text", |bencher| {
        bencher.iter(|| black_box(&policy).table().to_string())
    });
    group.bench_function("diagram, as text", |bencher| {
        bencher.iter(|| black_box(&policy).diagram().to_string())
    });
    group.bench_function("diff of 8 events", |bencher| {
        bencher.iter(|| black_box(&policy).diff(&other, contexts.iter().copied()))
    });
}

/// As many rules and tags as there may be, each told apart by its text.
fn largest() -> Policy {
    let mut document = Policy::cwiq().document().clone();
    let [_, feature, ..] = document.rules.as_slice() else { unreachable!() };
    let feature = feature.clone();
    document.rules = (0..256)
        .map(|rule| {
            let mut feature = feature.clone();
            feature.name = format!("rule-{rule}");
            let tag = &feature.tags[0];
            let tags = (0..64).map(|index| {
                let mut tag = tag.clone();
                tag.tag = format!("branch-{{slug}}-{{short_sha}}-{rule}-{index}");
                tag
            });
            feature.tags = tags.collect();
            feature
        })
        .collect();
    Policy::new(document).unwrap()
}

fn tags(criterion: &mut Criterion) {
    let (policy, largest) = (Policy::cwiq(), largest());
    let mut group = criterion.benchmark_group("recognize");
    let hyphens = "-".repeat(128 - "branch-a1b2c3d8-255-63".len());
    for (name, policy, tag) in [
        ("feature", &policy, "branch-feature-search-a1b2c3d8".to_owned()),
        ("128 characters", &policy, format!("branch-{}", "a".repeat(121))),
        ("16384 templates", &largest, "branch-feature-search-a1b2c3d8-255-63".to_owned()),
        ("16384 templates, 128 characters", &largest, format!("branch-{hyphens}a1b2c3d8-255-63")),
    ] {
        let tag = Tag::new(tag).unwrap();
        group.bench_function(name, |bencher| bencher.iter(|| policy.recognize(black_box(&tag))));
    }
    group.bench_function("patterns", |bencher| {
        bencher.iter(|| black_box(&policy).patterns(Dialect::Go));
    });
}

criterion_group!(benches, explanations, policies, tags);
criterion_main!(benches);
