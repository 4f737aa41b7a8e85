//! Plans the image names and tags of a pipeline, as a person or a job does:
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

use tagwright::build::Builder;

use crate::arguments::Arguments;
use crate::process::Usage;
use crate::summary::Summary;

const USAGE: Usage = Usage {
    text: "\
Plans the image names and tags of a pipeline.

usage: plan [--context FILE] --policy FILE [--format FORMAT]
       plan --sample [--policy FILE] [--format FORMAT]

  --context FILE   read the CI context from a JSON file, or from standard
                   input if FILE is -; default: the CI job this runs in,
                   with the event file that GITHUB_EVENT_PATH names
  --sample         use a sample context, and the built-in policy unless
                   --policy is given
  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required without --sample
  --format FORMAT  text      a summary (default)
                   json      the plan, for other programs
                   env       build.env
                   github    lines for $GITHUB_OUTPUT, including the inputs
                             of docker/build-push-action
                   exports   export lines for a shell
                   helm      Helm values
                   kaniko    the command line of that builder
                   buildah   likewise
                   buildx    likewise
                   buildctl  likewise
                   docker    likewise
                   bake      docker-bake.json
                   policy    the policy as TOML; needs no context

exit status: 0 success, 1 no plan, 2 wrong usage
",
    options: &["--context", "--policy", "--format"],
    switches: &["--sample"],
    formats: &[
        "text", "json", "env", "github", "exports", "helm", "kaniko", "buildah", "buildx",
        "buildctl", "docker", "bake", "policy",
    ],
};

fn main() -> ExitCode {
    process::run(&USAGE, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    if format == "policy" {
        return Ok(toml::to_string(&policy::policy(arguments, "--policy")?)?);
    }
    let context = context::context(arguments)?;
    let policy = policy::policy(arguments, "--policy")?;
    let plan = policy.plan(&context)?;
    Ok(match format {
        "json" => serde_json::to_string_pretty(&plan)? + "\n",
        "env" => plan.build_env().to_string(),
        "github" => plan.github_output().with_build_inputs()?.to_string(),
        "exports" => plan.shell_exports().to_string(),
        "helm" => plan.helm_values().to_string(),
        "bake" => format!("{}\n", plan.buildx().bake_file("docker-metadata-action")?),
        format => match Builder::all().find(|builder| builder.to_string() == format) {
            Some(builder) => format!("{}\n", plan.build(builder).commands()?),
            None => Summary { context: &context, plan: &plan }.to_string(),
        },
    })
}
