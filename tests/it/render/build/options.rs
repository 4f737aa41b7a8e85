//! Which builder has which option, and what the others say.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use tagwright::Plan;
use tagwright::build::AnnotationLevel::{Index, Manifest};
use tagwright::build::RenderErrorKind;
use tagwright::build::{Build, Builder};

use crate::cli::tool;
use crate::given::branch;
use crate::page::Page;
use crate::plan::{cwiq, texts};
use crate::render::commands::platforms;

type Change = fn(Build<'static>) -> Build<'static>;

static PLAN: LazyLock<Plan> = LazyLock::new(|| cwiq(&branch("main")).unwrap());

fn one_platform(build: Build<'_>) -> Build<'_> {
    let [platform, _] = platforms();
    build.platforms([platform])
}

/// The options of `tagwright build` that make these calls.
const FLAGS: [(&str, &str); 7] = [
    ("immutable_only", "without `--all-tags`"),
    ("context_dir", "`--context-dir`"),
    ("dockerfile", "`--dockerfile`"),
    ("with_labels", "`--with-labels`"),
    ("with_argument", "`-- ARGUMENT`"),
    ("platforms", "`--platform`"),
    ("digest_file", "`--digest`"),
];

/// Methods, in which case, and a call of each.
const OPTIONS: [(&str, &str, Change); 14] = [
    ("immutable_only", "", Build::immutable_only),
    ("context_dir", "", |build| build.context_dir("x")),
    ("dockerfile", "", |build| build.dockerfile("x")),
    ("without_push", "", Build::without_push),
    ("with_labels", "", Build::with_labels),
    ("without_labels", "", Build::without_labels),
    ("with_argument", "", |build| build.with_argument("x")),
    ("with_annotations", " of the manifest", |build| build.with_annotations(Manifest)),
    ("with_annotations", " at any level but the manifest", |build| build.with_annotations(Index)),
    ("platforms", " with one platform", one_platform),
    ("platforms", " with several platforms", |build| build.platforms(platforms())),
    ("digest_file", "", |build| build.digest_file("x")),
    ("metadata_file", "", |build| build.metadata_file("x")),
    ("reuse_layers", "", Build::reuse_layers),
];

/// Which these are is in the table of the guide.
#[test]
fn an_option_that_a_builder_does_not_have_is_an_error_with_a_remedy() {
    for (method, case, option) in OPTIONS {
        for builder in Builder::all() {
            let build = PLAN.build(builder);
            let Err(error) = option(build.clone()).commands() else { continue };
            assert_eq!(error.kind(), RenderErrorKind::UnsupportedOption);
            let message = error.to_string();
            // The tool has this one too, so its message does not name the method.
            let begin = match case {
                " with several platforms" => {
                    format!("{builder} does not support several platforms")
                }
                _ => format!("{builder} does not support {method}()"),
            };
            let (what, why) = message.strip_prefix(&begin).unwrap().split_once(": ").unwrap();
            assert!(what.is_empty() || what == case, "{message}");
            let of_buildx = option(PLAN.buildx());
            let remedied = match why {
                "call with_labels(), or build with Plan::buildx()" => {
                    vec![build.with_labels(), of_buildx]
                }
                "use AnnotationLevel::Manifest, or build with Plan::buildx()" => {
                    vec![build.with_annotations(Manifest), of_buildx]
                }
                "give one platform, or build with buildah, podman or buildx" => {
                    let others = [PLAN.buildah(), PLAN.podman()].map(option);
                    [one_platform(build), of_buildx].into_iter().chain(others).collect()
                }
                "call metadata_file() and read it with Digest::from_metadata_file()" => {
                    vec![build.metadata_file("x")]
                }
                "call digest_file() and read it with Digest::from_digest_file()" => {
                    vec![build.digest_file("x")]
                }
                "it writes no digest, so remove the call, or call metadata_file() on \
                 Plan::buildx()" => vec![build, PLAN.buildx().metadata_file("x")],
                "it always reuses cached layers, so remove the call" => vec![build],
                _ => panic!("{message}"),
            };
            assert!(remedied.iter().all(|build| build.commands().is_ok()), "{message}");
        }
    }
}

#[test]
fn what_a_bake_file_does_not_hold_is_an_error_with_a_remedy() {
    let file = "a bake file does not support";
    let metadata = "give --metadata-file to docker buildx bake";
    let argument = "give the argument to docker buildx bake";
    for (build, message) in [
        (PLAN.buildx().with_argument("x"), format!("{file} with_argument(): {argument}")),
        (PLAN.buildx().metadata_file("x"), format!("{file} metadata_file(): {metadata}")),
        (PLAN.buildx().digest_file("x"), format!("{file} digest_file(): {metadata}")),
        (PLAN.podman(), "podman does not support bake_file(): call it on Plan::buildx()".into()),
    ] {
        let error = build.bake_file("app").unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), RenderErrorKind::UnsupportedOption);
    }
    assert!(PLAN.buildx().bake_file("app").is_ok());
}

fn builders_with(option: Change) -> Vec<String> {
    texts(Builder::all().filter(|builder| option(PLAN.build(*builder)).commands().is_ok()))
}

fn is_in_bake_file(option: Change) -> bool {
    option(PLAN.buildx()).bake_file("app").is_ok()
}

#[test]
fn the_table_of_options_in_the_guide_is_what_the_builders_have() {
    let all = texts(Builder::all());
    let mut table = format!("| option | `tagwright build` | {} | bake file |\n", all.join(" | "));
    writeln!(table, "| --- | --- |{}", " :---: |".repeat(all.len() + 1)).unwrap();
    for (method, case, option) in OPTIONS {
        let with = builders_with(option);
        let cells = all.iter().map(|builder| with.contains(builder));
        let cells = cells.chain([is_in_bake_file(option)]);
        let cells: String = cells.map(|has| if has { " yes |" } else { " |" }).collect();
        let flag = FLAGS.iter().find(|(of, _)| *of == method).map_or("", |(_, flag)| flag);
        let link = format!("[`{method}()`](crate::build::Build::{method}){case}");
        writeln!(table, "| {link} | {flag} |{cells}").unwrap();
    }
    Page::read("src/guide/builders.md").assert_generated("options", &table);
}

#[test]
fn the_tool_has_the_options_that_the_table_names() {
    let help = tool(&["build", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for (method, flag) in FLAGS {
        let (_, name) = flag.trim_end_matches('`').split_once('`').unwrap();
        let name = name.replace("-- ARGUMENT", "[-- <ARGUMENTS>...]");
        assert!(help.contains(&name), "{method}: {name}");
    }
}

/// Each method says on a line of its own which builders have it.
#[test]
fn the_documentation_of_each_option_names_the_builders_that_have_it() {
    let source = Page::read("src/render/build/build.rs");
    let mut seen = BTreeSet::new();
    for (method, _, option) in OPTIONS.into_iter().filter(|(method, ..)| seen.insert(*method)) {
        let (docs, _) = source.text().split_once(&format!("pub fn {method}(")).unwrap();
        let (_, line) = docs.rsplit_once("/// Builders: ").unwrap();
        let with = builders_with(option);
        let is_not_in_file = with.contains(&"buildx".to_owned()) && !is_in_bake_file(option);
        let all = if with.len() == Builder::all().len() { "all" } else { &with.join(", ") };
        let file = if is_not_in_file { ", but not a bake file" } else { "" };
        assert!(line.starts_with(&format!("{all}{file}.")), "{method}: {all}{file}");
    }
}
