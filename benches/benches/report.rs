//! What is said of a plan and of a policy, beside the plan itself. An
//! explanation is to take at most 20 µs.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tagwright::{CiContext, Policy, TableRow, Timestamp};

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

criterion_group!(benches, explanations, policies);
criterion_main!(benches);
