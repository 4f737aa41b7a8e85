//! Rejects a `build.env` that is not what the policy gives, as a job does
//! before it deploys: `cargo run --example verify -- --help`.

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
use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Checks that a build.env is what the policy gives this pipeline, and prints the
reference to pull.

usage: verify [--env FILE] [--context FILE] --policy FILE [--format FORMAT]
       verify [--env FILE] --sample [--policy FILE] [--format FORMAT]

  --env FILE       read build.env from a file, or from standard input if FILE
                   is -; default: build.env in this folder
  --context FILE   read the CI context from a JSON file, or from standard
                   input if FILE is -; default: the CI job this runs in,
                   with the event file that GITHUB_EVENT_PATH names
  --sample         use a sample context, and the built-in policy unless
                   --policy is given
  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required without --sample
  --format FORMAT  text    the reference to pull (default)
                   json    the plan, for other programs

exit status: 0 build.env is right, 1 it is not or there is no plan,
2 wrong usage
",
    options: &["--env", "--context", "--policy", "--format"],
    switches: &["--sample"],
    formats: &["text", "json"],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let context = context::context(arguments)?;
    let policy = policy::policy(arguments, "--policy")?;
    let path = arguments.path("--env").unwrap_or(Path::new("build.env"));
    let plan = policy.verify(&context, &file::read(path)?)?;
    Ok(match format {
        "json" => serde_json::to_string_pretty(&plan)? + "\n",
        _ => format!("{}\n", plan.pull_reference()),
    })
}
