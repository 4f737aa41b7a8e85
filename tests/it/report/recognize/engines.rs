//! The exported expressions in the engines that read them.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use proptest::prelude::Strategy;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use regex::Regex;
use serde_json::{Value, json};
use tagwright::Tag;
use tagwright::recognize::Dialect;
use tagwright::testing::situation;

use super::laws::planned;

/// A template's expression in the three dialects, and tags: some that it gives
/// and some that are like them.
struct Row {
    regex: [String; 3],
    rule: [String; 3],
    planned: Vec<String>,
    others: Vec<String>,
}

/// Expressions of random policies; the same ones in every run.
fn rows() -> Vec<Row> {
    let mut runner = TestRunner::deterministic();
    let strategy = situation();
    let mut rows = Vec::new();
    while rows.len() < 150 {
        let (policy, context) = strategy.new_tree(&mut runner).unwrap().current();
        let Ok(plan) = policy.plan(&context) else { continue };
        let patterns = [Dialect::Go, Dialect::JavaScript, Dialect::Posix]
            .map(|dialect| policy.patterns(dialect));
        for (index, rule) in patterns[0].iter().enumerate() {
            let tags: Vec<String> = planned(&plan)
                .filter(|one| *one.rule == *rule.rule && rule.variant.as_deref() == plan.variant())
                .map(|one| one.tag.to_string())
                .collect();
            let Some(one) = tags.first() else { continue };
            let mut others = vec![one.to_uppercase(), format!("{one}x"), one[1..].to_owned()];
            others.extend(["latest", "main-a1b2c3d8", "1.0.0"].map(str::to_owned));
            others.retain(|text| Tag::new(text.as_str()).is_ok());
            rows.push(Row {
                regex: [0, 1, 2].map(|dialect| patterns[dialect][index].tags[0].regex.clone()),
                rule: [0, 1, 2].map(|dialect| patterns[dialect][index].regex.clone()),
                planned: tags,
                others,
            });
        }
    }
    rows
}

/// Runs a program with this input, or says that there is none.
fn run(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let child = Command::new(program)
        .args(arguments)
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: {program} is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The named groups of a match, in Go's dialect.
fn groups(regex: &str, tag: &str) -> Option<BTreeMap<String, String>> {
    let regex = Regex::new(regex).unwrap();
    let captures = regex.captures(tag)?;
    let named = regex.capture_names().flatten();
    Some(
        named
            .filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str().to_owned())))
            .collect(),
    )
}

/// Asserts that a program matches and captures as Rust's engine does. It reads
/// `[[regex, [tag…]]…]`, and writes for each tag its named groups, or `null`.
#[track_caller]
fn assert_captures(program: &str, arguments: &[&str], dialect: usize) {
    let rows = rows();
    let all = |row: &Row| [row.planned.clone(), row.others.clone()].concat();
    let input: Vec<Value> = rows
        .iter()
        .flat_map(|row| [&row.regex, &row.rule].map(|regex| json!([regex[dialect], all(row)])))
        .collect();
    let Some(output) = run(program, arguments, &Value::from(input).to_string()) else { return };
    let output: Value = serde_json::from_str(&output).unwrap();
    let answers = output.as_array().unwrap();
    let go = rows.iter().flat_map(|row| [(row, &row.regex[0]), (row, &row.rule[0])]);
    assert_eq!(answers.len(), 2 * rows.len());
    for ((row, regex), answers) in go.zip(answers) {
        let answers = answers.as_array().unwrap();
        assert_eq!(answers.len(), all(row).len());
        for (tag, answer) in all(row).iter().zip(answers) {
            let expected = groups(regex, tag).map_or(Value::Null, |groups| json!(groups));
            assert_eq!(*answer, expected, "{tag} by {regex}");
        }
    }
    assert!(
        rows.iter().all(|row| row.planned.iter().all(|tag| groups(&row.rule[0], tag).is_some()))
    );
}

#[test]
fn node_matches_and_captures_the_same() {
    const SCRIPT: &str = "
        const rows = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        const groups = (regex, tag) => {
            const found = new RegExp(regex).exec(tag);
            return found && Object.assign({}, found.groups);
        };
        process.stdout.write(JSON.stringify(rows.map(([regex, tags]) =>
            tags.map((tag) => groups(regex, tag)))));
    ";
    assert_captures("node", &["-e", SCRIPT], 1);
}

#[test]
fn go_matches_and_captures_the_same() {
    const PROGRAM: &str = r#"
        package main

        import (
            "encoding/json"
            "os"
            "regexp"
        )

        func main() {
            var rows [][]json.RawMessage
            if err := json.NewDecoder(os.Stdin).Decode(&rows); err != nil {
                panic(err)
            }
            answers := [][]map[string]string{}
            for _, row := range rows {
                var text string
                var tags []string
                json.Unmarshal(row[0], &text)
                json.Unmarshal(row[1], &tags)
                regex := regexp.MustCompile(text)
                found := []map[string]string{}
                for _, tag := range tags {
                    found = append(found, groups(regex, tag))
                }
                answers = append(answers, found)
            }
            json.NewEncoder(os.Stdout).Encode(answers)
        }

        func groups(regex *regexp.Regexp, tag string) map[string]string {
            spans := regex.FindStringSubmatchIndex(tag)
            if spans == nil {
                return nil
            }
            found := map[string]string{}
            for index, name := range regex.SubexpNames() {
                if name != "" && spans[2*index] >= 0 {
                    found[name] = tag[spans[2*index]:spans[2*index+1]]
                }
            }
            return found
        }
    "#;
    let path = std::env::temp_dir().join(format!("tagwright-{}.go", std::process::id()));
    std::fs::write(&path, PROGRAM).unwrap();
    assert_captures("go", &["run", path.to_str().unwrap()], 0);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn grep_matches_the_same() {
    for row in rows() {
        let tags = [row.planned.clone(), row.others.clone()].concat();
        let expected: Vec<&str> = tags
            .iter()
            .map(String::as_str)
            .filter(|tag| groups(&row.rule[0], tag).is_some())
            .collect();
        let input = tags.join("\n") + "\n";
        let expression = row.rule[2].as_str();
        for (program, arguments) in [
            ("grep", vec!["-E", "--", expression]),
            ("busybox", vec!["grep", "-E", "--", expression]),
            ("sed", vec!["-n", "-E", &format!("\\\u{1}{expression}\u{1}p")]),
        ] {
            let Some(output) = run(program, &arguments, &input) else { continue };
            let found: Vec<&str> = output.lines().collect();
            assert_eq!(found, expected, "{program} {expression}");
        }
    }
}
