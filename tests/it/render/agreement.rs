//! Every output of a plan names the same references: the command of each builder, read as
//! the program's own parser reads it, each promotion and each hand-over format.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use tagwright::build::Builder;
use tagwright::plan::PlannedImage;
use tagwright::{Plan, Reference, TagKind};

use super::commands::{Rendered, every_command};
use super::csv::fields;
use crate::plan::texts;

/// Asserts that every output has the references of the plan. `text` stands wherever a
/// caller may say something.
#[track_caller]
pub(crate) fn assert_agreement(plan: &Plan, text: &str) {
    assert_formats(plan);
    assert_promotions(plan);
    for rendered in every_command(plan, text) {
        assert_command(&rendered, plan);
    }
}

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

/// No word of a command is read as another, and it pushes to the references of the plan.
#[track_caller]
pub(super) fn assert_command(rendered: &Rendered, plan: &Plan) {
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
fn assert_formats(plan: &Plan) {
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
    let pulled: Vec<String> = plan.pull_references().map(String::from).collect();
    assert_eq!(json["pull_references"], json!(pulled));
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

/// Each command of a promotion copies what the promotion says, and together with the
/// immutable references the promotions are all references.
#[track_caller]
fn assert_promotions(plan: &Plan) {
    let all: BTreeSet<String> = plan.references().map(String::from).collect();
    let json: Value = serde_json::from_str(&plan.to_json()).unwrap();
    let mut reached = BTreeSet::new();
    for (index, promotion) in plan.promotions().enumerate() {
        let (from, to) = (promotion.from.as_str(), promotion.to.as_str());
        assert!(all.contains(from) && all.contains(to), "{from} {to}");
        let written = &json["promotions"][index];
        assert_eq!((&written["from"], &written["to"]), (&json!(from), &json!(to)));
        let skopeo = texts(promotion.skopeo_copy().argv());
        let words = Read::new(&skopeo).words;
        assert_eq!(words[2..], [format!("docker://{from}"), format!("docker://{to}")]);
        let crane = texts(promotion.crane().argv());
        let target = if promotion.is_copy { Some(to) } else { promotion.to.tag() };
        assert_eq!(Read::new(&crane).words[2..], [from, target.unwrap()]);
        let imagetools = texts(promotion.imagetools_create().argv());
        let read = Read::new(&imagetools);
        assert_eq!((read.all("--tag"), read.words.last()), (vec![to], Some(&from)));
        reached.insert(to.to_owned());
    }
    let immutable = plan.images().flat_map(|image| {
        let tags = image.tags().filter(|planned| planned.kind == TagKind::Immutable);
        tags.map(move |planned| image.reference(planned).to_string())
    });
    let immutable: BTreeSet<String> = immutable.collect();
    if !immutable.is_empty() {
        assert_eq!(&reached | &immutable, all);
    }
}

/// The public functions of `src/render` that write references, each of which
/// [`assert_agreement`] reads.
const OUTPUTS: &str = "\
    bake_file build buildah buildctl buildx commands crane docker docker_config github_output \
    helm_values imagetools_create immutable_only kaniko podman set_string shell_exports \
    skopeo_copy to_json with_build_inputs with_references";

/// Those that set an option, or read or write something else.
const OTHERS: &str = "\
    arguments argv context_dir digest_file dockerfile from_bake_metadata_file from_digest_file \
    from_metadata_file index iter json_schema kind metadata_file new pinned_to place platforms \
    program reuse_layers with_annotations with_argument with_auth with_digest with_labels without_labels \
    without_push";

/// A renderer that is added stands in one of the two lists.
#[test]
fn every_renderer_is_known() {
    let mut found = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let public = text.lines().filter_map(|line| line.trim().strip_prefix("pub "));
            let functions =
                public.filter_map(|line| line.split_once("fn ")?.1.split(['(', '<']).next());
            found.extend(functions.map(String::from));
        }
    }
    let known = OUTPUTS.split(' ').chain(OTHERS.split(' ')).map(String::from);
    assert_eq!(found, known.collect());
}

#[test]
fn every_builder_is_rendered() {
    let plan = tagwright::Policy::cwiq().plan(&crate::given::branch("main")).unwrap();
    let rendered = every_command(&plan, "folder");
    for builder in Builder::all() {
        let text = plan.build(builder).commands().unwrap().to_string();
        assert!(rendered.iter().any(|one| one.text == text), "{builder}");
    }
}
