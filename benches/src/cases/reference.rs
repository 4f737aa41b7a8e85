//! References, compared with other parsers from crates.io.

use std::hint::black_box;

use container_image_dist_ref::ImgRef;
use docker_image::DockerImage;
use oci_spec::distribution;
use tagwright::Reference;
use tagwright::name::ReferenceRef;

use crate::case::{Group, Limit};

pub(crate) const BORROWED: &str = "borrowed";
pub(crate) const STRICT: &str = "borrowed, strict";
pub(crate) const OWNED: &str = "owned";
pub(crate) const DIST_REF: &str = "container_image_dist_ref";
pub(crate) const OCI_SPEC: &str = "oci-spec";
pub(crate) const DOCKER_IMAGE: &str = "docker-image";
pub(crate) const BUILDKIT: &str = "buildkit-rs-reference";

const SCAN: &str = "class-table scan";

/// Looks up the class of every byte, and stops at the first that has none.
fn scan(text: &str) -> bool {
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

pub(super) fn groups() -> Vec<Group> {
    let tagged =
        "nexus.shared.cwiq.io:8443/platforms/orchestrator-server:branch-feature-search-a1b2c3d8";
    let pinned =
        "ghcr.io/acme/i@sha256:e6693c20186f837fc393390135d8a598a96a833917917789d63766cab6c59582";
    assert_eq!((tagged.len(), pinned.len()), (86, 86));
    [
        ("with a tag, 86 bytes", tagged),
        ("with a digest, 86 bytes", pinned),
        ("with neither host nor path, 12 bytes", "ubuntu:24.04"),
    ]
    .map(|(name, text)| group(name, text))
    .into()
}

fn group(name: &str, text: &'static str) -> Group {
    // Twelve bytes take less than what comes before and after them.
    let (borrowed, owned) = match text.len() {
        86 => (
            vec![
                Limit::Times(2.0, SCAN),
                Limit::Times(1.0, DIST_REF),
                Limit::Times(0.01, OCI_SPEC),
            ],
            vec![Limit::Times(3.0, SCAN)],
        ),
        _ => (vec![Limit::Times(1.0, DIST_REF)], vec![]),
    };
    let text = move || black_box(text);
    Group::new(format!("reference {name}"))
        .floor("copy", move || drop(black_box(text().to_owned())))
        .floor(SCAN, move || {
            black_box(scan(text()));
        })
        .ours(BORROWED, move || {
            let _ = black_box(ReferenceRef::parse(text()));
        })
        .at_most(borrowed)
        .at_most([Limit::Allocations(0)])
        .ours(STRICT, move || {
            let _ = black_box(ReferenceRef::parse_strict(text()));
        })
        .ours(OWNED, move || drop(black_box(Reference::parse(text()))))
        .at_most(owned)
        .peer(DIST_REF, move || {
            let _ = black_box(ImgRef::new(text()));
        })
        .peer(OCI_SPEC, move || drop(black_box(text().parse::<distribution::Reference>())))
        .peer(DOCKER_IMAGE, move || drop(black_box(DockerImage::parse(text()))))
        .peer(BUILDKIT, move || drop(black_box(buildkit_rs_reference::Reference::parse(text()))))
}
