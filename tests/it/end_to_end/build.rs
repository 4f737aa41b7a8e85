//! What buildah makes of a plan, as skopeo finds it in a registry.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tagwright::build::{AnnotationLevel, Build};
use tagwright::document::Assignments;
use tagwright::name::Platform;
use tagwright::{CiContext, Digest, Plan, Policy};

use super::registry::Registry;
use super::workplace::Workplace;
use super::{built_in_at, skip};
use crate::given::{CREATED, SHA, known};
use crate::plan::texts;

/// The tools with which images are built and looked at; buildah must be able to
/// run here, which it is not where a user may not have users of their own.
#[track_caller]
pub(super) fn builders() -> Option<(Registry, Workplace)> {
    let registry = Registry::start(&["buildah", "podman", "skopeo"])?;
    let workplace = Workplace::new(registry.address());
    let tried = workplace.command(&["buildah", "info"]).output().unwrap();
    if tried.status.success() {
        return Some((registry, workplace));
    }
    skip(&format!("buildah cannot run: {}", String::from_utf8_lossy(&tried.stderr)));
    None
}

/// What skopeo says of an image.
#[track_caller]
pub(super) fn inspect(workplace: &Workplace, reference: &str, options: &[&str]) -> Value {
    let image = format!("docker://{reference}");
    let answer = workplace.words(&[&["skopeo", "inspect"], options, &[&image]].concat());
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

pub(super) fn labels(image: &Value) -> BTreeMap<String, String> {
    serde_json::from_value(image["Labels"].clone()).unwrap()
}

pub(super) fn run_all(workplace: &Workplace, buildah: &Build<'_>) {
    for command in &buildah.commands().unwrap() {
        workplace.run(command);
    }
}

/// Every reference of a plan is the image with the digest that the builder wrote
/// down; returns all tags that its repository has.
#[track_caller]
fn assert_pushed(workplace: &Workplace, plan: &Plan, digest_file: &str) -> BTreeSet<String> {
    let digest = Digest::from_digest_file(&workplace.read(digest_file)).unwrap();
    let mut found = Value::Null;
    for reference in plan.references() {
        let mut image = inspect(workplace, reference.as_str(), &[]);
        assert_eq!(image["Digest"], digest.as_str(), "{reference}");
        found = image["RepoTags"].take();
    }
    serde_json::from_value(found).unwrap()
}

/// The Dockerfile makes the labels of the build args: what is in the registry is
/// what the plan says.
#[test]
fn every_tag_is_an_image_with_the_labels_of_the_plan() {
    let Some((registry, _)) = builders() else { return };
    let policy = Policy::new(built_in_at(registry.address())).unwrap();
    let mut pushed = BTreeSet::new();
    for (context, version) in [
        (CiContext::branch("server", "main", SHA), ""),
        (CiContext::branch("server", "$(id);`x`'\"|&<>", SHA), ""),
        (CiContext::tag("server", "v1.0.0-rc.1+build.5", SHA), "v1.0.0-rc.1+build.5"),
    ] {
        // As jobs have it: what they share is the cache in the registry.
        let workplace = Workplace::new(registry.address());
        let source = workplace.source("source", "");
        let plan = policy.plan(&known(context.unwrap())).unwrap();
        let buildah = plan.buildah().context_dir(&source).digest_file("digest");
        run_all(&workplace, &buildah);
        pushed.extend(texts(plan.tags().iter().map(|planned| &planned.tag)));
        assert_eq!(assert_pushed(&workplace, &plan, "digest"), pushed);

        let image = inspect(&workplace, plan.pull_reference().as_str(), &[]);
        let mut found = labels(&image);
        found.retain(|key, _| key.starts_with("org."));
        let key = |name: &str| format!("org.opencontainers.image.{name}");
        let expected = [("version", version), ("created", CREATED), ("revision", SHA)];
        let expected = expected.map(|(name, value)| (key(name), value.to_owned()));
        assert_eq!(found, BTreeMap::from(expected), "never of the environment");
        let planned: BTreeMap<_, _> = plan.labels().iter().collect();
        found.retain(|_, value| !value.is_empty());
        assert!(found.iter().map(|(key, value)| (&**key, &**value)).eq(planned), "as planned");
    }
}

/// A shell reads the text; the folder is called as nobody should call one.
#[test]
fn the_shell_text_does_what_it_says() {
    let Some((registry, workplace)) = builders() else { return };
    let policy = Policy::new(built_in_at(registry.address())).unwrap();
    let source = workplace.source("-it's $(id) \"here\"", "");
    let context = known(CiContext::branch("server", "main", SHA).unwrap());
    let plan = policy.plan(&context).unwrap();
    let buildah = plan.buildah().context_dir(source).digest_file("-digest $x");
    let text = buildah.commands().unwrap().to_string();
    workplace.words(&["sh", "-c", &text]);
    assert_pushed(&workplace, &plan, "-digest $x");
}

/// No Dockerfile needs to make labels.
#[test]
fn labels_and_annotations_arrive_whatever_they_hold() {
    let Some((registry, workplace)) = builders() else { return };
    let mut document = built_in_at(registry.address());
    document.labels = Assignments::List(
        [
            "org.opencontainers.image.title={title}",
            "com.example.revision={sha}",
            "com.example.quoted=it's 100% \"so\", a=b; <x> !",
        ]
        .map(str::to_owned)
        .into(),
    );
    let policy = Policy::new(document).unwrap();
    let context = CiContext::branch("server", "main", SHA).unwrap().with_title("Größe, a \"b\" c");
    let plan = policy.plan(&known(context.unwrap())).unwrap();
    assert_eq!(plan.labels().iter().count(), 3);
    workplace.write("plain/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
    let source = workplace.path("plain").to_str().unwrap().to_owned();
    run_all(
        &workplace,
        &plan.buildah().context_dir(source).with_annotations(AnnotationLevel::Manifest),
    );

    let reference = plan.pull_reference();
    let found = labels(&inspect(&workplace, reference.as_str(), &[]));
    let manifest = inspect(&workplace, reference.as_str(), &["--raw"]);
    for (key, value) in plan.labels() {
        assert_eq!(found.get(key).map(String::as_str), Some(value), "{key}");
        assert_eq!(manifest["annotations"][key], value, "{key}");
    }
}

#[test]
fn several_platforms_are_one_list_under_every_tag() {
    let Some((registry, workplace)) = builders() else { return };
    let policy = Policy::new(built_in_at(registry.address())).unwrap();
    let context = CiContext::tag("server", "v1.0.0", SHA).unwrap();
    let plan = policy.plan(&known(context)).unwrap();
    let platforms = ["linux/amd64", "linux/arm64"];
    let buildah = plan
        .buildah()
        .context_dir(workplace.source("source", ""))
        .platforms(platforms.map(|text| Platform::new(text).unwrap()))
        .digest_file("digest");
    run_all(&workplace, &buildah);
    for reference in plan.references() {
        let list = inspect(&workplace, reference.as_str(), &["--raw"]);
        let found = list["manifests"].as_array().unwrap().iter().map(|one| {
            let platform = &one["platform"];
            format!("{}/{}", platform["os"], platform["architecture"]).replace('"', "")
        });
        let found: BTreeSet<_> = found.collect();
        assert_eq!(found, platforms.map(str::to_owned).into(), "{reference}");
    }
    assert_pushed(&workplace, &plan, "digest");
}
