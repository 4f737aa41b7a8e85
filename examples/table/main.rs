//! Shows a policy as a table for people: `cargo run --example table -- --help`.

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

use crate::arguments::Arguments;
use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Shows which event gives which tags under a policy.

usage: table --policy FILE [--format FORMAT]

  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required
  --format FORMAT  markdown  a table (default)
                   mermaid   a flowchart
                   json      the table, for other programs

exit status: 0 success, 1 no policy, 2 wrong usage
",
    options: &["--policy", "--format"],
    switches: &[],
    formats: &["markdown", "mermaid", "json"],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments, "--policy")?;
    Ok(match format {
        "json" => serde_json::to_string_pretty(&policy.table())? + "\n",
        "mermaid" => policy.diagram().to_string(),
        _ => policy.table().to_string(),
    })
}
