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
                   with the event that GITHUB_EVENT_PATH names,
                   and without one, a built-in sample
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one
  --format FORMAT  text      a summary (default)
                   json      the plan, for other programs
                   env       build.env
                   github    $GITHUB_OUTPUT, and in it what
                             docker/build-push-action takes
                   exports   export lines for a shell
                   helm      Helm values
                   kaniko    the command line of that builder
                   buildah   the same
                   buildx    the same
                   buildctl  the same
                   docker    the same
                   bake      docker-bake.json
                   policy    the policy in use, as TOML

exit status: 0 success, 1 no plan, 2 usage
";

const FORMATS: [&str; 13] = [
    "text", "json", "env", "github", "exports", "helm", "kaniko", "buildah", "buildx", "buildctl",
    "docker", "bake", "policy",
];

fn main() -> ExitCode {
    process::run(USAGE, &["--context", "--policy", "--format"], &FORMATS, run)
}

fn run(arguments: &Arguments, format: &str) -> Result<String, Box<dyn Error>> {
    let policy = policy::policy(arguments.path("--policy"))?;
    if format == "policy" {
        return Ok(toml::to_string(&policy)?);
    }
    let context = context::context(arguments.path("--context"))?;
    let plan = policy.plan(&context)?;
    Ok(match format {
        "json" => format!("{:#}\n", plan.json()),
        "env" => plan.build_env().to_string(),
        "github" => plan.github_output().with_build_inputs()?.to_string(),
        "exports" => plan.exports().to_string(),
        "helm" => plan.helm_values().to_string(),
        "kaniko" => format!("{}\n", plan.kaniko()),
        "buildah" => format!("{}\n", plan.buildah().commands()?),
        "buildx" => format!("{}\n", plan.buildx()),
        "buildctl" => format!("{}\n", plan.buildctl()),
        "docker" => format!("{}\n", plan.docker_build()),
        "bake" => format!("{}\n", plan.bake("docker-metadata-action")?),
        _ => Summary { context: &context, plan: &plan }.to_string(),
    })
}
