//! What holds for every command of every builder, whatever a branch, a label or
//! a folder is called: read as the program's own parser reads it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use tagwright::plan::PlannedImage;
use tagwright::{Plan, Policy, Reference, TagKind};

use super::commands::{Rendered, every_command};
use super::csv::fields;
use crate::given::{branch, git_tag, pull_request};
use crate::plan::policies;
use tagwright::testing::{HOSTILE_NAMES, context, policy};

/// The options that are switches: no word behind them is theirs.
const SWITCHES: &str = "\
    --credential-helpers= --cache=true --no-push --no-push-cache --layers --layers=false --all \
    --preserve-digests --prefer-index=false --push";

/// The options whose value is the next word.
const OPTIONS: &str = "\
    --annotation --build-arg --cache-from --cache-to --context --custom-platform --destination \
    --digest-file --digestfile --dockerfile --export-cache --file --frontend --import-cache \
    --label --local --manifest --metadata-file --opt --output --platform --tag";

/// A command as pflag and Go's `flag` read it.
struct Read<'a> {
    options: Vec<(&'a str, &'a str)>,
    words: Vec<&'a str>,
}

impl<'a> Read<'a> {
    #[track_caller]
    fn new(argv: &'a [String]) -> Self {
        let (mut options, mut words) = (Vec::new(), Vec::new());
        let mut rest = argv.iter().map(String::as_str);
        while let Some(word) = rest.next() {
            if !word.starts_with('-') {
                words.push(word);
            } else if OPTIONS.split(' ').any(|option| option == word) {
                options.push((word, rest.next().expect("an option has its value")));
            } else if let Some(repository) = word.strip_prefix("--cache-repo=") {
                options.push(("--cache-repo", repository));
            } else {
                assert!(
                    SWITCHES.split(' ').any(|switch| switch == word),
                    "{word:?} would be read as an option: {argv:?}"
                );
            }
        }
        Self { options, words }
    }

    fn all(&self, name: &str) -> Vec<&'a str> {
        self.options.iter().filter(|(found, _)| *found == name).map(|(_, value)| *value).collect()
    }
}

/// What a builder pushes to, in its order.
fn destinations(rendered: &Rendered) -> Vec<String> {
    let reads: Vec<_> = rendered.commands.iter().map(|argv| Read::new(argv)).collect();
    let pushes = reads.iter().skip(1).map(|read| {
        let last = *read.words.last().unwrap();
        last.strip_prefix("docker://").unwrap_or(last).to_owned()
    });
    match reads[0].words[..] {
        ["/kaniko/executor"] => {
            reads[0].all("--destination").iter().map(ToString::to_string).collect()
        }
        ["docker", "buildx", "build", _] => {
            reads[0].all("--tag").iter().map(ToString::to_string).collect()
        }
        ["buildctl", "build"] => {
            let outputs = reads[0].all("--output");
            let fields: Vec<_> = outputs.iter().flat_map(|output| fields(output)).collect();
            let names = fields.iter().filter_map(|field| field.strip_prefix("name="));
            names.flat_map(|names| names.split(',')).map(String::from).collect()
        }
        ["buildah" | "podman" | "docker", "build", _] => pushes.collect(),
        ref other => panic!("not a build: {other:?}"),
    }
}

#[track_caller]
fn check(rendered: &Rendered, plan: &Plan) {
    let name = &rendered.name;
    for argv in &rendered.commands {
        let read = Read::new(argv);
        for (option, value) in &read.options {
            assert!(!value.is_empty(), "{name}: {option} is empty");
            match *option {
                "--build-arg" | "--label" | "--annotation" | "--opt" | "--local" => {
                    assert!(value.contains('='), "{name}: {option} {value}");
                }
                "--tag" | "--destination" | "--manifest" => tagged(value),
                "--cache-repo" | "--cache-from" | "--cache-to" | "--import-cache"
                | "--export-cache" => {
                    let fields = fields(value);
                    let repository = match &fields[..] {
                        [repository] => repository,
                        [_, reference, ..] => reference.strip_prefix("ref=").unwrap(),
                        [] => panic!("{name}: no cache"),
                    };
                    let cache = Reference::parse_strict(repository).unwrap();
                    assert_eq!((cache.tag(), cache.digest()), (None, None), "{name}: {cache}");
                }
                _ => {}
            }
        }
        for word in &read.words {
            assert!(!word.is_empty(), "{name}");
        }
    }
    if name == "promotion" {
        return;
    }
    let expected: Vec<_> = if name.ends_with("no push") {
        assert_eq!(rendered.commands.len(), 1, "{name}");
        assert!(!rendered.text.contains("--push") && !rendered.text.contains("push=true"));
        return;
    } else if name.ends_with("immutable only") {
        let of_image = |image: PlannedImage<'_>| {
            image.tags().filter(|planned| planned.kind == TagKind::Immutable).count()
        };
        let immutable = plan.images().map(of_image).sum();
        plan.references().take(immutable).map(|reference| reference.to_string()).collect()
    } else {
        plan.references().map(|reference| reference.to_string()).collect()
    };
    assert_eq!(destinations(rendered), expected, "{name}");
}

/// Every format that lists the references to push has those of the plan, in its order.
#[track_caller]
fn check_formats(plan: &Plan) {
    let expected: Vec<String> = plan.references().map(String::from).collect();
    let json: Value = serde_json::from_str(&plan.to_json()).unwrap();
    assert_eq!(json["references"], json!(expected));
    let images = json["images"].as_array().unwrap().iter().flat_map(|image| {
        let push = image["push"].as_str().unwrap();
        let tags = image["tags"].as_array().unwrap().iter();
        tags.map(move |tag| format!("{push}:{}", tag.as_str().unwrap()))
    });
    let sorted = |all: &[String]| all.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(sorted(&images.collect::<Vec<_>>()), sorted(&expected));
    let bake = plan.buildx().bake_file("app").unwrap().to_string();
    let bake: Value = serde_json::from_str(&bake).unwrap();
    assert_eq!(bake["target"]["app"]["tags"], json!(expected));
    let lines = expected.join("\n");
    if let Ok(exports) = plan.shell_exports().with_references() {
        let exports = exports.to_string();
        assert!(exports.contains(&lines), "{exports}");
    }
    if let Ok(output) = plan.github_output().with_build_inputs() {
        let output = output.to_string();
        let single = format!("\ntags={lines}\n");
        let several = format!("\ntags<<EOF\n{lines}\nEOF\n");
        assert!(output.contains(if expected.len() > 1 { &several } else { &single }), "{output}");
    }
    let pulled: BTreeSet<String> = plan.pull_references().map(String::from).collect();
    let values = plan.helm_values();
    let values: Vec<String> = values.set_string().filter(|one| one.starts_with("image.")).collect();
    let [repository, tag] = &values[..] else { panic!("{values:?}") };
    let value = |text: &str| text.split_once('=').unwrap().1.to_owned();
    let deployed = format!("{}:{}", value(repository), value(tag));
    assert!(pulled.contains(&deployed) && plan.pull_reference() == *deployed, "{deployed}");
    let auths = plan.docker_config("user", "password").unwrap().to_string();
    let auths: Value = serde_json::from_str(&auths).unwrap();
    let registries = |image: PlannedImage<'_>| match image.push.registry() {
        "docker.io" => "https://index.docker.io/v1/".to_owned(),
        registry => registry.to_owned(),
    };
    let expected: BTreeSet<String> = plan.images().map(registries).collect();
    assert_eq!(
        auths["auths"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>(),
        expected
    );
}

/// kaniko pushes `repository:` as `latest`.
#[track_caller]
fn tagged(text: &str) {
    let reference = Reference::parse_strict(text).unwrap();
    assert!(reference.tag().is_some() && reference.digest().is_none(), "{text}");
}

#[test]
fn no_word_of_a_hostile_context_is_read_as_another() {
    let mut count = 0;
    for policy in policies() {
        for name in HOSTILE_NAMES {
            for context in [branch(name), git_tag(name), git_tag("v1.0.0+7"), pull_request(name)] {
                let Ok(plan) = policy.plan(&context) else { continue };
                for rendered in every_command(&plan, name) {
                    check(&rendered, &plan);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 3000, "{count}");
}

proptest! {
    #[test]
    fn no_word_of_any_plan_is_read_as_another(
        policy in policy(),
        context in context(),
        folder in "-{0,2}[a-z=,\"$ ]{1,8}",
    ) {
        for policy in [Policy::cwiq(), policy] {
            let Ok(plan) = policy.plan(&context) else { continue };
            check_formats(&plan);
            for rendered in every_command(&plan, &folder) {
                check(&rendered, &plan);
            }
        }
    }
}
