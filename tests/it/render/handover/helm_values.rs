//! Helm values as YAML parsers and as `--set-string` read them.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde_json::{Value, json};
use tagwright::document::{ConditionsDocument, ImageDocument, RuleDocument, VariantDocument};
use tagwright::plan::PlannedImage;
use tagwright::{Digest, Plan, Policy, PolicyDocument};

use crate::given::{branch, git_tag};
use crate::render::hostile::hostile_plans;
use tagwright::testing::situation;

/// Tags that a YAML parser of one version or another takes for something else:
/// numbers, truth values, nothing, instants, numbers to the base 60.
const NOT_TEXTS: &str = "\
    1 1.10 1.0 0 007 0x1F 0o17 0b1 1e3 1E3 1_000 .5 1. _1 y n yes No on off true False NULL \
    null .inf .NaN 2026-03-18 20260318 1.2.3 12e03 685_230.15 0.1e-1 latest";

fn digest() -> Digest {
    Digest::parse(format!("sha256:{}", "0123456789abcdef".repeat(4))).unwrap()
}

fn tagged(tag: &str) -> Option<Plan> {
    let image = ImageDocument::new("{project}", "registry.example.com:5000/team");
    let rule = RuleDocument::new("any", ConditionsDocument::default(), [tag]);
    let policy = Policy::new(PolicyDocument::new([image], [rule])).ok()?;
    policy.plan(&branch("main")).ok()
}

fn expected(plan: &Plan, digest: Option<&Digest>) -> Value {
    let mut images = plan.images();
    let has_primary =
        |image: &PlannedImage<'_>| image.tags().any(|one| one == plan.tags().primary());
    let image = images.find(has_primary).unwrap();
    let mut values = json!({
        "repository": image.pull, "tag": plan.tags().primary().tag,
    });
    if let Some(digest) = digest {
        values["digest"] = json!(digest);
    }
    json!({ "image": values })
}

/// Helm's parser of `--set-string`, written after its rules: `.` in a key goes
/// one down, `,` ends a value, `\` takes what follows as it is, `{` opens a
/// list.
///
/// <https://github.com/helm/helm/blob/main/pkg/strvals/parser.go>
fn set_string(values: &mut Value, text: &str) {
    let mut characters = text.chars().peekable();
    while characters.peek().is_some() {
        let mut into = &mut *values;
        let mut word = String::new();
        loop {
            match characters.next().expect("a key has a value") {
                '\\' => word.extend(characters.next()),
                '.' => into = &mut into[std::mem::take(&mut word)],
                '=' => break,
                found @ ('[' | ',') => panic!("{found:?} in a key: {text}"),
                found => word.push(found),
            }
        }
        assert_ne!(characters.peek(), Some(&'{'), "a list: {text}");
        let mut value = String::new();
        while let Some(found) = characters.next() {
            match found {
                '\\' => value.extend(characters.next()),
                ',' => break,
                found => value.push(found),
            }
        }
        into[word] = Value::String(value);
    }
}

#[test]
fn the_parser_of_these_tests_reads_as_helm_does() {
    let mut found = json!({});
    set_string(&mut found, r"a.b=1,a.c\.d=x\,y\\z,e=");
    assert_eq!(found, json!({ "a": { "b": "1", "c.d": r"x,y\z" }, "e": "" }));
}

#[track_caller]
fn assert_read(plan: &Plan) {
    let digest = digest();
    for (values, digest) in
        [(plan.helm_values(), None), (plan.helm_values().with_digest(&digest), Some(&digest))]
    {
        let expected = expected(plan, digest);
        let text = values.to_string();
        let found: Value = serde_yaml_ng::from_str(&text).unwrap();
        assert_eq!(found, expected, "{text}");
        let mut found = json!({});
        let arguments: Vec<String> = values.set_string().collect();
        for pair in arguments.chunks(2) {
            assert_eq!(pair[0], "--set-string");
            set_string(&mut found, &pair[1]);
        }
        assert_eq!(found, expected, "{arguments:?}");
    }
}

#[test]
fn a_tag_is_a_text_whatever_it_looks_like() {
    let plans: Vec<Plan> = NOT_TEXTS.split(' ').filter_map(tagged).collect();
    assert!(plans.len() >= 30, "{}", plans.len());
    plans.iter().for_each(assert_read);
    hostile_plans().iter().for_each(assert_read);
}

/// Python's `PyYAML` reads YAML 1.1, in which more is no text.
#[test]
fn yaml_1_1_reads_texts_too() {
    const SCRIPT: &str = "import json, sys, yaml\n\
        json.dump([d for d in yaml.safe_load_all(sys.stdin)], sys.stdout)";
    let probe = Command::new("python3").args(["-c", "import yaml"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: there is no python3 with PyYAML");
        return;
    }
    let digest = digest();
    let mut plans: Vec<Plan> = NOT_TEXTS.split(' ').filter_map(tagged).collect();
    plans.extend(hostile_plans());
    let (texts, expected): (Vec<_>, Vec<_>) = plans
        .iter()
        .map(|plan| {
            let values = plan.helm_values().with_digest(&digest);
            (format!("---\n{values}"), expected(plan, Some(&digest)))
        })
        .unzip();
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(texts.concat().as_bytes()));
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn the_image_is_the_one_that_is_pulled_with_the_affixes_of_the_variant() {
    let mut image = ImageDocument::new("{project}", "r.io:5000");
    image.pull = Some("p.io:5001/proxy".into());
    let rule = RuleDocument::new("any", ConditionsDocument::default(), ["1.0"]);
    let mut document = PolicyDocument::new([image], [rule]);
    document.variants.insert("alpine".into(), VariantDocument::suffix("-alpine"));
    let policy = Policy::new(document).unwrap();
    let plan = policy.plan(&git_tag("v1.0.0").with_variant("alpine").unwrap()).unwrap();
    assert_eq!(
        plan.helm_values().to_string(),
        "image:\n  repository: \"p.io:5001/proxy/server\"\n  tag: \"1.0-alpine\"\n"
    );
    assert_read(&plan);
}

proptest! {
    #[test]
    fn any_plan_is_read_back((policy, context) in situation()) {
        if let Ok(plan) = policy.plan(&context) {
            assert_read(&plan);
        }
    }
}
