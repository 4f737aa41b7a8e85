//! The commands for the jobs of a pipeline.

use std::fs;
use std::path::Path;
use std::process;

use tagwright::build::{Build, CommandLine};
use tagwright::{CiContext, Digest, Plan, Policy};

use super::plan::{say_labels, say_left_out};
use crate::arguments::{self, Input, Job, Promote, Tool};
use crate::failure::Failure;
use crate::input;
use crate::output::print;

/// Builds the image, pushes the immutable tags and writes build.env for the
/// later jobs.
pub(crate) fn build(arguments: &arguments::Build) -> Result<(), Failure> {
    let job = &arguments.job;
    let (policy, context) = read(&arguments.input, job)?;
    let plan = policy.plan(&context).map_err(Failure::plan)?;
    let build = plan.build(arguments.builder).digest_file(&*job.digest);
    let build = build.platforms(arguments.platforms.iter().cloned());
    let build = if arguments.all_tags { build } else { build.immutable_only() };
    let build = if arguments.with_labels { build.with_labels() } else { build };
    let build = arguments.context_dir.iter().fold(build, Build::context_dir);
    let build = arguments.dockerfile.iter().fold(build, Build::dockerfile);
    let build = arguments.arguments.iter().fold(build, Build::with_argument);
    let commands = build.commands().map_err(Failure::render)?;
    say_labels(&plan, &commands.to_string());
    say_left_out(&policy, &plan);
    run(commands, job.dry_run)?;
    if job.dry_run {
        return Ok(());
    }
    fs::write(&job.env, plan.build_env().to_string())
        .map_err(|error| Failure::undone(format!("{} cannot be written", job.env.display()), error))
}

/// Moves the floating tags to the digest that was built, even if the immutable
/// tag has been moved since.
pub(crate) fn promote(arguments: &Promote) -> Result<(), Failure> {
    let job = &arguments.job;
    let (policy, context) = read(&arguments.input, job)?;
    let plan = verified(&policy, &context, &job.env)?;
    let text = input::handed_over(Path::new(&job.digest), "--digest", "")?;
    let digest = Digest::from_digest_file(&text)
        .map_err(|error| Failure::refused(format!("{} has no digest", job.digest), error))?;
    say_left_out(&policy, &plan);
    let promotions = plan.promotions().map(|promotion| promotion.pinned_to(&digest));
    let commands = promotions.map(|promotion| match arguments.tool {
        Tool::Skopeo => promotion.skopeo_copy(),
        Tool::Crane => promotion.crane(),
        Tool::Docker => promotion.imagetools_create(),
    });
    run(commands, job.dry_run)
}

/// Prints the reference to deploy or scan.
pub(crate) fn verify(input: &Input, env: &Path) -> Result<(), Failure> {
    let (policy, context) = input::read(input)?;
    let plan = verified(&policy, &context, env)?;
    print(&format!("{}\n", plan.pull_reference()))
}

fn verified(policy: &Policy, context: &CiContext, env: &Path) -> Result<Plan, Failure> {
    // If there is nothing to build, a missing file is not an error.
    policy.plan(context).map_err(Failure::plan)?;
    let what = format!("{} is not what the policy gives", env.display());
    let note = ", because a dotenv report hands over variables only";
    let plan = policy.verify(context, &input::handed_over(env, "--env", note)?);
    plan.map_err(|error| Failure::refused(what, error))
}

fn read(input: &Input, job: &Job) -> Result<(Policy, CiContext), Failure> {
    if input.context.sample && !job.dry_run {
        return Err(Failure::misuse("--sample needs --dry-run: a sample is not pushed"));
    }
    input::read(input)
}

/// Runs the commands one after the other until one fails, or prints them.
fn run(commands: impl IntoIterator<Item = CommandLine>, is_dry: bool) -> Result<(), Failure> {
    for command in commands {
        if is_dry {
            print(&format!("{command}\n"))?;
            continue;
        }
        let program = command.program();
        let why = match process::Command::new(program).args(command.arguments()).status() {
            Ok(status) if status.success() => continue,
            Ok(status) => format!("{program} ended with {status}"),
            Err(error) => format!("{program}: {error}"),
        };
        return Err(Failure::undone(format!("failed: {command}"), why));
    }
    Ok(())
}
