//! Plans, their texts, and what comes before the first plan, each beside a
//! floor: the same strings by plain `format!`. Allocations are printed first.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use tagwright::{CiContext, Plan, Policy, Timestamp};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
/// Off while time is measured: an atomic addition takes as long as an
/// allocation.
static IS_COUNTING: AtomicBool = AtomicBool::new(false);

fn allocated() {
    if IS_COUNTING.load(Relaxed) {
        ALLOCATIONS.fetch_add(1, Relaxed);
    }
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocated();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        allocated();
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

const SHA: &str = "a1b2c3d8e5f60718293a4b5c6d7e8f9001122334";

fn contexts() -> [(&'static str, CiContext); 4] {
    let known = |context: CiContext| {
        let created = Timestamp::parse("2026-03-18T09:00:00Z").unwrap();
        context.with_created(created).with_workspace("/builds/orchestrator/server").unwrap()
    };
    [
        ("main", known(CiContext::branch("server", "main", SHA).unwrap())),
        ("feature", known(CiContext::branch("server", "feature/search", SHA).unwrap())),
        ("merge request", known(CiContext::pull_request("server", 7, "fix/x", SHA).unwrap())),
        ("tag", known(CiContext::tag("server", "v1.0.0", SHA).unwrap())),
    ]
}

/// What a plan for `main` holds, as one would write it in a job.
fn floor(project: &str, branch: &str, sha: &str, created: &str) -> Vec<String> {
    let push = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}");
    let pull = format!("nexus.shared.cwiq.io:8444/orchestrator-{project}");
    let cache = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}/cache");
    let tag = format!("{branch}-{}", &sha[..8]);
    let mut strings = vec![push, pull, cache, tag.clone(), "latest".into()];
    strings.push(branch.replace(|found: char| !found.is_ascii_alphanumeric(), "-"));
    let values = ["".into(), created.into(), sha.into(), created.into(), sha.into(), tag];
    for (key, value) in ["VERSION", "BUILD_DATE", "VCS_REF", "created", "revision", "IMAGE_TAG"]
        .into_iter()
        .zip::<[String; 6]>(values)
    {
        strings.extend([key.to_owned(), value]);
    }
    strings
}

/// The same, and the two texts that a job needs.
fn floor_of_texts(project: &str, branch: &str, sha: &str, created: &str) -> (String, String) {
    let push = format!("nexus.shared.cwiq.io:8443/orchestrator-{project}");
    let tag = format!("{branch}-{}", &sha[..8]);
    let folder = format!("/builds/orchestrator/{project}");
    let env = format!("IMAGE_TAG={tag}\n");
    let command = format!(
        "/kaniko/executor --context {folder} --dockerfile {folder}/Dockerfile \
         --destination {push}:{tag} --destination {push}:latest \
         --cache=true --cache-repo={push}/cache --build-arg VERSION= \
         --build-arg BUILD_DATE={created} --build-arg VCS_REF={sha}"
    );
    (env, command)
}

fn texts(plan: &Plan) -> (String, String) {
    (plan.build_env().to_string(), plan.kaniko().to_string())
}

fn count<T>(name: &str, work: impl Fn() -> T) {
    const RUNS: usize = 64;
    drop(black_box(work()));
    ALLOCATIONS.store(0, Relaxed);
    IS_COUNTING.store(true, Relaxed);
    for _ in 0..RUNS {
        drop(black_box(work()));
    }
    IS_COUNTING.store(false, Relaxed);
    let each = ALLOCATIONS.load(Relaxed) / RUNS;
    println!("{each:>5} allocations  {name}");
}

fn plans(criterion: &mut Criterion) {
    let created = "2026-03-18T09:00:00Z";
    let policy = Policy::cwiq();
    let toml = toml::to_string(&policy).unwrap();
    assert_eq!(toml::from_str::<Policy>(&toml).unwrap(), policy);
    let [(_, main), ..] = &contexts();
    let expected = floor_of_texts("server", "main", SHA, created);
    assert_eq!(texts(&policy.plan(main).unwrap()), expected);

    let mut run = |group: &str, name: &str, work: &dyn Fn()| {
        count(&format!("{group}/{name}"), work);
        criterion
            .benchmark_group(group)
            .bench_function(BenchmarkId::from_parameter(name), |bencher| bencher.iter(work));
    };
    let sample = |text| black_box::<&'static str>(text);
    run("plan", "floor", &|| {
        let strings = floor(sample("server"), sample("main"), sample(SHA), sample(created));
        drop(black_box(strings));
    });
    for (name, context) in &contexts() {
        run("plan", name, &|| drop(black_box(policy.plan(black_box(context)))));
    }
    run("plan and texts", "floor", &|| {
        let strings = floor(sample("server"), sample("main"), sample(SHA), sample(created));
        let texts = floor_of_texts(sample("server"), sample("main"), sample(SHA), sample(created));
        drop(black_box((strings, texts)));
    });
    for (name, context) in &contexts() {
        run("plan and texts", name, &|| {
            let plan = policy.plan(black_box(context)).unwrap();
            drop(black_box(texts(&plan)));
        });
    }
    let plan = policy.plan(main).unwrap();
    run("texts", "floor", &|| {
        let texts = floor_of_texts(sample("server"), sample("main"), sample(SHA), sample(created));
        drop(black_box(texts));
    });
    run("texts", "build.env", &|| drop(black_box(black_box(&plan).build_env().to_string())));
    run("texts", "kaniko", &|| drop(black_box(black_box(&plan).kaniko().to_string())));
    run("texts", "json", &|| drop(black_box(serde_json::to_string(black_box(&plan)))));
    run("policy", "floor: toml alone", &|| {
        drop(black_box(toml::from_str::<toml::Table>(black_box(&toml))));
    });
    run("policy", "from toml", &|| {
        drop(black_box(toml::from_str::<Policy>(black_box(&toml))));
    });
    run("policy", "built-in", &|| drop(black_box(Policy::cwiq())));
    run("policy", "built-in and first plan", &|| {
        drop(black_box(Policy::cwiq().plan(black_box(main))));
    });
}

criterion_group!(benches, plans);
criterion_main!(benches);
