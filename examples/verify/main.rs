//! Refuses a `build.env` that the policy did not give, as a job runs it before
//! it deploys: `cargo run --example verify -- --help`.

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
use std::path::Path;
use std::process::ExitCode;

use crate::arguments::Arguments;

const USAGE: &str = "\
Checks that a build.env is what the policy gives this pipeline, and prints the
reference to pull.

usage: verify [--env FILE] [--context FILE] [--policy FILE] [--format FORMAT]

  --env FILE       the build.env of the build job, - for standard input;
                   without it, build.env in this folder
  --context FILE   the CI context as JSON, - for standard input;
                   without it, the CI environment this runs in,
                   and without one, a built-in sample
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text    the reference to pull (default)
                   json    the plan, for other programs

exit status: 0 it is, 1 it is not, 2 usage
";

fn main() -> ExitCode {
    let known = ["--env", "--context", "--policy", "--format"];
    process::run(USAGE, &known, &["text", "json"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    let context = context::context(arguments.path("--context"))?;
    let path = arguments.path("--env").unwrap_or(Path::new("build.env"));
    let plan = policy.verify(&context, &file::read(path)?)?;
    Ok(match format {
        "json" => format!("{:#}\n", plan.json()),
        _ => format!("{}\n", plan.pull_reference()),
    })
}
