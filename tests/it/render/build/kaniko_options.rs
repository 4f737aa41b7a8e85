//! kaniko's command line as kaniko reads it: by the rules of Go's pflag, with
//! the options that its two versions have.
//!
//! <https://github.com/GoogleContainerTools/kaniko/blob/b205a1de/cmd/executor/cmd/root.go>,
//! <https://github.com/osscontainertools/kaniko/blob/02496f49/cmd/executor/cmd/root.go>

use std::collections::BTreeMap;

use tagwright::build::{AnnotationLevel, Build};

use crate::given::branch;
use crate::plan::{texts, words};
use crate::render::commands::platforms;
use crate::render::hostile::{hostile_plans, talkative_plan};
use tagwright::testing::HOSTILE_NAMES;

/// What an option holds.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// True where it stands alone: a word behind it is not its value.
    Switch,
    /// The last one counts.
    One,
    /// Each counts.
    Many,
    /// Each counts, and is refused without a `=`.
    KeyValues,
}

use Kind::{KeyValues, Many, One, Switch};

/// Options by what they hold.
type Known = &'static [(Kind, &'static str)];

const ARCHIVED: Known = &[
    (
        Switch,
        "\
         cache cache-copy-layers cache-run-layers cleanup compressed-caching force \
         force-build-metadata ignore-var-run insecure insecure-pull log-timestamp no-push \
         no-push-cache push-ignore-immutable-tag-errors reproducible single-snapshot \
         skip-default-registry-fallback skip-push-permission-check skip-tls-verify \
         skip-tls-verify-pull skip-unused-stages use-new-run whitelist-var-run",
    ),
    (
        One,
        "\
         bucket cache-dir cache-repo cache-ttl compression compression-level context \
         context-sub-path custom-platform customPlatform digest-file dockerfile git \
         image-download-retry image-fs-extract-retry image-name-tag-with-digest-file \
         image-name-with-digest-file kaniko-dir log-format oci-layout-path push-retry snapshot-mode \
         snapshotMode tar-path tarPath target verbosity",
    ),
    (
        Many,
        "\
         build-arg destination ignore-path insecure-registry label registry-mirror \
         skip-tls-verify-registry",
    ),
    (KeyValues, "registry-certificate registry-client-cert registry-map"),
];

/// What the fork has beside them.
const OF_THE_FORK: Known = &[
    (Switch, "materialize preserve-context"),
    (Many, "credential-helpers"),
    (KeyValues, "annotation"),
];

type Options = BTreeMap<&'static str, Vec<String>>;

/// pflag's reading of what stands behind the program, or what it says.
fn read(words: &[String], known: &[Known]) -> Result<Options, String> {
    let mut options = Options::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--").filter(|option| !option.is_empty()) else {
            // The root command has commands beneath it, and takes no words.
            return Err(format!("unknown command {word:?} for \"executor\""));
        };
        let (name, inline) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        let mut known = known
            .iter()
            .copied()
            .flatten()
            .flat_map(|(kind, names)| names.split(' ').map(move |name| (name, kind)));
        let found = known.find(|(known, _)| *known == name);
        let Some((name, kind)) = found else { return Err(format!("unknown flag: --{name}")) };
        let value = match (inline, kind) {
            (Some(value), _) => value,
            (None, Switch) => "true".to_owned(),
            (None, _) => match words.next() {
                Some(value) => value.clone(),
                None => return Err(format!("flag needs an argument: --{name}")),
            },
        };
        if *kind == Switch && !matches!(&*value, "true" | "false") {
            return Err(format!("invalid argument {value:?} for --{name}"));
        }
        if *kind == KeyValues && !value.contains('=') {
            return Err(format!("invalid argument value. expect key=value, got {value}"));
        }
        let values = options.entry(name).or_default();
        if matches!(kind, One | Switch) {
            values.clear();
        }
        values.push(value);
    }
    Ok(options)
}

fn pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    pairs.map(|(key, value)| format!("{key}={value}")).collect()
}

#[test]
fn the_reader_of_these_tests_reads_as_pflag_does() {
    let read =
        |line: &str| read(&line.split(' ').map(str::to_owned).collect::<Vec<_>>(), &[ARCHIVED]);
    let cache = |line: &str| read(line).map(|options| options["cache"].clone());
    assert_eq!(cache("--cache"), Ok(vec!["true".to_owned()]));
    assert_eq!(cache("--cache=true --cache=false"), Ok(vec!["false".to_owned()]));
    for (line, error) in [
        ("--cache true", "unknown command \"true\" for \"executor\""),
        ("--cache=yes", "invalid argument \"yes\" for --cache"),
        ("--registry-certificate a", "invalid argument value. expect key=value, got a"),
        ("--annotation a=b", "unknown flag: --annotation"),
        ("--target", "flag needs an argument: --target"),
        ("x", "unknown command \"x\" for \"executor\""),
        ("--", "unknown command \"--\" for \"executor\""),
    ] {
        assert_eq!(read(line), Err(error.to_owned()), "{line}");
    }
    let options = read("--destination -x --destination=b=c --target a --target --target").unwrap();
    assert_eq!(options["destination"], ["-x", "b=c"], "any next word is the value");
    assert_eq!(options["target"], ["--target"]);
}

/// Every option is one that kaniko has, and holds what the plan says.
#[track_caller]
fn assert_reads(kaniko: &Build<'_>, known: &[Known], expected: &[(&'static str, Vec<String>)]) {
    let expected = expected.iter().filter(|(_, values)| !values.is_empty()).cloned();
    assert_eq!(read(&words(kaniko)[1..], known), Ok(expected.collect()), "{kaniko:?}");
}

#[test]
fn kaniko_reads_what_the_plan_says() {
    let mut plans = hostile_plans();
    plans.extend(HOSTILE_NAMES.iter().map(|name| talkative_plan(branch(name), name)));
    let [platform, _] = platforms();
    for plan in &plans {
        let text = |text: &str| vec![text.to_owned()];
        let cache: Vec<_> = plan.images().find_map(|image| image.cache).into_iter().collect();
        let common = [
            ("build-arg", pairs(plan.build_args().iter())),
            ("cache", texts(cache.iter().map(|_| true))),
            ("cache-repo", texts(cache.iter())),
        ];
        let all = [("destination", texts(plan.references()))];
        let least = [("context", text(".")), ("dockerfile", text("./Dockerfile"))];
        assert_reads(&plan.kaniko(), &[ARCHIVED], &[&common[..], &all, &least].concat());

        for name in HOSTILE_NAMES {
            let most = plan.kaniko().with_labels().context_dir(*name).dockerfile(*name);
            let most = most.platforms([platform.clone()]).digest_file(*name);
            let path = if name.starts_with('-') || name.contains('@') {
                format!("./{name}")
            } else {
                (*name).to_owned()
            };
            let given = [
                ("context", text(&path)),
                ("dockerfile", text(&path)),
                ("custom-platform", text("linux/amd64")),
                ("digest-file", text(&path)),
                ("label", pairs(plan.labels().iter())),
            ];
            let given = [&common[..], &given].concat();
            let pushed = [&given[..], &all].concat();
            assert_reads(&most, &[ARCHIVED], &pushed);
            let not_pushed = [("no-push", text("true")), ("no-push-cache", text("true"))];
            let not_pushed = [&pushed[..], &not_pushed].concat();
            assert_reads(&most.clone().without_push(), &[ARCHIVED], &not_pushed);
            let annotated = [&pushed[..], &[("annotation", pairs(plan.labels().iter()))]].concat();
            assert_reads(
                &most.with_annotations(AnnotationLevel::Manifest),
                &[ARCHIVED, OF_THE_FORK],
                &annotated,
            );
        }
    }
}
