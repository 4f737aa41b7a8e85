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
    let (known, formats) = (&["--policy", "--format"], &["text", "json"]);
    let mut is_refused = false;
    let written = process::run(USAGE, known, formats, |arguments, format| {
        let findings = policy::policy(arguments.path("--policy"))?.audit();
        is_refused = findings.iter().any(|finding| finding.severity() == Severity::Error);
        text(&findings, format)
    });
    if is_refused { ExitCode::FAILURE } else { written }
}

fn text(findings: &[Finding], format: &str) -> Result<String, Box<dyn Error>> {
    if format == "json" {
        return Ok(serde_json::to_string_pretty(findings)? + "\n");
    }
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    Ok(if lines.is_empty() { String::new() } else { lines.join("\n") + "\n" })
}
