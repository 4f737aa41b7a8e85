//! Tagging schemes of real projects, each as one policy: `tests/schemes/NAME.toml`, with pipelines and what they get in
//! `tests/schemes/cases/NAME.toml`.
//!
//! A name that begins with a letter and two digits is that of a recorded scheme, whose pipelines are planned too where
//! the recorded answers are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tagwright::audit::Severity;
use tagwright::document::Assignments;
use tagwright::plan::PlanErrorKind;
use tagwright::{CiContext, Plan, Policy, PolicyDocument};

use crate::plan::{tags, texts};
use crate::render::agreement::assert_agreement;
use crate::vectors::vectors;

/// The recorded schemes that no policy gives as they are, and what would.
const WITHOUT_POLICY: [(&str, &str); 0] = [];

/// What a pipeline is called where a case says nothing else.
const DEFAULTS: &str = r#"{
    "project": "server",
    "sha": "0f1e2d3c4b5a69788796a5b4c3d2e1f001234567",
    "created": "2025-07-04T21:30:00Z"
}"#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// The errors and warnings of the audit: `SEVERITY CODE at PATHS`.
    findings: Vec<String>,
    /// Facts that the recorded pipelines leave to whoever runs them.
    #[serde(default)]
    recorded: Map<String, Value>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    context: Map<String, Value>,
    /// In their order. None: no rule applies.
    tags: Option<Vec<String>>,
    /// In their order, for a scheme of several images.
    references: Option<Vec<String>>,
}

struct Scheme {
    name: String,
    policy: Policy,
    expected: Expected,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemes")
}

/// The files of a folder by their names.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file());
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    };
    files.map(read).collect()
}

/// The text of each policy, by its name.
pub(crate) fn texts_of_policies() -> BTreeMap<String, String> {
    files(&folder())
}

fn schemes() -> Vec<Scheme> {
    let policies = texts_of_policies();
    let mut expected = files(&folder().join("cases"));
    let read = |(name, text): (String, String)| {
        let policy = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = expected.remove(&name).unwrap_or_else(|| panic!("{name} has no cases"));
        let expected = toml::from_str(&expected).unwrap_or_else(|error| panic!("{name}: {error}"));
        Scheme { name, policy, expected }
    };
    let schemes: Vec<Scheme> = policies.into_iter().map(read).collect();
    assert!(expected.is_empty(), "cases without a policy: {:?}", expected.keys());
    schemes
}

impl Scheme {
    /// The identifier of the recorded scheme.
    fn id(&self) -> Option<String> {
        let (id, _) = self.name.split_once('-')?;
        let is_id = matches!(id.as_bytes(), [b'a'..=b'z', b'0'..=b'9', b'0'..=b'9']);
        is_id.then(|| id.to_ascii_uppercase())
    }

    /// The plan, none where no rule applies. Every output agrees with it.
    fn plan(&self, context: &Map<String, Value>) -> Option<Plan> {
        let name = format!("{}: {context:?}", self.name);
        let context: CiContext = serde_json::from_value(json!(context))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let plan = match self.policy.plan(&context) {
            Ok(plan) => plan,
            Err(error) if error.kind() == PlanErrorKind::NoRule => return None,
            Err(error) => panic!("{name}: {error}"),
        };
        assert_agreement(&plan, "folder");
        self.assert_variables(&context, &plan);
        self.assert_recognized(&plan);
        Some(plan)
    }

    /// What `build.env` says of the references, if the policy asks for it.
    fn assert_variables(&self, context: &CiContext, plan: &Plan) {
        let mut document = self.policy.document().clone();
        let Assignments::List(lines) = &mut document.env else { panic!("{}", self.name) };
        let more = ["MY_TAG={image_tag}", "MY_IMAGE={reference}", "MY_PULL={pull_reference}"];
        lines.extend(more.map(String::from));
        let policy = Policy::new(document).unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let with_env = policy.plan(context).unwrap();
        let build_env = with_env.build_env();
        let image =
            plan.images().find(|image| image.tags().any(|one| one == plan.tags().primary()));
        let (image, primary) = (image.unwrap(), plan.tags().primary());
        assert_eq!(build_env.get("MY_TAG"), Some(primary.tag.as_str()), "{}", self.name);
        let (pushed, pulled) = (image.reference(primary), image.pull_reference(primary));
        assert_eq!(build_env.get("MY_IMAGE"), Some(pushed.as_str()), "{}", self.name);
        assert_eq!(build_env.get("MY_PULL"), Some(pulled.as_str()), "{}", self.name);
        assert_eq!(plan.pull_reference(), pulled, "{}", self.name);
    }

    /// Each tag is read backwards as one of the rule that gave it.
    fn assert_recognized(&self, plan: &Plan) {
        for planned in plan.tags() {
            let read = self.policy.recognize(&planned.tag);
            let found = read.iter().any(|one| *one.rule == *planned.rule);
            assert!(found, "{}: {} of rule {}", self.name, planned.tag, planned.rule);
        }
    }
}

fn defaults() -> Map<String, Value> {
    serde_json::from_str(DEFAULTS).unwrap()
}

#[test]
fn each_pipeline_gets_the_tags_of_its_scheme() {
    for scheme in schemes() {
        assert!(!scheme.expected.cases.is_empty(), "{}", scheme.name);
        for case in &scheme.expected.cases {
            let mut context = defaults();
            context.extend(case.context.clone());
            let plan = scheme.plan(&context);
            let name = format!("{}: {:?}", scheme.name, case.context);
            assert_eq!(case.tags.is_some(), case.references.is_none(), "{name}");
            if let Some(expected) = &case.tags {
                assert_eq!(plan.as_ref().map(tags).unwrap_or_default(), *expected, "{name}");
            }
            if let Some(expected) = &case.references {
                assert_eq!(texts(plan.iter().flat_map(Plan::references)), *expected, "{name}");
            }
        }
    }
}

#[test]
fn the_audit_reports_what_is_true_of_each_scheme() {
    let mut others = String::new();
    for scheme in schemes() {
        let findings = scheme.policy.audit();
        let grave = findings.iter().filter(|finding| finding.severity != Severity::Info);
        let lines = grave.map(|finding| {
            format!("{} {} at {}", finding.severity, finding.code, finding.paths.join(", "))
        });
        let lines: Vec<String> = lines.collect();
        if lines != scheme.expected.findings {
            let all = texts(findings.iter()).join("\n  ");
            others = format!("{others}{}: {lines:#?}\n  {all}\n", scheme.name);
        }
    }
    assert!(others.is_empty(), "other findings than expected:\n{others}");
}

/// The audit is a gate for what real projects do: it stops few of the recorded schemes, and
/// accepts nothing on their owners' behalf.
#[test]
fn the_audit_stops_few_of_the_recorded_schemes() {
    let is_stopped = |scheme: &Scheme| {
        assert!(scheme.policy.document().accept.is_empty(), "{}", scheme.name);
        scheme.policy.audit().iter().any(|finding| finding.severity == Severity::Error)
    };
    let recorded: Vec<Scheme> = schemes().into_iter().filter(|one| one.id().is_some()).collect();
    let stopped: Vec<&str> =
        recorded.iter().filter(|one| is_stopped(one)).map(|one| &*one.name).collect();
    assert!(recorded.len() >= 22 && stopped.len() <= 2, "{stopped:?} of {}", recorded.len());
}

/// The name that the event of a recorded pipeline has in a context.
fn event(recorded: &str) -> &str {
    match recorded {
        "pull_request" => "pull-request",
        "workflow_dispatch" => "manual",
        other => other,
    }
}

/// The answers that projects' own configuration gives.
#[test]
fn recorded_pipelines_get_the_recorded_tags() {
    let Some(recorded) = vectors("schemes/schemes.json") else { return };
    let schemes = schemes();
    let mut without: BTreeSet<&str> = BTreeSet::new();
    for row in recorded["schemes"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        let Some(scheme) = schemes.iter().find(|scheme| scheme.id().as_deref() == Some(id)) else {
            without.insert(id);
            continue;
        };
        for case in row["cases"].as_array().unwrap() {
            let mut context = case["context"].as_object().unwrap().clone();
            context.remove("scheduled");
            context.insert("event".into(), event(case["event"].as_str().unwrap()).into());
            context.extend(scheme.expected.recorded.clone());
            let expected = case["expected_tags"].as_array().unwrap();
            let expected: BTreeSet<&str> =
                expected.iter().map(|tag| tag.as_str().unwrap()).collect();
            let plan = scheme.plan(&context);
            let are_references = expected.iter().any(|one| one.contains('/'));
            let found = match &plan {
                None => Vec::new(),
                Some(plan) if are_references => texts(plan.references()),
                Some(plan) => tags(plan).into_iter().map(String::from).collect(),
            };
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            assert_eq!(found, expected, "{}: {context:?}", scheme.name);
        }
    }
    assert_eq!(without, WITHOUT_POLICY.map(|(id, _)| id).into());
}

/// What a policy says, it says in every format.
#[test]
fn each_scheme_is_the_same_in_every_format() {
    for scheme in schemes() {
        let document: &PolicyDocument = scheme.policy.document();
        let json = serde_json::to_string(document).unwrap();
        assert_eq!(
            serde_json::from_str::<Policy>(&json).unwrap(),
            scheme.policy,
            "{}",
            scheme.name
        );
        let yaml = serde_yaml_ng::to_string(document).unwrap();
        assert_eq!(
            serde_yaml_ng::from_str::<Policy>(&yaml).unwrap(),
            scheme.policy,
            "{}",
            scheme.name
        );
    }
}
