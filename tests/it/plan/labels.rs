//! The labels of the image specification, from the facts of a pipeline.

use proptest::prelude::*;
use tagwright::document::Assignments;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Policy, Timestamp};

use super::{gitlab, words};
use crate::given::{SHA, branch, git_tag, policy};
use crate::vectors::cases;
use tagwright::testing::context;

const ALL: &str = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{short_sha}\"]\n";

/// The whole set, and what its author adds.
fn oci() -> Policy {
    let mut document = policy(ALL).document().clone();
    let more = [
        "org.opencontainers.image.vendor=CWIQ",
        "org.opencontainers.image.authors=The platform team <platform@example.com>",
        "org.opencontainers.image.documentation=https://docs.example.com/{project}",
        "org.opencontainers.image.ref.name={image_tag}",
        "org.opencontainers.image.base.name=docker.io/library/debian:12",
    ];
    document.labels = Assignments::OCI_LABELS.into_iter().chain(more).collect();
    Policy::new(document).unwrap()
}

#[test]
fn a_pipeline_gives_the_whole_set() {
    let context = gitlab("gitlab-tag", &[]).with_licenses("MIT OR Apache-2.0").unwrap();
    let plan = oci().plan(&context).unwrap();
    let expected = [
        ("title", "Server"),
        ("description", "The API server.\r\nSee the wiki."),
        ("url", "https://gitlab.cwiq.io/cwiq/server"),
        ("source", "https://gitlab.cwiq.io/cwiq/server"),
        ("version", "1.0.0"),
        ("created", "2026-03-18T09:00:00Z"),
        ("revision", SHA),
        ("licenses", "MIT OR Apache-2.0"),
        ("vendor", "CWIQ"),
        ("authors", "The platform team <platform@example.com>"),
        ("documentation", "https://docs.example.com/server"),
        ("ref.name", "a1b2c3d8"),
        ("base.name", "docker.io/library/debian:12"),
    ];
    let expected = expected.map(|(key, value)| (format!("org.opencontainers.image.{key}"), value));
    let found: Vec<(String, &str)> =
        plan.labels().iter().map(|(key, value)| (key.to_owned(), value)).collect();
    assert_eq!(found, expected);

    // A description of several lines is one value to every reader.
    let description = "org.opencontainers.image.description=The API server.\r\nSee the wiki.";
    let arguments = words(&plan.kaniko().with_labels());
    assert!(arguments.windows(2).any(|pair| pair == ["--label", description]), "{arguments:?}");
    let json = serde_json::to_value(&plan).unwrap();
    assert_eq!(
        json["labels"]["org.opencontainers.image.description"],
        "The API server.\r\nSee the wiki."
    );
}

/// What docker/metadata-action was recorded to say of the same commits.
#[test]
fn metadata_action_has_the_same_labels() {
    let mut compared = 0;
    for case in cases("metadata-action/meta_cases.json") {
        let [now, sha, name] = [&case["now"], &case["context"]["sha"], &case["repo"]["name"]];
        let has_own = !case["inputs"]["labels"].as_array().unwrap().is_empty();
        if has_own || sha == "" {
            continue;
        }
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let context = CiContext::branch("server", "main", text(sha))
            .unwrap()
            .with_created(text(now).parse().unwrap())
            .with_title(text(name))
            .and_then(|context| context.with_description(text(&case["repo"]["description"])))
            .and_then(|context| context.with_source_url(text(&case["repo"]["html_url"])))
            .and_then(|context| context.with_licenses(text(&case["repo"]["license"]["spdx_id"])))
            .unwrap();
        let plan = oci().plan(&context).unwrap();
        for label in case["oracle"]["labels"].as_array().unwrap() {
            let (key, expected) = label.as_str().unwrap().split_once('=').unwrap();
            let found = plan.labels().get(key);
            match key.strip_prefix("org.opencontainers.image.").unwrap() {
                // Intended: its version is the primary tag; ours is that of the
                // software, and of a branch there is none.
                "version" => assert_eq!(found, None),
                // Its instants have milliseconds.
                "created" => assert_eq!(found, Some(&*instant(expected).to_string())),
                _ => assert_eq!(found, Some(expected), "{}: {key}", case["id"]),
            }
            compared += 1;
        }
    }
    assert!(compared == 0 || compared > 800, "{compared}");
}

fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

#[test]
fn what_a_project_does_not_have_is_left_out() {
    let plan = oci().plan(&branch("main")).unwrap();
    for name in ["title", "description", "url", "source", "version", "licenses"] {
        assert_eq!(plan.labels().get(&format!("org.opencontainers.image.{name}")), None, "{name}");
    }
    assert_eq!(plan.labels().get("org.opencontainers.image.revision"), Some(SHA));
    // A build arg without a value stays, as every other.
    let about = policy(&format!(
        "build-args = [\"TITLE={{title}}\", \"ABOUT={{title}}: {{description}}\"]\n{ALL}"
    ));
    assert_eq!(about.plan(&branch("main")).unwrap().build_args().to_string(), "TITLE=\nABOUT=: \n");
    let context = branch("main").with_title("Server").unwrap();
    let plan = about.plan(&context).unwrap();
    assert_eq!(plan.build_args().to_string(), "TITLE=Server\nABOUT=Server: \n");
}

#[test]
fn a_rebuild_of_a_commit_has_the_same_labels() {
    let of = |changes: &[(&str, &str)]| {
        let context = gitlab("gitlab-source-date-epoch", changes);
        oci().plan(&context).unwrap()
    };
    let first = of(&[]);
    let created = "org.opencontainers.image.created";
    assert_eq!(first.labels().get(created), Some("2026-03-17T09:00:00Z"));
    let later = [
        ("CI_PIPELINE_CREATED_AT", "2027-01-01T00:00:00Z"),
        ("CI_JOB_STARTED_AT", "2027-01-01T00:00:07Z"),
        ("CI_PIPELINE_IID", "43"),
    ];
    assert_eq!(of(&later), first, "every byte of the plan");
    let without = of(&[&later[..], &[("SOURCE_DATE_EPOCH", "")]].concat());
    assert_eq!(without.labels().get(created), Some("2027-01-01T00:00:00Z"));
}

#[test]
fn a_set_without_an_instant_says_how_to_give_one() {
    let context = CiContext::branch("server", "main", SHA).unwrap();
    let error = oci().plan(&context).unwrap_err();
    assert_eq!((error.kind(), error.path()), (PlanErrorKind::MissingFact, Some("labels[5]")));
    assert_eq!(
        error.to_string(),
        "label org.opencontainers.image.created: {created} needs created, which is unknown; set \
         SOURCE_DATE_EPOCH, or give the context \"created\""
    );
}

/// A label, a context, and the index and message of the refusal.
type Row<'a> = (&'a str, CiContext, Option<usize>, &'a str);

#[test]
fn a_value_that_the_specification_does_not_allow_is_refused_with_its_place() {
    let main = || branch("main");
    let rows: [Row<'_>; 10] = [
        (
            "source={source_url}",
            main().with_source_url("git@github.com:acme/server.git").unwrap(),
            Some(3),
            "source URL \"git@github.com:acme/server.git\" cannot be part of its value: \
             unexpected '@' at byte 3; expected a form like https://example.com/path; give the \
             context another \"source_url\"",
        ),
        (
            "url={source_url}/tree/{branch}",
            branch("größe").with_source_url("https://git.example.com/x").unwrap(),
            None,
            "for branch \"größe\", invalid URL \"https://git.example.com/x/tree/größe\": \
             unexpected 'ö' at byte 33; a URL holds ASCII letters, digits and \
             -._~:/?#[]@!$&'()*+,;=; another character is written as %20 is",
        ),
        (
            "documentation=https://docs.example.com/{git_tag}{project}",
            CiContext::branch("My App", "main", SHA).unwrap(),
            Some(2),
            "project \"My App\" cannot be part of its value: unexpected ' ' at byte 2; a URL holds \
             ASCII letters, digits and -._~:/?#[]@!$&'()*+,;=; another character is written as %20 \
             is",
        ),
        (
            "licenses={licenses}",
            main().with_licenses("MIT or Apache-2.0").unwrap(),
            Some(4),
            "licenses \"MIT or Apache-2.0\" cannot be part of its value: unexpected 'o' at byte 4; \
             an SPDX expression joins license ids by AND, OR and WITH, such as MIT OR Apache-2.0",
        ),
        (
            "version={project}",
            CiContext::branch("My App", "main", SHA).unwrap(),
            Some(2),
            "project \"My App\" cannot be part of its value: unexpected ' ' at byte 2; a version \
             or revision is one word",
        ),
        (
            "revision={description}",
            main().with_description("An API").unwrap(),
            Some(2),
            "description \"An API\" cannot be part of its value: unexpected ' ' at byte 2; a \
             version or revision is one word",
        ),
        (
            "created={committed:%Y-%m-%d}",
            main().with_committed("2026-03-17T09:00:00Z".parse().unwrap()),
            None,
            "for branch \"main\", invalid timestamp \"2026-03-17\": expected a form like \
             2026-03-18T09:00:00Z",
        ),
        (
            "ref.name={branch}",
            branch("a---b"),
            None,
            "for branch \"a---b\", invalid ref.name \"a---b\": unexpected '-' at byte 3; a ref.name \
             holds letters and digits with one of - . _ : @ + / or -- between them",
        ),
        (
            "base.name=ghcr.io/{project_path}",
            main().with_project_path("Acme/base").unwrap(),
            Some(0),
            "project path \"Acme/base\" cannot be part of its value: unexpected 'A' at byte 0; a \
             repository is lower-case",
        ),
        (
            "base.digest=sha256:{sha}",
            main(),
            None,
            "for branch \"main\", invalid digest \
             \"sha256:a1b2c3d8e5f60718293a4b5c6d7e8f9001122334\": unexpected end at byte 47; a \
             sha256 digest has 64 digits of 0-9 and a-f",
        ),
    ];
    for (label, context, index, message) in rows {
        let labels = format!("labels = [\"a=1\", \"org.opencontainers.image.{label}\"]\n{ALL}");
        let mut document = policy(&labels).document().clone();
        // Whatever the project is called.
        document.images[0].name = "app".into();
        let error = Policy::new(document).unwrap().plan(&context).expect_err(label);
        let (key, _) = label.split_once('=').unwrap();
        assert_eq!(error.to_string(), format!("label org.opencontainers.image.{key}: {message}"));
        assert_eq!(
            (error.kind(), error.path(), error.index()),
            (PlanErrorKind::IllegalValue, Some("labels[1]"), index),
            "{label}"
        );
    }
}

#[test]
fn a_label_of_ones_own_is_free() {
    let own = policy(&format!("labels = [\"com.example.source={{title}} {{source_url}}\"]\n{ALL}"));
    let context =
        git_tag("v1").with_title("a b\n\tc").and_then(|one| one.with_source_url("not a URL"));
    let plan = own.plan(&context.unwrap()).unwrap();
    assert_eq!(plan.labels().get("com.example.source"), Some("a b\n\tc not a URL"));
}

const KEYS: &[&str] = &[
    "created",
    "url",
    "documentation",
    "source",
    "version",
    "revision",
    "licenses",
    "ref.name",
    "base.name",
    "base.digest",
];

/// What a label's template may be made of; the text may also be the whole value.
const PARTS: &[&str] = &[
    "https://example.com/",
    "{source_url}",
    "{project}",
    "{project_path}",
    "{branch}",
    "{slug}",
    "{git_tag}",
    "{version}",
    "{sha}",
    "{short_sha}",
    "{created}",
    "{committed}",
    "{created:%Y %m}",
    "{run_number}",
    "{licenses}",
    "{title}",
    "MIT OR ",
    "sha256:",
    "-",
    "--",
    "/",
    " ",
    "{image_tag}",
    "{reference}",
    "{{",
];

proptest! {
    /// What a plan has for a label of the specification, a policy could say
    /// itself: whether it was checked or proved, it is of its format.
    #[test]
    fn every_planned_label_is_of_its_format(
        context in context(),
        labels in proptest::collection::btree_map(
            proptest::sample::select(KEYS),
            proptest::collection::vec(proptest::sample::select(PARTS), 1..4),
            1..5,
        ),
    ) {
        let labels = labels.iter().map(|(key, parts)| {
            format!("org.opencontainers.image.{key}={}", parts.concat())
        });
        let mut document = policy(ALL).document().clone();
        document.images[0].name = "app".into();
        document.labels = labels.collect();
        let planned = Policy::new(document.clone()).ok().and_then(|policy| policy.plan(&context).ok());
        let Some(plan) = planned else { return Ok(()) };
        let literal = |(key, value): (&str, &str)| {
            format!("{key}={}", value.replace('{', "{{").replace('}', "}}"))
        };
        // A template has a limit that a value has not.
        let short = plan.labels().iter().filter(|(_, value)| value.len() < 1024);
        document.labels = short.map(literal).collect();
        let said = Policy::new(document);
        prop_assert!(said.is_ok(), "{}", said.unwrap_err());
    }
}

proptest! {
    /// Whoever tests a policy with the strategies tests its labels too.
    #[test]
    fn contexts_of_the_strategies_have_what_labels_want(
        context in tagwright::testing::context_for(&oci())
    ) {
        let mut document = oci().document().clone();
        document.images[0].name = "app".into();
        document.labels = Assignments::OCI_LABELS.into_iter().collect();
        let plan = Policy::new(document).unwrap().plan(&context).unwrap();
        // Of a branch there is no version.
        prop_assert!(plan.labels().len() >= 7, "{:?}", plan.labels());
    }
}

#[test]
fn a_free_text_that_is_no_word_is_shown_with_its_place() {
    let context =
        branch("main").with_title("My server").and_then(|one| one.with_description("It serves"));
    let context = context.unwrap();
    for (fact, expected) in [
        ("title", "title \"My server\" cannot be part of its value: unexpected ' ' at byte 2"),
        (
            "description",
            "description \"It serves\" cannot be part of its value: unexpected ' ' at byte 2",
        ),
    ] {
        let labels = format!("labels = [\"org.opencontainers.image.version=v-{{{fact}}}\"]\n{ALL}");
        let error = policy(&labels).plan(&context).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "label org.opencontainers.image.version: {expected}; a version or revision is one \
                 word"
            )
        );
    }
}

#[test]
fn pairs_are_shown_as_a_map_and_say_whether_there_are_any() {
    let plan = policy(&format!("build-args = [\"VERSION={{git_tag}}\", \"REF={{sha}}\"]\n{ALL}"))
        .plan(&branch("main"))
        .unwrap();
    let args = format!(r#"{{"VERSION": "", "REF": "{SHA}"}}"#);
    assert_eq!(format!("{:?}", plan.build_args()), args);
    assert!(!plan.build_args().is_empty() && plan.labels().is_empty());
}
