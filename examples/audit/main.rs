//! Audits a policy, as a person or a CI job does:
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

use tagwright::audit::{Finding, Severity};

use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Reports what a policy allows that its owner may not have intended.

usage: audit --policy FILE [--format FORMAT]

  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required
  --format FORMAT  text  one finding per line, the worst first (default)
                   json  the findings, with the contexts that show them

exit status: 0 no finding is an error, 1 a finding is an error or there is no
policy, 2 wrong usage
",
    options: &["--policy", "--format"],
    switches: &[],
    formats: &["text", "json"],
};

fn main() -> ExitCode {
    let mut is_refused = false;
    let written = process::run(&USAGE, |arguments, format| {
        let findings = policy::policy(arguments, "--policy")?.audit();
        is_refused = findings.iter().any(|finding| finding.severity == Severity::Error);
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
