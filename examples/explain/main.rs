//! Explains the tags of a pipeline, as a person does:
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
use crate::process::Usage;

const USAGE: Usage = Usage {
    text: "\
Explains the tags of a pipeline: which rules apply, why the others do not,
and what each tag is made of.

usage: explain [--context FILE] --policy FILE [--format FORMAT]
       explain --sample [--policy FILE] [--format FORMAT]

  --context FILE   read the CI context from a JSON file, or from standard
                   input if FILE is -; default: the CI job this runs in,
                   with the event file that GITHUB_EVENT_PATH names
  --sample         use a sample context, and the built-in policy unless
                   --policy is given
  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required without --sample
  --format FORMAT  text    for people (default)
                   json    for other programs

A context for which there is no plan is explained too.

exit status: 0 success, 1 no context or no policy, 2 wrong usage
",
    options: &["--context", "--policy", "--format"],
    switches: &["--sample"],
    formats: &["text", "json"],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let context = context::context(arguments)?;
    let policy = policy::policy(arguments, "--policy")?;
    let explanation = policy.explain(&context);
    Ok(match format {
        "json" => serde_json::to_string_pretty(&explanation)? + "\n",
        _ => explanation.to_string(),
    })
}
