use std::fs;
use std::path::Path;

use tagwright::build::{Builder, CommandLine};
use tagwright::{CiContext, Digest, Plan, Policy};

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::{context, file, policy, steps};

/// A job of a pipeline.
pub(crate) struct Job {
    arguments: Arguments,
    program: &'static str,
    context: CiContext,
    policy: Policy,
}

impl Job {
    pub(crate) fn read(arguments: Arguments, program: &'static str) -> Result<Self, Failure> {
        let context = context::context(&arguments).map_err(Failure::context)?;
        let policy = policy::policy(&arguments, "--policy").map_err(Failure::policy)?;
        Ok(Self { arguments, program, context, policy })
    }

    /// Builds the image, pushes the immutable tags and writes build.env for the
    /// later jobs.
    pub(crate) fn build(&self) -> Result<(), Failure> {
        let plan = self.policy.plan(&self.context).map_err(Failure::plan)?;
        let builder = match self.program {
            "kaniko" => Builder::Kaniko,
            "podman" => Builder::Podman,
            _ => Builder::Buildah,
        };
        let build = plan.build(builder).immutable_only().digest_file(self.digest());
        self.run(build.commands().map_err(Failure::render)?)?;
        if self.is_dry() {
            return Ok(());
        }
        let path = self.env();
        fs::write(path, plan.build_env().to_string()).map_err(|error| {
            Failure::undone("build.env cannot be written", format!("{}: {error}", path.display()))
        })
    }

    /// Moves the floating tags to the digest that was built, even if the
    /// immutable tag has been moved since.
    pub(crate) fn promote(&self) -> Result<(), Failure> {
        let plan = self.verified()?;
        let path = Path::new(self.digest());
        let text =
            file::read(path).map_err(|error| Failure::undone("there is no digest", error))?;
        let digest = Digest::from_digest_file(&text).map_err(|error| {
            Failure::refused(&format!("{} has no digest", path.display()), error)
        })?;
        let promotions = plan.promotions().map(|promotion| promotion.pinned_to(&digest));
        let commands = promotions.map(|promotion| match self.program {
            "crane" => promotion.crane_tag(),
            "docker" => promotion.imagetools_create(),
            _ => promotion.skopeo_copy(),
        });
        self.run(commands)
    }

    /// Prints the reference to deploy or scan.
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

    fn run(&self, commands: impl IntoIterator<Item = CommandLine>) -> Result<(), Failure> {
        steps::run(commands, self.is_dry())
    }

    fn is_dry(&self) -> bool {
        self.arguments.has("--dry-run")
    }

    fn env(&self) -> &Path {
        self.arguments.path("--env").unwrap_or(Path::new("build.env"))
    }

    fn digest(&self) -> &str {
        self.arguments.get("--digest").unwrap_or("digest")
    }
}
