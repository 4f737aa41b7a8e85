//! A tool that embeds the policy: what the jobs of a pipeline call, so that no
//! job constructs a tag by hand: `cargo run --example ci -- --help`.

#[path = "../shared/arguments.rs"]
mod arguments;
#[path = "../shared/context.rs"]
mod context;
mod failure;
#[path = "../shared/file.rs"]
mod file;
mod jobs;
#[path = "../shared/policy.rs"]
mod policy;
mod steps;

use std::env;
use std::process::ExitCode;

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::jobs::Job;

const USAGE: &str = "\
Does what the jobs of a pipeline do with an image.

usage: ci build [--builder NAME] [--dry-run] [OPTION…]
       ci promote [--tool NAME] [--dry-run] [OPTION…]
       ci verify [OPTION…]

  build            builds and pushes the immutable tag, and then writes
                   build.env; the builder writes the digest
  promote          moves the floating tags to that digest, if build.env
                   is what the policy gives this pipeline
  verify           prints the reference to pull, under the same condition

  --builder NAME   kaniko (default), buildah or podman
  --tool NAME      skopeo (default), crane or docker
  --dry-run        prints the commands, runs and writes nothing
  --env FILE       without it, build.env
  --digest FILE    without it, digest
  --context FILE   the CI context as JSON, - for standard input;
                   without it, the CI environment this runs in;
                   without one, a built-in sample, for dry runs
  --policy FILE    the policy (.toml, .json, .yaml, .yml);
                   without it, the built-in one

exit status: 0 done
             1 a command failed, or a file could not be read or written
             2 usage
             3 the CI environment or context is not one
             4 the policy does not load
             5 no rule of the policy is for this pipeline
             6 there is no plan for another reason
             7 build.env or the digest is not what a build wrote
";

const BUILD: [&str; 5] = ["--builder", "--env", "--digest", "--context", "--policy"];
const PROMOTE: [&str; 5] = ["--tool", "--env", "--digest", "--context", "--policy"];
const VERIFY: [&str; 3] = ["--env", "--context", "--policy"];

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

type Work = fn(&Job) -> Result<(), Failure>;

fn run() -> Result<(), Failure> {
    let mut words = env::args_os().skip(1).peekable();
    let job = words.next_if(|word| !word.as_encoded_bytes().starts_with(b"-"));
    let (work, known, switches): (Option<Work>, &[&str], &[&str]) =
        match job.as_ref().and_then(|word| word.to_str()) {
            Some("build") => (Some(Job::build), &BUILD, &["--dry-run"]),
            Some("promote") => (Some(Job::promote), &PROMOTE, &["--dry-run"]),
            Some("verify") => (Some(Job::verify), &VERIFY, &[]),
            _ => (None, &[], &[]),
        };
    let nothing = || Failure::usage("expected build, promote or verify");
    if job.is_some() && work.is_none() {
        return Err(nothing());
    }
    match Arguments::read(words, known, switches).map_err(Failure::usage)? {
        Some(arguments) => work.ok_or_else(nothing)?(&Job::read(arguments)?),
        None => steps::print(USAGE),
    }
}
