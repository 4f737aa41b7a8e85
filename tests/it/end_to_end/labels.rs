//! Labels that buildah and podman push, one build after the other.

use std::collections::BTreeMap;

use serde_json::Value;
use tagwright::build::{AnnotationLevel, Build};
use tagwright::document::Assignments;
use tagwright::name::Platform;
use tagwright::{CiContext, Plan, Policy, PolicyDocument};

use super::build::{builders, inspect, labels, run_all};
use super::built_in_at;
use super::workplace::Workplace;
use crate::given::{CREATED, SHA, known};

/// Everything that a build takes from its build args, and files that stay the
/// same.
const DOCKERFILE: &str = "\
FROM scratch
ARG VERSION
ARG BUILD_DATE
ARG VCS_REF
LABEL org.opencontainers.image.version=$VERSION \\
      org.opencontainers.image.created=$BUILD_DATE \\
      org.opencontainers.image.revision=$VCS_REF
ENV BUILT=\"$VERSION $VCS_REF\"
COPY Dockerfile /
";

pub(super) type Program = for<'a> fn(&'a Plan) -> Build<'a>;
pub(super) const PROGRAMS: [Program; 2] = [Plan::buildah, Plan::podman];

const OTHER_SHA: &str = "0123456789012345678901234567890123456789";

/// The same in a stage that the last one begins with.
fn two_stages() -> String {
    DOCKERFILE.replace("FROM scratch", "FROM scratch AS base") + "FROM base\nCOPY Dockerfile /two\n"
}

fn assert_each_is_its_own(document: fn(&mut PolicyDocument), option: fn(Build<'_>) -> Build<'_>) {
    assert_each_is_its_own_by(DOCKERFILE, document, option);
}

/// Builds a release, `main` with the same content in the same storage, and
/// another commit in a new one, and looks at each in the registry.
fn assert_each_is_its_own_by(
    dockerfile: &str,
    document: fn(&mut PolicyDocument),
    option: fn(Build<'_>) -> Build<'_>,
) {
    for program in PROGRAMS {
        let Some((registry, first)) = builders() else { return };
        let second = Workplace::new(registry.address());
        let mut policy = built_in_at(registry.address());
        document(&mut policy);
        let policy = Policy::new(policy).unwrap();
        for (workplace, context, version, sha) in [
            (&first, CiContext::tag("server", "v1.0.0", SHA), "v1.0.0", SHA),
            (&first, CiContext::branch("server", "main", SHA), "", SHA),
            (&second, CiContext::branch("server", "main", OTHER_SHA), "", OTHER_SHA),
            (&second, CiContext::tag("server", "v2.0.0", SHA), "v2.0.0", SHA),
            (&first, CiContext::branch("server", "main", SHA), "", SHA),
        ] {
            workplace.write("source/Dockerfile", dockerfile);
            let plan = policy.plan(&known(context.unwrap())).unwrap();
            let buildah = option(program(&plan).context_dir("source"));
            run_all(workplace, &buildah);
            assert_is_of(workplace, &plan, version, sha);
        }
    }
}

#[track_caller]
fn assert_is_of(workplace: &Workplace, plan: &Plan, version: &str, sha: &str) {
    let reference = plan.pull_reference();
    let mut found = labels(&inspect(workplace, reference.as_str(), &[]));
    found.retain(|key, _| key.starts_with("org."));
    let expected = [("version", version), ("created", CREATED), ("revision", sha)];
    let expected =
        expected.map(|(name, value)| (format!("org.opencontainers.image.{name}"), value.into()));
    assert_eq!(found, BTreeMap::from(expected), "{reference}");
    let config = inspect(workplace, reference.as_str(), &["--config"]);
    let variables = config["config"]["Env"].as_array().unwrap();
    let expected: Value = format!("BUILT={version} {sha}").into();
    assert!(variables.contains(&expected), "{reference}: {variables:?}");
}

fn reuse_layers(buildah: Build<'_>) -> Build<'_> {
    buildah.reuse_layers()
}

fn without_labels(buildah: Build<'_>) -> Build<'_> {
    buildah.without_labels()
}

#[test]
fn labels_are_those_of_the_commit() {
    assert_each_is_its_own(|_| (), |buildah| buildah);
}

#[test]
fn labels_of_an_earlier_stage_are_those_of_the_commit() {
    assert_each_is_its_own_by(&two_stages(), |_| (), |buildah| buildah);
    assert_each_is_its_own_by(&two_stages(), |_| (), without_labels);
}

/// Layers of one platform are not those of another.
#[test]
fn a_platform_is_the_one_that_was_asked_for() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let policy = Policy::new(built_in_at(registry.address())).unwrap();
        workplace.write("source/Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
        let plan = policy.plan(&known(CiContext::branch("server", "main", SHA).unwrap())).unwrap();
        for architecture in ["amd64", "arm64"] {
            let platform = Platform::new(format!("linux/{architecture}")).unwrap();
            let buildah = program(&plan).context_dir("source").reuse_layers();
            run_all(&workplace, &buildah.platforms([platform]));
            let image = inspect(&workplace, plan.pull_reference().as_str(), &["--config"]);
            assert_eq!(image["architecture"], architecture);
        }
    }
}

/// The Dockerfile has one stage, and the labels differ whenever a build arg does.
#[test]
fn labels_are_those_of_the_commit_with_reused_layers() {
    assert_each_is_its_own(|_| (), reuse_layers);
}

#[test]
fn labels_that_the_dockerfile_sets_are_those_of_the_commit() {
    assert_each_is_its_own(|_| (), without_labels);
}

/// Labels which do not say all that the build args do.
#[test]
fn labels_of_a_policy_that_sets_others_are_those_of_the_commit() {
    let others = |document: &mut PolicyDocument| {
        document.labels = Assignments::List(vec!["com.example.team=build".to_owned()]);
    };
    assert_each_is_its_own(others, |buildah| buildah);
    let none = |document: &mut PolicyDocument| document.labels = Assignments::default();
    assert_each_is_its_own(none, |buildah| buildah);
}

#[test]
fn annotations_are_those_of_the_commit() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let policy = Policy::new(built_in_at(registry.address())).unwrap();
        workplace.write("source/Dockerfile", DOCKERFILE);
        for (context, version, is_annotated) in [
            (CiContext::tag("server", "v1.0.0", SHA), Some("v1.0.0"), true),
            (CiContext::branch("server", "main", SHA), None, true),
            (CiContext::branch("server", "feature", SHA), None, false),
        ] {
            let plan = policy.plan(&known(context.unwrap())).unwrap();
            let buildah = program(&plan).context_dir("source");
            let buildah = if is_annotated {
                buildah.with_annotations(AnnotationLevel::Manifest)
            } else {
                buildah
            };
            run_all(&workplace, &buildah);
            let manifest = inspect(&workplace, plan.pull_reference().as_str(), &["--raw"]);
            let annotation =
                |name| manifest["annotations"][format!("org.opencontainers.image.{name}")].as_str();
            assert_eq!(annotation("version"), version);
            assert_eq!(annotation("revision"), is_annotated.then_some(SHA));
        }
    }
}

/// Values that `--label` carries as they are.
const EXACT: [&str; 26] = [
    "Größe, a \"b\" c",
    "it's",
    "it's 100% \"so\", a=b; <x> !",
    "\\",
    "\\n \\t \\u00e9",
    "C:\\dir\\",
    "a\\\"b",
    " leading and trailing ",
    "%q %s %d %%",
    "$",
    "$ 5",
    "a$",
    "$$",
    "$$$ $.$-$/",
    "$(id) $'x' $\"y\"",
    "\\$ \\\\$",
    "`id` ~ * ? [a] {b} #c",
    "--label=x",
    "key=value=more",
    "日本語 한국어 العربية",
    "e\u{301}",
    "\u{301}",
    "❤\u{fe0f} 🦀 №½ ①",
    "“quotes” – dash … €",
    "#not a comment",
    "ends with a continuation \\",
];

/// A policy with each of these values as a label.
fn labelled<'a>(address: &str, values: impl IntoIterator<Item = &'a str>) -> Policy {
    let mut document = built_in_at(address);
    let values = values.into_iter().enumerate();
    let values = values.map(|(index, value)| {
        format!("com.example.label-{index}={}", value.replace('{', "{{").replace('}', "}}"))
    });
    document.labels = Assignments::List(values.collect());
    Policy::new(document).unwrap()
}

#[test]
fn labels_that_are_not_refused_arrive_as_they_are() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let every: String = (' '..='~').chain('¡'..='ÿ').filter(|it| *it != '\u{ad}').collect();
        let every = every.replace("$%", "%$");
        let policy = labelled(registry.address(), EXACT.into_iter().chain([&*every]));
        let context = known(CiContext::branch("server", "main", SHA).unwrap());
        let plan = policy.plan(&context).unwrap();
        assert_eq!(plan.labels().len(), EXACT.len() + 1);
        workplace.write("source/Dockerfile", DOCKERFILE);
        run_all(&workplace, &program(&plan).context_dir("source"));
        let found = labels(&inspect(&workplace, plan.pull_reference().as_str(), &[]));
        for (key, value) in plan.labels() {
            assert_eq!(found.get(key).map(String::as_str), Some(value), "{key}");
        }
    }
}

/// The other two remedies that the refusal of a label gives.
#[test]
fn what_a_label_cannot_hold_the_dockerfile_and_annotations_can() {
    for program in PROGRAMS {
        let Some((registry, workplace)) = builders() else { return };
        let value = "costs $5 in ${x} and\u{a0}more…";
        let mut document = labelled(registry.address(), [value]).document().clone();
        let text = value.replace('{', "{{").replace('}', "}}");
        document.build_args = Assignments::List(vec![format!("TEXT={text}")]);
        let policy = Policy::new(document).unwrap();
        let plan = policy.plan(&known(CiContext::branch("server", "main", SHA).unwrap())).unwrap();
        let buildah = program(&plan).context_dir("source");
        assert!(buildah.commands().is_err());
        workplace.write("source/Dockerfile", "FROM scratch\nARG TEXT\nLABEL text=$TEXT\n");
        run_all(&workplace, &buildah.without_labels().with_annotations(AnnotationLevel::Manifest));
        let reference = plan.pull_reference();
        assert_eq!(labels(&inspect(&workplace, reference.as_str(), &[]))["text"], value);
        let manifest = inspect(&workplace, reference.as_str(), &["--raw"]);
        assert_eq!(manifest["annotations"]["com.example.label-0"], value);
    }
}
