//! Shows a policy as people read it: `cargo run --example table -- --help`.

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

const USAGE: &str = "\
Shows a policy as people read it: which event gives which tags.

usage: table [--policy FILE] [--format FORMAT]

  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  markdown  a table (default)
                   mermaid   a flowchart
                   json      the table, for other programs

exit status: 0 success, 1 no policy, 2 usage
";

fn main() -> ExitCode {
    let known = ["--policy", "--format"];
    process::run(USAGE, &known, &["markdown", "mermaid", "json"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    Ok(match format {
        "json" => serde_json::to_string_pretty(&policy.table())? + "\n",
        "mermaid" => policy.diagram().to_string(),
        _ => policy.table().to_string(),
    })
}
