//! Plans the image names and tags of a pipeline, as a person runs it:
//! `cargo run --example plan -- --help`.

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
mod summary;

use std::error::Error;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::summary::Summary;

const USAGE: &str = "\
Plans the image names and tags of a pipeline.

usage: plan [--context FILE] [--policy FILE] [--format FORMAT]

  --context FILE   the CI context as JSON, - for standard input;
                   without it, the CI environment this runs in,
                   and without one, a built-in sample
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text    a summary (default)
                   json    the plan, for other programs
                   env     build.env
                   kaniko  the builder's command line
                   policy  the policy in use, as TOML

exit status: 0 success, 1 no plan, 2 usage
";

fn main() -> ExitCode {
    let known = ["--context", "--policy", "--format"];
    process::run(USAGE, &known, &["text", "json", "env", "kaniko", "policy"], run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    if format == "policy" {
        return Ok(toml::to_string(&policy)?);
    }
    let context = context::context(arguments.path("--context"))?;
    let plan = policy.plan(&context)?;
    Ok(match format {
        "json" => serde_json::to_string_pretty(&plan)? + "\n",
        "env" => plan.build_env().to_string(),
        "kaniko" => format!("{}\n", plan.kaniko()),
        _ => Summary { context: &context, plan: &plan }.to_string(),
    })
}
