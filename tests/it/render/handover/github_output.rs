//! `$GITHUB_OUTPUT` and `$GITHUB_ENV` as the runner reads them, and the lists in
//! them as docker's actions do.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use serde_json::Value;
use tagwright::Plan;
use tagwright::build::RenderErrorKind;

use crate::given::{branch, git_tag, policy, pull_request};
use crate::plan::{cwiq, policies};
use crate::render::hostile::{hostile_plans, talkative, talkative_plan};
use tagwright::testing::{HOSTILE_NAMES, context};

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum System {
    Linux,
    Windows,
}

/// The runner's reader of `$GITHUB_ENV` and `$GITHUB_OUTPUT`, written after its
/// rules (`EnvFileKeyValuePairs`).
///
/// <https://github.com/actions/runner/blob/main/src/Runner.Worker/FileCommandManager.cs>
pub(crate) fn runner(text: &str, system: System) -> Result<Vec<(String, String)>, String> {
    // The next line, and the length of what ended it.
    let read_line = |index: &mut usize| -> Option<(&str, Option<usize>)> {
        let rest = text.get(*index..).filter(|rest| !rest.is_empty())?;
        let Some(end) = rest.find('\n') else {
            *index = text.len();
            return Some((rest, None));
        };
        *index += end + 1;
        let line = &rest[..end];
        match line.strip_suffix('\r') {
            Some(line) if system == System::Windows => Some((line, Some(2))),
            _ => Some((line, Some(1))),
        }
    };
    let mut pairs = Vec::new();
    let mut index = 0;
    while let Some((line, _)) = read_line(&mut index) {
        if line.is_empty() {
            continue;
        }
        let (equals, heredoc) = (line.find('='), line.find("<<"));
        if equals.is_some_and(|equals| heredoc.is_none_or(|heredoc| equals < heredoc)) {
            let (name, value) = line.split_once('=').unwrap();
            pairs.push((name.to_owned(), value.to_owned()));
        } else if heredoc.is_some() {
            let (name, delimiter) = line.split_once("<<").unwrap();
            if name.is_empty() || delimiter.is_empty() {
                return Err(format!("Invalid format '{line}'"));
            }
            let (start, mut end) = (index, index);
            loop {
                match read_line(&mut index) {
                    None => return Err(format!("Matching delimiter not found '{delimiter}'")),
                    Some((line, _)) if line == delimiter => break,
                    Some((_, None)) => return Err("EOF marker missing new line.".to_owned()),
                    Some((_, Some(newline))) => end = index - newline,
                }
            }
            pairs.push((name.to_owned(), text[start..end].to_owned()));
        } else {
            return Err(format!("Invalid format '{line}'"));
        }
    }
    Ok(pairs)
}

#[test]
fn the_parser_of_these_tests_reads_as_the_runner_does() {
    let pairs = |pairs: &[(&str, &str)]| -> Result<Vec<(String, String)>, String> {
        Ok(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
    };
    for (text, expected) in [
        ("", pairs(&[])),
        ("\n\n", pairs(&[])),
        ("A=b\nC=d", pairs(&[("A", "b"), ("C", "d")])),
        ("A=b=c<<d\n", pairs(&[("A", "b=c<<d")])),
        ("A=\n", pairs(&[("A", "")])),
        ("A<<E\nE\n", pairs(&[("A", "")])),
        ("A<<E\n\nE\n", pairs(&[("A", "")])),
        ("A<<E\n\n\nE\n", pairs(&[("A", "\n")])),
        ("A<<E\nb\n c=d \nE", pairs(&[("A", "b\n c=d ")])),
        ("A<<=E\nb\n=E\n", pairs(&[("A", "b")])),
        ("A\n", Err("Invalid format 'A'".to_owned())),
        ("<<E\nE\n", Err("Invalid format '<<E'".to_owned())),
        ("A<<E\nb\n", Err("Matching delimiter not found 'E'".to_owned())),
        ("A<<E\nb", Err("EOF marker missing new line.".to_owned())),
    ] {
        assert_eq!(runner(text, System::Linux), expected, "{text:?}");
        assert_eq!(
            runner(&text.replace('\n', "\r\n"), System::Windows).map(drop),
            expected.map(drop)
        );
    }
    let text = "A<<E\r\nb\r\nE\r\n";
    assert_eq!(runner(text, System::Windows), pairs(&[("A", "b")]));
    assert_eq!(runner(text, System::Linux), pairs(&[("A", "b\r")]));
}

/// How docker's actions read a list: `Util.getList` of docker/actions-toolkit,
/// with csv-parse's `relax_quotes`.
///
/// <https://github.com/docker/actions-toolkit/blob/main/src/util.ts>
fn action_list(text: &str) -> Vec<String> {
    let mut records = Vec::new();
    let (mut fields, mut field) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    let mut quoted = false;
    while let Some(found) = characters.next() {
        match found {
            '"' if quoted && characters.peek() == Some(&'"') => field.extend(characters.next()),
            '"' if quoted => {
                quoted = false;
                let next = characters.peek();
                assert!(matches!(next, None | Some(',' | '\n')), "{next:?} behind a quote: {text}");
            }
            '"' if field.is_empty() => quoted = true,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                fields.push(std::mem::take(&mut field));
                records.push(std::mem::take(&mut fields).join(","));
            }
            '\r' if !quoted => panic!("a line break to csv-parse: {text:?}"),
            found => field.push(found),
        }
    }
    assert!(!quoted, "an open quote: {text}");
    fields.push(field);
    records.push(fields.join(","));
    records.retain(|record| !record.is_empty());
    records.iter().map(|record| record.trim().to_owned()).collect()
}

/// What the actions are to have: white space at the two ends is theirs to trim.
fn items(pairs: tagwright::plan::KeyValues<'_>) -> Vec<String> {
    pairs.iter().map(|(key, value)| format!("{key}={value}").trim().to_owned()).collect()
}

#[track_caller]
fn assert_read_back(plan: &Plan) {
    let env: Vec<(String, String)> =
        plan.build_env().iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    for system in [System::Linux, System::Windows] {
        assert_eq!(runner(&plan.build_env().to_string(), system), Ok(env.clone()), "$GITHUB_ENV");
        assert_eq!(runner(&plan.github_output().to_string(), system), Ok(env.clone()));

        let text = plan.github_output().with_build_inputs().unwrap().to_string();
        let mut pairs = runner(&text, system).unwrap();
        let inputs = pairs.split_off(env.len());
        assert_eq!(pairs, env);
        let names: Vec<&str> = inputs.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["version", "tags", "labels", "build-args", "json"]);
        let [version, tags, labels, build_args, json] =
            [0, 1, 2, 3, 4].map(|index| inputs[index].1.as_str());
        assert_eq!(plan.tags().primary().tag, version);
        let destinations: Vec<String> = plan.references().map(String::from).collect();
        assert_eq!(tags.lines().collect::<Vec<_>>(), destinations);
        assert_eq!(action_list(labels), items(plan.labels()));
        assert_eq!(action_list(build_args), items(plan.build_args()));
        let json: Value = serde_json::from_str(json).unwrap();
        assert_eq!(json, serde_json::to_value(plan).unwrap());
    }
}

#[test]
fn the_runner_and_dockers_actions_read_the_plan_back() {
    hostile_plans().iter().for_each(assert_read_back);
    for name in HOSTILE_NAMES {
        for context in [branch(name), git_tag(name), pull_request(name)] {
            assert_read_back(&talkative_plan(context, name));
        }
    }
}

#[test]
fn no_value_ends_early_and_sets_another_output() {
    for (description, delimiter, why) in [
        ("one line", "EOF", "the list has more than one line"),
        ("a\nEOF\nversion=evil", "EOF_", "the delimiter is a line of it"),
        ("a\nEOF_\nversion=evil", "EOF__", "so is the next"),
        ("EOF EOF___ EOF_\n", "EOF____", "behind the longest of several"),
        ("_EOF", "EOF_", "the word alone, not what stands before it"),
        ("a\r\nEOF\r\nb", "EOF_", "lines as Windows ends them"),
    ] {
        let context = branch("main").with_description(description).unwrap();
        let plan = talkative().plan(&context.with_project_path("x").unwrap()).unwrap();
        assert_read_back(&plan);
        let text = plan.github_output().with_build_inputs().unwrap().to_string();
        let opened = format!("\nlabels<<{delimiter}\n");
        assert!(text.contains(&opened), "{why}: {text}");
        let versions = runner(&text, System::Linux).unwrap();
        let versions = versions.iter().filter(|(name, _)| name == "version");
        assert_eq!(versions.count(), 1, "{why}");
    }
}

/// csv-parse itself, which docker's actions read their lists with.
#[test]
fn csv_parse_reads_the_lists_back() {
    const SCRIPT: &str = "const {parse} = require('csv-parse/sync');\n\
        const lists = JSON.parse(require('fs').readFileSync(0, 'utf8'));\n\
        const options = {columns: false, relaxQuotes: true, relaxColumnCount: true, skipEmptyLines: true};\n\
        const read = list => parse(list, options).map(record => record.join(',')).filter(item => item).map(item => item.trim());\n\
        console.log(JSON.stringify(lists.map(read)));";
    let probe = Command::new("node").args(["-e", "require('csv-parse/sync')"]).output();
    if !probe.is_ok_and(|probe| probe.status.success()) {
        println!("skipped: there is no node with csv-parse");
        return;
    }
    let mut lists = Vec::new();
    for name in HOSTILE_NAMES {
        for context in [branch(name), git_tag(name)] {
            let plan = talkative_plan(context, name);
            let output = plan.github_output().with_build_inputs().unwrap().to_string();
            let outputs = runner(&output, System::Linux).unwrap();
            let of = |name: &str| outputs.iter().find(|(key, _)| key == name).unwrap().1.clone();
            lists.push((of("labels"), items(plan.labels())));
            lists.push((of("build-args"), items(plan.build_args())));
        }
    }
    let (texts, expected): (Vec<String>, Vec<Vec<String>>) = lists.into_iter().unzip();
    let mut node = Command::new("node")
        .args(["-e", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(serde_json::to_string(&texts).unwrap().as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    let found: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn the_outputs_of_a_push_to_main() {
    let plan = cwiq(&branch("main")).unwrap();
    let json = plan.to_json();
    assert_eq!(
        plan.github_output().with_build_inputs().unwrap().to_string(),
        format!(
            "IMAGE_TAG=main-a1b2c3d8
version=main-a1b2c3d8
tags<<EOF
nexus.shared.cwiq.io:8443/orchestrator-server:main-a1b2c3d8
nexus.shared.cwiq.io:8443/orchestrator-server:latest
EOF
labels<<EOF
org.opencontainers.image.created=2026-03-18T09:00:00Z
org.opencontainers.image.revision=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
EOF
build-args<<EOF
VERSION=
BUILD_DATE=2026-03-18T09:00:00Z
VCS_REF=a1b2c3d8e5f60718293a4b5c6d7e8f9001122334
EOF
json={json}
"
        )
    );
}

#[test]
fn without_labels_or_args_the_outputs_are_empty() {
    let rules = "[[rules]]\nname = \"any\"\nwhen = {}\ntags = [\"x\"]\n";
    let plan = policy(rules).plan(&branch("main")).unwrap();
    assert_eq!(plan.github_output().to_string(), "");
    let output = plan.github_output().with_build_inputs().unwrap().to_string();
    assert!(
        output.starts_with("version=x\ntags=r.example.com/server:x\nlabels=\nbuild-args=\njson={"),
        "{output}"
    );
    assert_read_back(&plan);
}

#[test]
fn a_variable_that_is_called_like_an_output_is_refused() {
    for (key, output) in [("VERSION", "version"), ("Tags", "tags"), ("json", "json")] {
        let rules = "[[rules]]\nname = \"any\"\nwhen = {}\ntags = [\"x\"]\n";
        let plan = policy(&format!("env = [\"{key}={{image_tag}}\"]\n{rules}"));
        let plan = plan.plan(&branch("main")).unwrap();
        assert_eq!(plan.github_output().to_string(), format!("{key}=x\n"));
        let error = plan.github_output().with_build_inputs().unwrap_err();
        assert_eq!(error.kind(), RenderErrorKind::DuplicateKey);
        assert_eq!((error.place(), error.index()), (Some("env"), None));
        assert_eq!(
            error.to_string(),
            format!(
                "env {key} and the output {output} are the same to GitHub; rename the variable"
            )
        );
    }
}

proptest! {
    #[test]
    fn any_plan_is_read_back(context in context()) {
        let context = context.clone().with_project_path(context.project()).unwrap();
        for policy in policies().into_iter().chain([talkative()]) {
            if let Ok(plan) = policy.plan(&context) {
                assert_read_back(&plan);
            }
        }
    }
}
