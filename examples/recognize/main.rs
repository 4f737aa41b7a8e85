//! Reads tags that were found in a registry, as a person does:
//! `cargo run --example recognize -- --help`.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/file.rs"]
mod file;
#[path = "../shared/policy.rs"]
mod policy;
#[path = "../shared/process.rs"]
mod process;

use std::error::Error;
use std::fmt::Write;
use std::process::ExitCode;

use tagwright::recognize::{Dialect, Recognized, RulePattern};
use tagwright::{Policy, Tag};

use crate::arguments::{Arguments, Misuse};
use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Shows which rules of a policy can give a tag, and what the tag says about its
build.

usage: recognize --tag TAG --policy FILE [--format FORMAT]
       recognize --tags FILE --policy FILE [--format FORMAT]
       recognize --format REGEX --policy FILE

  --tag TAG        the tag
  --tags FILE      read tags from a file, one per line, such as the output of
                   `crane ls`, or from standard input if FILE is -
  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required
  --format FORMAT  text        each tag with the rules that can give it
                               (default)
                   json        the same, for other programs
  --format REGEX   go          each rule as a regex for Flux
                   javascript  each rule as a regex for Renovate
                   posix       each rule as a regex for grep -E

exit status: 0 success, 1 a tag is not valid or there is no policy,
2 wrong usage
",
    options: &["--tag", "--tags", "--policy", "--format"],
    switches: &[],
    formats: &["text", "json", "go", "javascript", "posix"],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments, "--policy")?;
    match format {
        "go" => return Ok(patterns(&policy, Dialect::Go)),
        "javascript" => return Ok(patterns(&policy, Dialect::JavaScript)),
        "posix" => return Ok(patterns(&policy, Dialect::Posix)),
        _ => {}
    }
    let recognizer = policy.recognizer();
    let mut found: Vec<(Tag, Vec<Recognized<'_>>)> = Vec::new();
    for tag in tags(arguments)? {
        let candidates = recognizer.recognize(&tag);
        found.push((tag, candidates));
    }
    if format == "json" {
        let rows = found
            .iter()
            .map(|(tag, candidates)| serde_json::json!({ "tag": tag, "candidates": candidates }));
        return Ok(serde_json::to_string_pretty(&rows.collect::<Vec<_>>())? + "\n");
    }
    let mut text = String::new();
    for (tag, candidates) in found {
        writeln!(text, "{tag}")?;
        if candidates.is_empty() {
            writeln!(text, "    no rule gives this tag")?;
        }
        for candidate in candidates {
            writeln!(text, "    {candidate}")?;
        }
    }
    Ok(text)
}

fn patterns(policy: &Policy, dialect: Dialect) -> String {
    let patterns = policy.patterns(dialect);
    let width = patterns.iter().map(|pattern| pattern.rule.len()).max().unwrap_or_default();
    let line = |pattern: &RulePattern| format!("{:width$}  {}\n", pattern.rule, pattern.regex);
    patterns.iter().map(line).collect::<Vec<_>>().concat()
}

fn tags(arguments: &Arguments) -> Result<Vec<Tag>, Box<dyn Error>> {
    let path = match (arguments.get("--tag"), arguments.path("--tags")) {
        (Some(tag), None) => return Ok(vec![Tag::new(tag)?]),
        (None, Some(path)) => path,
        _ => return Err(Misuse("no tag; give --tag TAG or --tags FILE".to_owned()).into()),
    };
    let text = file::read(path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(Tag::new).collect::<Result<_, _>>()?)
}
