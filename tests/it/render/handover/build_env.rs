//! `build.env` as GitLab and as shells read it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;
use tagwright::Plan;

use crate::given::branch;
use crate::name::doors::env_value;
use crate::plan::policies;
use crate::render::hostile::hostile_plans;
use crate::render::shell::shells;
use crate::vectors::{cases, vectors};
use tagwright::testing::context;

/// GitLab's dotenv report parser, written after its rules: what it makes of a
/// file, or what it says.
///
/// <https://gitlab.com/gitlab-org/gitlab/-/blob/master/app/services/ci/parse_dotenv_artifact_service.rb>
fn gitlab(bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    const MOST_BYTES: usize = 5120;
    const MOST_VARIABLES: usize = 20;
    const MOST_KEY: usize = 255;
    if bytes.len() >= MOST_BYTES {
        return Err(format!("Dotenv Artifact Too Big. Maximum Allowable Size: {MOST_BYTES}"));
    }
    let text = match bytes {
        [0xFF, 0xFE, utf16 @ ..] => {
            let units: Vec<u16> =
                utf16.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        [0xEF, 0xBB, 0xBF, utf8 @ ..] | utf8 => String::from_utf8(utf8.to_vec()).unwrap(),
    };
    // Ruby's `strip`: ASCII white space at both ends, and NUL.
    let strip = |text: &str| {
        let text = text.trim_matches(|found| matches!(found, '\0' | '\t'..='\r' | ' '));
        text.to_owned()
    };
    let mut variables = BTreeMap::new();
    for line in text.split_inclusive('\n') {
        let (key, value) = line.split_once('=').ok_or("Invalid Format")?;
        variables.insert(strip(key), strip(value));
    }
    if variables.len() > MOST_VARIABLES {
        return Err(format!("Dotenv files cannot have more than {MOST_VARIABLES} variables"));
    }
    for key in variables.keys() {
        let mut flaws = Vec::new();
        if key.is_empty() {
            flaws.push("Key can't be blank".to_owned());
        }
        if key.chars().count() > MOST_KEY {
            flaws.push(format!("Key is too long (maximum is {MOST_KEY} characters)"));
        }
        let is_word = |found: char| found.is_ascii_alphanumeric() || found == '_';
        if key.is_empty() || !key.chars().all(is_word) {
            flaws.push("Key can contain only letters, digits and '_'.".to_owned());
        }
        if !flaws.is_empty() {
            return Err(format!("Validation failed: {}", flaws.join(", ")));
        }
    }
    Ok(variables)
}

#[test]
fn the_parser_of_these_tests_reads_as_gitlab_does() {
    let Some(recorded) = vectors("gitlab/gitlab_dotenv_cases.json") else { return };
    let cases = recorded.as_array().unwrap();
    assert!(cases.len() > 60, "the cases are read");
    for case in cases {
        let expected = &case["expected"];
        if expected.get("unmodelled").is_some() {
            continue;
        }
        let content = content(case);
        let shown = String::from_utf8_lossy(&content);
        let expected = match expected.get("vars") {
            Some(variables) => Ok(serde_json::from_value(variables.clone()).unwrap()),
            None => Err(expected["error"].as_str().unwrap().to_owned()),
        };
        assert_eq!(gitlab(&content), expected, "{shown:?}");
    }
}

fn content(case: &Value) -> Vec<u8> {
    if let Some(text) = case["content"].as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(hex) = case["content_hex"].as_str() {
        let pairs = hex.as_bytes().chunks(2);
        return pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
    }
    let generator = &case["content_generator"];
    let unit = generator["repeat"].as_str().unwrap();
    let bytes = usize::try_from(generator["to_bytes"].as_u64().unwrap()).unwrap();
    unit.bytes().cycle().take(bytes).collect()
}

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tagwright-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// GitLab and every shell read exactly the plan's variables.
#[track_caller]
fn assert_read_alike(plans: &[Plan], name: &str) {
    let folder = Folder::new(name);
    let mut script = String::new();
    let mut expected = String::new();
    for (index, plan) in plans.iter().enumerate() {
        let text = plan.build_env().to_string();
        let env: BTreeMap<_, _> = plan
            .build_env()
            .iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(gitlab(text.as_bytes()), Ok(env), "{text}");
        assert!(
            plan.build_env().is_empty() || text.ends_with('\n') && !text.contains('\r'),
            "{text:?}"
        );
        let file = format!("{index}.env");
        std::fs::write(folder.0.join(&file), &text).unwrap();
        // A subshell, so that no file sees what another has set.
        script.push_str("(\n. ./");
        script.push_str(&file);
        script.push_str(" || exit 1\n");
        for (key, value) in plan.build_env() {
            script.extend(["printf '%s\\0' \"$", key, "\"\n"]);
            expected.push_str(value);
            expected.push('\0');
        }
        script.push_str(") || exit 1\n");
    }
    std::fs::write(folder.0.join("script"), script).unwrap();
    for (name, mut shell) in shells() {
        let output = shell.arg("./script").current_dir(&folder.0).output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && complaints.is_empty(), "{name}: {complaints}");
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{name}");
    }
}

#[test]
fn gitlab_and_every_shell_read_the_same() {
    assert_read_alike(&hostile_plans(), "hostile");
}

/// What was recorded of three shells, and the grammar of values rests on, holds for those
/// of this machine.
#[test]
fn the_shells_that_are_here_read_files_as_recorded() {
    let rows = cases("shell/shell_source_cases.json");
    let folder = Folder::new("recorded");
    for (name, mut shell) in shells() {
        let recorded = if name == "busybox ash" { "busybox sh" } else { &*name };
        let (mut script, mut expected) = (String::new(), String::new());
        for (index, row) in rows.iter().enumerate() {
            // A shell that gives up on a file has no value of it.
            if row[recorded]["dot_rc"] != 0 {
                continue;
            }
            let file = format!("{index}.env");
            std::fs::write(folder.0.join(&file), row["content"].as_str().unwrap()).unwrap();
            script.extend(["(. ./", &*file, "\nprintf '%s\\0' \"$A\")\n"]);
            expected.extend([row[recorded]["A"].as_str().unwrap(), "\0"]);
        }
        std::fs::write(folder.0.join("script"), script).unwrap();
        shell.env("HOME", "/h").env("PATH", std::env::var_os("PATH").unwrap());
        let output = shell.arg("./script").current_dir(&folder.0).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), expected, "{name}");
        let is_recorded = matches!(&*name, "dash" | "bash" | "busybox ash");
        assert_eq!(!expected.is_empty(), is_recorded && !rows.is_empty(), "{name}");
    }
}

/// Every legal value of up to three pieces that some reader looks at, and those
/// that are refused for zsh's sake alone.
#[test]
fn every_shell_reads_a_value_as_it_is_written() {
    const PIECES: [&str; 12] = ["", "a", "sh", "=", ":", "%", "@", "+", "/", ".", "-", ","];
    let folder = Folder::new("values");
    let texts: BTreeSet<String> = PIECES
        .iter()
        .flat_map(|first| PIECES.iter().map(move |second| [*first, *second]))
        .flat_map(|[first, second]| PIECES.iter().map(move |third| [first, second, third].concat()))
        .collect();
    let (legal, refused): (Vec<String>, Vec<String>) =
        texts.into_iter().partition(|text| env_value(text).is_ok());
    assert!(
        refused
            .iter()
            .all(|text| text.starts_with('=') || text.contains(":=") || text.contains('%'))
    );
    let file = |text: &String| format!("A={text}\n. /dev/null\nprintf '%s\\0' \"$A\"\n");
    std::fs::write(folder.0.join("script"), legal.iter().map(file).collect::<String>()).unwrap();
    for (name, mut shell) in shells() {
        let output = shell.arg("./script").current_dir(&folder.0).output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && complaints.is_empty(), "{name}: {complaints}");
        let found = String::from_utf8(output.stdout).unwrap();
        assert_eq!(found.split_terminator('\0').collect::<Vec<_>>(), legal, "{name}");
    }
    // What makes the difference: the path of a command.
    for (name, mut shell) in shells() {
        let script = "A==sh\nB=a:=sh\nC=a==sh\nprintf '%s %s %s' \"$A\" \"$B\" \"$C\"\n";
        std::fs::write(folder.0.join("script"), script).unwrap();
        shell.env("PATH", std::env::var_os("PATH").unwrap());
        let output = shell.arg("./script").current_dir(&folder.0).output().unwrap();
        let found = String::from_utf8(output.stdout).unwrap();
        assert_eq!(found == "=sh a:=sh a==sh", name != "zsh", "{name}: {found}");
        assert!(found.ends_with(" a==sh"), "{name}: {found}");
    }
}

#[test]
fn a_policy_without_env_gives_an_empty_file() {
    let rules = "[[rules]]\nname = \"all\"\nwhen = {}\ntags = [\"{sha}\"]\n";
    let plan = crate::given::policy(rules).plan(&branch("main")).unwrap();
    assert_eq!(plan.build_env().to_string(), "");
    assert_eq!(gitlab(b""), Ok(BTreeMap::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn gitlab_and_every_shell_read_any_plan_alike(
        contexts in proptest::collection::vec(context(), 32)
    ) {
        let policies = policies();
        let plans: Vec<_> = contexts
            .iter()
            .flat_map(|context| policies.iter().filter_map(move |policy| policy.plan(context).ok()))
            .collect();
        assert_read_alike(&plans, "any");
    }
}
