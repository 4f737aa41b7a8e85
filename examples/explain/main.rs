//! Explains the tags of a pipeline, as a person runs it:
//! `cargo run --example explain -- --help`.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/context.rs"]
mod context;
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
Explains the tags of a pipeline: which rules fired and why the others did not,
and what every tag was made of.

usage: explain [--context FILE] [--policy FILE] [--format FORMAT]

  --context FILE   the CI context as JSON, - for standard input;
                   without it, the CI environment this runs in,
                   and without one, a built-in sample
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text    for people (default)
                   json    for other programs

A context without a plan is explained like any other.

exit status: 0 success, 1 no context or no policy, 2 usage
";

fn main() -> ExitCode {
    let known = ["--context", "--policy", "--format"];
    process::run(USAGE, &known, &["text", "json"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    let context = context::context(arguments.path("--context"))?;
    let explanation = policy.explain(&context);
    Ok(match format {
        "json" => serde_json::to_string_pretty(&explanation)? + "\n",
        _ => explanation.to_string(),
    })
}
