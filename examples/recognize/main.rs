//! Reads tags that were found in a registry, as a person runs it:
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

use tagwright::{Candidate, Dialect, Policy, RulePattern, Tag};

use crate::arguments::Arguments;

const USAGE: &str = "\
Says which rule of a policy a tag comes from, and what it tells of its build.

usage: recognize [--tag TAG | --tags FILE] [--policy FILE] [--format FORMAT]

  --tag TAG        the tag
  --tags FILE      a file of tags, one a line, - for standard input:
                   what `crane ls` prints
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text        the tags, each with the rules it can come from
                               (default)
                   json        the same, for other programs
                   go          no tags, but the rules as regexes: for Flux
                   javascript  the same for Renovate
                   posix       the same for grep -E

exit status: 0 success, 1 no tags or no policy, 2 usage
";

fn main() -> ExitCode {
    let known = ["--tag", "--tags", "--policy", "--format"];
    process::run(USAGE, &known, &["text", "json", "go", "javascript", "posix"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    match format {
        "go" => return Ok(patterns(&policy, Dialect::Go)),
        "javascript" => return Ok(patterns(&policy, Dialect::JavaScript)),
        "posix" => return Ok(patterns(&policy, Dialect::Posix)),
        _ => {}
    }
    let mut found: Vec<(Tag, Vec<Candidate>)> = Vec::new();
    for tag in tags(arguments)? {
        let candidates = policy.recognize(&tag);
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
            writeln!(text, "    no rule gives it")?;
        }
        for candidate in candidates {
            writeln!(text, "    {candidate}")?;
        }
    }
    Ok(text)
}

fn patterns(policy: &Policy, dialect: Dialect) -> String {
    let patterns = policy.patterns(dialect);
    let width = patterns.iter().map(|pattern| pattern.rule().len()).max().unwrap_or_default();
    let line = |pattern: &RulePattern| format!("{:width$}  {}\n", pattern.rule(), pattern.regex());
    patterns.iter().map(line).collect::<Vec<_>>().concat()
}

fn tags(arguments: &Arguments) -> Result<Vec<Tag>, Box<dyn Error>> {
    let path = match (arguments.get("--tag"), arguments.path("--tags")) {
        (Some(tag), None) => return Ok(vec![Tag::new(tag)?]),
        (None, Some(path)) => path,
        (None, None) => return Err("there is no tag to read; give --tag or --tags".into()),
        (Some(_), Some(_)) => return Err("give --tag or --tags, not both".into()),
    };
    let text = file::read(path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(Tag::new).collect::<Result<_, _>>()?)
}
