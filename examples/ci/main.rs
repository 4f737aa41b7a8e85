//! A tool that embeds the policy: the jobs of a pipeline call it, so that no
//! job constructs a tag itself: `cargo run --example ci -- --help`.

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

usage: ci build [--builder NAME] [--dry-run] --policy FILE [OPTION…]
       ci promote [--tool NAME] [--dry-run] --policy FILE [OPTION…]
       ci verify --policy FILE [OPTION…]

  build            build the image, push the immutable tags, then write
                   build.env; the builder writes the digest
  promote          move the floating tags to that digest, if build.env
                   is what the policy gives this pipeline
  verify           print the reference to pull, if build.env is what the
                   policy gives this pipeline

  --builder NAME   kaniko (default), buildah or podman
  --tool NAME      skopeo (default), crane or docker
  --dry-run        print the commands; run and write nothing
  --policy FILE    read the policy from a .toml, .json, .yaml or .yml file;
                   builtin is the built-in policy; required without --sample
  --env FILE       default: build.env
  --digest FILE    default: digest
  --context FILE   read the CI context from a JSON file, or from standard
                   input if FILE is -; default: the CI job this runs in,
                   with the event file that GITHUB_EVENT_PATH names
  --sample         use a sample context, and the built-in policy unless
                   --policy is given; build and promote need --dry-run then

exit status: 0 success
             1 a command failed, or a file could not be read or written
             2 wrong usage
             3 there is no CI context, or it is not valid
             4 the policy does not load
             5 no rule of the policy applies to this pipeline
             6 there is no plan for another reason
             7 build.env or the digest is not what a build wrote
";

/// What one of the jobs does and how it is called.
struct Command {
    run: fn(&Job) -> Result<(), Failure>,
    options: &'static [&'static str],
    switches: &'static [&'static str],
    /// The option that chooses a program, and the programs.
    program: (&'static str, &'static [&'static str]),
}

const BUILD: Command = Command {
    run: Job::build,
    options: &["--builder", "--policy", "--env", "--digest", "--context"],
    switches: &["--dry-run", "--sample"],
    program: ("--builder", &["kaniko", "buildah", "podman"]),
};

const PROMOTE: Command = Command {
    run: Job::promote,
    options: &["--tool", "--policy", "--env", "--digest", "--context"],
    switches: &["--dry-run", "--sample"],
    program: ("--tool", &["skopeo", "crane", "docker"]),
};

const VERIFY: Command = Command {
    run: Job::verify,
    options: &["--policy", "--env", "--context"],
    switches: &["--sample"],
    program: ("", &[]),
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run() -> Result<(), Failure> {
    let mut words = env::args_os().skip(1);
    let word = words.next();
    let command = match word.as_ref().and_then(|word| word.to_str()) {
        Some("build") => BUILD,
        Some("promote") => PROMOTE,
        Some("verify") => VERIFY,
        Some("--help" | "-h") => return steps::print(USAGE),
        _ => return Err(Failure::usage("the first argument must be build, promote or verify")),
    };
    match Arguments::read(words, command.options, command.switches)? {
        Some(arguments) => {
            let needs_dry_run = command.switches.contains(&"--dry-run");
            if needs_dry_run && arguments.has("--sample") && !arguments.has("--dry-run") {
                return Err(Failure::usage("--sample needs --dry-run; a sample is not pushed"));
            }
            let (option, known) = command.program;
            let program = arguments.choice(option, known)?;
            (command.run)(&Job::read(arguments, program)?)
        }
        None => steps::print(USAGE),
    }
}
