use std::borrow::Cow;
use std::path::Path;
use std::{env, fs};

use tagwright::{CiContext, CommandLine, Digest, Plan, Policy, Provider};

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::steps::{self, Step};
use crate::{context, file, policy};

/// A job of a pipeline.
pub(crate) struct Job {
    arguments: Arguments,
    policy: Policy,
    context: CiContext,
}

impl Job {
    pub(crate) fn read(arguments: Arguments) -> Result<Self, Failure> {
        let policy = policy::policy(arguments.path("--policy")).map_err(Failure::policy)?;
        let context = context::context(arguments.path("--context")).map_err(Failure::context)?;
        Ok(Self { arguments, policy, context })
    }

    /// Builds and pushes the immutable tags; the jobs behind it have build.env.
    pub(crate) fn build(&self) -> Result<(), Failure> {
        let known = ["kaniko", "buildah", "podman"];
        let builder = self.arguments.choice("--builder", &known).map_err(Failure::usage)?;
        let plan = self.policy.plan(&self.context).map_err(Failure::plan)?;
        let commands = match builder {
            "kaniko" => {
                let kaniko = plan.kaniko().immutable_only().map_err(Failure::plan)?;
                let kaniko = kaniko.digest_file(self.digest());
                vec![step(kaniko.argv(), &kaniko)]
            }
            _ => {
                let buildah = if builder == "podman" { plan.podman() } else { plan.buildah() };
                let buildah = buildah.immutable_only().map_err(Failure::plan)?;
                let buildah = buildah.digest_file(self.digest());
                buildah.commands().map_err(Failure::plan)?.iter().map(of).collect()
            }
        };
        self.run(&commands)?;
        if self.is_dry() {
            return Ok(());
        }
        let path = self.env();
        fs::write(path, plan.build_env().to_string()).map_err(|error| {
            Failure::undone("build.env cannot be written", format!("{}: {error}", path.display()))
        })
    }

    /// Moves the floating tags to what was built, whatever the immutable tag
    /// names by now.
    pub(crate) fn promote(&self) -> Result<(), Failure> {
        let known = ["skopeo", "crane", "docker"];
        let tool = self.arguments.choice("--tool", &known).map_err(Failure::usage)?;
        let plan = self.verified()?;
        let path = Path::new(self.digest());
        let text =
            file::read(path).map_err(|error| Failure::undone("there is no digest", error))?;
        let digest = Digest::from_digest_file(&text).map_err(|error| {
            Failure::refused(&format!("{} has no digest", path.display()), error)
        })?;
        let promotions = plan.promotions().map(|promotion| promotion.pinned_to(&digest));
        let commands = promotions.map(|promotion| {
            of(&match tool {
                "crane" => promotion.crane_tag(),
                "docker" => promotion.imagetools_create(),
                _ => promotion.skopeo_copy(),
            })
        });
        self.run(&commands.collect::<Vec<_>>())
    }

    /// Says what to deploy or scan.
    pub(crate) fn verify(&self) -> Result<(), Failure> {
        steps::print(&format!("{}\n", self.verified()?.pull_reference()))
    }

    fn verified(&self) -> Result<Plan, Failure> {
        let path = self.env();
        let text =
            file::read(path).map_err(|error| Failure::undone("there is no build.env", error))?;
        let what = format!("{} is not what the policy gives", path.display());
        let plan = self.policy.verify(&self.context, &text);
        plan.map_err(|error| Failure::verify(&what, error))
    }

    /// The sample is for looking at alone.
    fn run(&self, steps: &[Step]) -> Result<(), Failure> {
        let is_known = self.arguments.get("--context").is_some()
            || Provider::detect(|name| env::var(name).ok()).is_some();
        if is_known || self.is_dry() {
            return steps::run(steps, self.is_dry());
        }
        Err(Failure::context("there is no CI environment; give --context, or --dry-run"))
    }

    fn is_dry(&self) -> bool {
        self.arguments.get("--dry-run").is_some()
    }

    fn env(&self) -> &Path {
        self.arguments.path("--env").unwrap_or(Path::new("build.env"))
    }

    fn digest(&self) -> &str {
        self.arguments.get("--digest").unwrap_or("digest")
    }
}

fn of(line: &CommandLine<'_>) -> Step {
    step(line.argv(), line)
}

fn step<'a>(argv: impl Iterator<Item = Cow<'a, str>>, text: &impl ToString) -> Step {
    Step { argv: argv.map(String::from).collect(), text: text.to_string() }
}
