//! What a registry takes for a tag or a repository, it decides itself.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tagwright::{Policy, Tag};

use super::http::{request, segment};
use super::registry::Registry;
use super::workplace::Workplace;
use crate::given::{branch, git_tag, pull_request};
use crate::name::doors::is_repository;
use crate::plan::policies;
use tagwright::testing::{HOSTILE_NAMES, PROJECTS, RELEASE_NAMES, context};

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// A repository with an image that only wants a name.
struct Naming<'a> {
    address: &'a str,
    manifest: String,
}

impl<'a> Naming<'a> {
    fn new(registry: &'a Registry) -> Self {
        // The digest of `{}`.
        let config = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        let address = registry.address();
        let upload = request(address, "POST", "/v2/app/blobs/uploads/", "", b"");
        assert_eq!(upload.status, 202);
        let place = upload.location.unwrap();
        let place = place.strip_prefix(&format!("http://{address}")).unwrap_or(&place);
        let place = format!("{place}&digest={config}");
        let done = request(address, "PUT", &place, "application/octet-stream", b"{}");
        assert_eq!(done.status, 201);
        let manifest = format!(
            r#"{{"schemaVersion":2,"mediaType":"{MANIFEST}","config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{config}","size":2}},"layers":[]}}"#
        );
        Self { address, manifest }
    }

    /// Has it named so: 201 is a yes.
    fn name(&self, tag: &str) -> u16 {
        let path = format!("/v2/app/manifests/{}", segment(tag));
        request(self.address, "PUT", &path, MANIFEST, self.manifest.as_bytes()).status
    }
}

/// Tags of what somebody has tried, and of what a generator makes up.
fn planned_tags(count: usize) -> BTreeSet<String> {
    let mut policies = policies();
    policies.push(Policy::cwiq());
    let mut contexts: Vec<_> = HOSTILE_NAMES
        .iter()
        .chain(RELEASE_NAMES)
        .flat_map(|name| [branch(name), git_tag(name), pull_request(name)])
        .collect();
    let mut tags = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    while tags.len() < count {
        for context in contexts.drain(..) {
            let plans = policies.iter().filter_map(|policy| policy.plan(&context).ok());
            let found = plans.flat_map(|plan| {
                plan.references().filter_map(|one| Some(one.tag()?.to_owned())).collect::<Vec<_>>()
            });
            tags.extend(found);
        }
        contexts.push(context().new_tree(&mut runner).unwrap().current());
    }
    tags
}

#[test]
fn a_registry_takes_a_thousand_planned_tags() {
    let Some(registry) = Registry::start(&["skopeo"]) else { return };
    let naming = Naming::new(&registry);
    let tags = planned_tags(1000);
    for tag in &tags {
        assert_eq!(naming.name(tag), 201, "{tag}");
    }
    let address = registry.address();
    let listed =
        Workplace::new(address).words(&["skopeo", "list-tags", &format!("docker://{address}/app")]);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let listed: BTreeSet<String> = serde_json::from_value(listed["Tags"].clone()).unwrap();
    assert_eq!(listed, tags, "and has them under those very names");
}

/// Texts around every edge of a grammar.
fn texts_around(longest: usize) -> Vec<String> {
    let mut texts: Vec<String> = HOSTILE_NAMES
        .iter()
        .chain(RELEASE_NAMES)
        .chain(PROJECTS)
        .copied()
        .chain(["a:b", "a@b", "a/b/", "é", "e\u{301}", "A", "a__b", "a___b", "a--b", "a.-b", "a-"])
        .map(str::to_owned)
        .collect();
    for character in (' '..='~').chain(['\u{b5}', '\u{212a}', '\u{661}']) {
        texts.extend(["", "a"].map(|front| format!("{front}{character}b")));
        texts.extend(["a", "a/b"].map(|front| format!("{front}{character}")));
    }
    texts.extend([longest - 1, longest, longest + 1].map(|length| "x".repeat(length)));
    // A path of such a segment has another meaning, in any registry.
    texts.retain(|text| !text.split('/').any(|segment| matches!(segment, "" | "." | "..")));
    texts
}

#[test]
fn a_tag_is_legal_if_and_only_if_a_registry_takes_it() {
    let Some(registry) = Registry::start(&[]) else { return };
    let naming = Naming::new(&registry);
    let texts = texts_around(128);
    for text in &texts {
        let status = naming.name(text);
        assert_eq!(status == 201, Tag::new(text.clone()).is_ok(), "{text:?}: {status}");
        // Behind a colon it looks for the algorithm of a digest.
        assert!(matches!(status, 201 | 404) || text.contains(':'), "{text:?}: {status}");
    }
    let legal = texts.iter().filter(|text| Tag::new(text.as_str()).is_ok()).count();
    assert!(legal > 200 && texts.len() - legal > 200, "{legal} of {}", texts.len());
}

#[test]
fn a_repository_is_legal_if_and_only_if_a_registry_takes_it() {
    let Some(registry) = Registry::start(&[]) else { return };
    let texts = texts_around(255);
    let mut legal = 0;
    for text in &texts {
        let path: Vec<_> = text.split('/').map(segment).collect();
        let path = format!("/v2/{}/blobs/uploads/", path.join("/"));
        let status = request(registry.address(), "POST", &path, "", b"").status;
        let is_legal = is_repository(text);
        assert_eq!(status == 202, is_legal, "{text:?}: {status}");
        legal += usize::from(is_legal);
    }
    assert!(legal > 100 && texts.len() - legal > 200, "{legal} of {}", texts.len());
}
