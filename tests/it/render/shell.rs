//! Command lines in real shells: what a shell makes of the text is the
//! arguments, byte by byte.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::*;
use tagwright::Policy;

use super::commands::{Rendered, every_command};
use super::hostile::talkative;
use crate::end_to_end::{find, skip};
use crate::given::{branch, git_tag, pull_request};
use crate::plan::cwiq;
use crate::vectors::vectors;
use tagwright::testing::{HOSTILE_NAMES, context};

/// Shells by how one starts them; those of GitLab's images first.
const SHELLS: [&[&str]; 4] = [&["sh"], &["dash"], &["bash"], &["busybox", "ash"]];

/// Those that run no job, but will read the text too where they are.
const OTHER_SHELLS: [&[&str]; 3] = [&["mksh"], &["ksh"], &["zsh"]];

/// The shells that are here, without a variable of ours.
pub(super) fn shells() -> Vec<(String, Command)> {
    let mut found = Vec::new();
    for words in SHELLS.into_iter().chain(OTHER_SHELLS) {
        let name = words.join(" ");
        match find(words[0]) {
            Some(program) => {
                let mut command = Command::new(program);
                command.args(&words[1..]).env_clear();
                found.push((name, command));
            }
            None if SHELLS.contains(&words) => skip(&format!("there is no {name}")),
            None => println!("skipped: there is no {name}"),
        }
    }
    assert!(cfg!(not(unix)) || !found.is_empty(), "there is at least sh");
    found
}

/// What a shell prints for a script that it reads from standard input.
#[track_caller]
pub(super) fn run(name: &str, mut shell: Command, script: &str) -> Vec<u8> {
    let mut child = shell
        .arg("-s")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut stdin = child.stdin.take().unwrap();
    let script = script.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = child.wait_with_output().unwrap();
    // A shell that gives up reads no further; it says why below.
    let _ = writer.join().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaints.is_empty(), "{name}: {complaints}");
    output.stdout
}

/// Every program is replaced by one that prints its name and its arguments, each
/// with a NUL behind it.
#[track_caller]
fn assert_read_back(all: &[Rendered]) {
    let mut script = String::new();
    for program in ["kaniko", "buildah", "podman", "docker", "buildctl", "skopeo", "crane"] {
        script.extend([program, "() { printf '%s\\0' ", program, " \"$@\"; }\n"]);
    }
    let mut expected = String::new();
    for rendered in all {
        // No function can be called like a path.
        script.push_str(&rendered.text.replacen("/kaniko/executor ", "kaniko ", 1));
        script.push('\n');
        assert!(!rendered.commands.is_empty(), "{} does nothing", rendered.name);
        for argument in rendered.commands.iter().flatten() {
            expected.push_str(argument.strip_prefix("/kaniko/").map_or(argument, |_| "kaniko"));
            expected.push('\0');
        }
    }
    for (name, shell) in shells() {
        let found = run(&name, shell, &script);
        let found = String::from_utf8(found).unwrap();
        for (found, expected) in found.split('\0').zip(expected.split('\0')) {
            assert_eq!(found, expected, "{name}");
        }
        assert_eq!(found.len(), expected.len(), "{name}");
    }
}

#[test]
fn every_shell_reads_the_arguments_of_hostile_contexts_back() {
    let mut all = Vec::new();
    let long = "$(id)'".repeat(683);
    for name in HOSTILE_NAMES.iter().copied().chain([&*long]) {
        for context in [branch(name), git_tag(name), pull_request(name)] {
            let context = context
                .with_workspace(format!("/builds/{name}'s \\ \" dir"))
                .and_then(|context| context.with_project_path(format!("=~/{name}")))
                .unwrap();
            if let Ok(plan) = cwiq(&context) {
                all.extend(every_command(&plan, name));
            }
            all.extend(every_command(&talkative().plan(&context).unwrap(), name));
        }
    }
    assert!(all.len() > 200);
    assert_read_back(&all);
}

#[test]
fn every_shell_reads_any_folder_back() {
    let plan = cwiq(&branch("main")).unwrap();
    let every_character: String = ('\u{1}'..='\u{ff}').collect();
    let mut folders = vec![every_character];
    for character in '\u{1}'..='\u{7f}' {
        for folder in [
            format!("{character}"),
            format!("a{character}"),
            format!("{character}a"),
            format!("{character}{character}"),
        ] {
            folders.push(folder);
        }
    }
    folders.extend(
        ["~root", "a:~", "-n", "=ls", "==", "a=~", "\\\n", "!!", "{a,b}", "%1", "\r\n"]
            .map(String::from),
    );
    let all: Vec<_> = folders
        .into_iter()
        .flat_map(|folder| {
            let kaniko = plan.kaniko().context_dir(folder.clone()).dockerfile(folder);
            [Rendered::new("kaniko", &kaniko)]
        })
        .collect();
    assert_read_back(&all);
}

#[test]
fn recorded_quoting_cases_are_read_back() {
    let Some(recorded) = vectors("shell/shell_quote_cases.json") else { return };
    let plan = cwiq(&branch("main")).unwrap();
    let mut all = Vec::new();
    for case in recorded["cases"].as_array().unwrap() {
        let value = case["value"].as_str().unwrap();
        if value.is_empty() {
            // Intended: an argument that is empty is absent.
            continue;
        }
        let kaniko = plan.kaniko().with_argument(value);
        let rendered = Rendered::new("kaniko", &kaniko);
        assert_eq!(rendered.commands[0].last().unwrap(), value);
        all.push(rendered);
    }
    assert!(all.len() > 40, "the cases are read");
    assert_read_back(&all);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn every_shell_reads_any_plan_back(
        contexts in proptest::collection::vec((context(), "\\PC{0,20}|[\\x01-\\x7f]{0,12}"), 24)
    ) {
        let mut all = Vec::new();
        for (context, folder) in contexts {
            for policy in [Policy::cwiq(), talkative()] {
                let context = context.clone().with_project_path(context.project()).unwrap();
                let Ok(plan) = policy.plan(&context) else { continue };
                all.extend(every_command(&plan, &folder));
            }
        }
        assert_read_back(&all);
    }
}
