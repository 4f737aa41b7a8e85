//! Parsing a reference, against the least that reading its bytes one by one
//! costs, and against `oci-spec`.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use oci_spec::distribution;
use tagwright::{Reference, ReferenceRef};

/// Looks up the class of every byte, and stops at the first that has none.
fn floor(text: &str) -> bool {
    text.bytes().all(|byte| CLASSES[usize::from(byte)] != 0)
}

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => 1,
            b'A'..=b'Z' => 2,
            b'0'..=b'9' => 3,
            b'.' | b'_' | b'-' => 4,
            b'/' | b':' | b'@' | b'[' | b']' => 5,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

fn references(criterion: &mut Criterion) {
    let tagged =
        "nexus.shared.cwiq.io:8443/platforms/orchestrator-server:branch-feature-search-a1b2c3d8";
    let pinned =
        "ghcr.io/acme/i@sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
    assert_eq!((tagged.len(), pinned.len()), (86, 86));

    let mut group = criterion.benchmark_group("reference");
    for (name, text) in [("86 tagged", tagged), ("86 pinned", pinned), ("12", "ubuntu:24.04")] {
        let mut bench = |way: &str, parse: &dyn Fn(&str) -> bool| {
            group.bench_with_input(BenchmarkId::new(way, name), text, |bencher, text| {
                bencher.iter(|| parse(black_box(text)));
            });
        };
        bench("floor", &|text| black_box(floor(text)));
        bench("borrowed, strict", &|text| black_box(ReferenceRef::parse_strict(text)).is_ok());
        bench("borrowed", &|text| black_box(ReferenceRef::parse(text)).is_ok());
        bench("owned", &|text| black_box(Reference::parse(text)).is_ok());
        bench("oci-spec", &|text| black_box(text.parse::<distribution::Reference>()).is_ok());
    }
}

criterion_group!(benches, references);
criterion_main!(benches);
