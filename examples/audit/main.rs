//! Audits a policy, as a person or a CI job runs it:
//! `cargo run --example audit -- --help`.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/file.rs"]
mod file;
#[path = "../shared/policy.rs"]
mod policy;
#[path = "../shared/process.rs"]
mod process;

use std::error::Error;
use std::process::ExitCode;

use tagwright::{Finding, Severity};

use crate::arguments::Arguments;

const USAGE: &str = "\
Says what a policy allows that its owner may not have meant.

usage: audit [--policy FILE] [--format FORMAT]

  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text  a finding a line, the worst first (default)
                   json  the findings, with the contexts that show them

exit status: 0 no finding is an error, 1 one is or the policy does not load,
2 usage
";

fn main() -> ExitCode {
    let arguments = match Arguments::read(&["--policy", "--format"]) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => return process::finish("audit", Ok(USAGE.to_owned())),
        Err(mistake) => return process::misused("audit", &mistake, USAGE),
    };
    let format = match arguments.format(&["text", "json"]) {
        Ok(format) => format,
        Err(mistake) => return process::misused("audit", &mistake, USAGE),
    };
    let findings = match policy::policy(arguments.path("--policy")) {
        Ok(policy) => policy.audit(),
        Err(error) => return process::finish("audit", Err(error)),
    };
    let written = process::finish("audit", text(&findings, format));
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return ExitCode::FAILURE;
    }
    written
}

fn text(findings: &[Finding], format: &str) -> Result<String, Box<dyn Error>> {
    if format == "json" {
        return Ok(serde_json::to_string_pretty(findings)? + "\n");
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Ok(if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" })
}
