use std::path::PathBuf;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use tagwright::audit::Severity;
use tagwright::build::Builder;
use tagwright::name::Platform;
use tagwright::recognize::Dialect;
use tagwright::{NameError, Timestamp};

const STATUSES: &str = "\
Exit status:
  0  success
  1  check: a finding is an error, or as severe as --deny says
  2  wrong usage
  3  there is no CI context, or it is not valid
  4  the policy does not load
  5  no rule of the policy applies to this pipeline
  6  there is no plan for another reason, or it cannot be written as requested
  7  build.env, the digest or a tag is not what it should be
  8  a command failed, or a file could not be read or written";

/// Plans, builds, promotes and verifies container images in CI, by one tagging policy.
#[derive(Debug, Parser)]
#[command(name = "tagwright", version, after_help = STATUSES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the plan of this pipeline
    Plan(Plan),
    /// Build the image, push its immutable tags and write build.env
    ///
    /// With --dry-run, it prints the commands, which push the immutable tags and write the
    /// digest to a file, so that a job without tagwright can run them, such as one in the
    /// image of kaniko. `tagwright plan --format kaniko` prints a command that pushes all
    /// tags and writes no digest.
    Build(Build),
    /// Move the floating tags to the digest that was built
    Promote(Promote),
    /// Check build.env and print the reference to deploy
    Verify {
        #[command(flatten)]
        input: Input,
        /// The variables that `tagwright build` wrote in an earlier job
        ///
        /// On GitLab, list the file in artifacts:paths of that job. A dotenv report hands
        /// over the variables to scripts, but not the file.
        #[arg(long, value_name = "FILE", default_value = "build.env")]
        env: PathBuf,
    },
    /// Check a policy: that it loads, and what it allows by mistake
    ///
    /// The exit status is 1 if a finding is an error; see --deny.
    Check {
        #[command(flatten)]
        policy: Policy,
        /// The least severity that makes the exit status 1
        #[arg(long, default_value = "error", value_parser = word::<Severity>(Severity::all().map(Severity::as_str)))]
        deny: Severity,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Explain which rules apply and how every tag is made
    Explain {
        #[command(flatten)]
        input: Input,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the tags that each event gets
    Table {
        #[command(flatten)]
        policy: Policy,
        #[arg(long, value_enum, default_value_t)]
        format: TableFormat,
    },
    /// Show the effect of a policy change
    Diff {
        /// The policy before the change, or `builtin`
        before: PathBuf,
        /// The policy after the change, or `builtin`
        after: PathBuf,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Find the rules that can give a tag, and the facts in it
    Recognize {
        /// The tags; `-` reads them from standard input, one per line, as `crane ls`
        /// prints them
        #[arg(required = true, value_name = "TAG")]
        tags: Vec<String>,
        #[command(flatten)]
        policy: Policy,
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print the rules as regexes for other tools
    Patterns {
        #[command(flatten)]
        policy: Policy,
        /// The tool that reads them: Flux (go), Renovate (javascript) or `grep -E`
        /// (posix)
        #[arg(long, default_value = "go", value_parser = word::<Dialect>(Dialect::all().map(Dialect::as_str)))]
        dialect: Dialect,
    },
    /// Write a policy to start from
    Init {
        /// The registry, and the path before the project's name, such as ghcr.io/acme
        #[arg(long, value_name = "REGISTRY")]
        registry: String,
        /// The CI that the policy is for
        #[arg(long, value_parser = ["gitlab", "github", "other"])]
        ci: String,
        /// The file to write; `-` is standard output
        #[arg(long, value_name = "FILE", default_value = "tagwright.toml")]
        output: PathBuf,
    },
    /// Print a JSON Schema
    Schema {
        /// What the schema describes
        #[arg(value_parser = ["policy", "context", "plan"])]
        what: String,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Args, Debug)]
pub(crate) struct Policy {
    /// The policy, a .toml, .yaml or .json file, or `builtin`
    ///
    /// The default is tagwright.toml, tagwright.yaml or tagwright.json in the
    /// working directory.
    #[arg(id = "policy", long = "policy", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Context {
    /// Read the CI context from a .toml, .yaml or .json file, or as JSON from standard
    /// input with `-` [default: the environment of the CI job]
    #[arg(id = "context", long = "context", value_name = "FILE", conflicts_with = "sample")]
    pub(crate) file: Option<PathBuf>,
    /// Use a sample context, and the built-in policy if there is no other
    #[arg(long)]
    pub(crate) sample: bool,
    /// The name of the project, if it differs from the CI's
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// The time of the build, in RFC 3339, or `now`
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(crate) created: Option<String>,
    /// A file with the existing git tags, one per line, as `git tag -l` prints them;
    /// `-` is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) versions: Option<PathBuf>,
    /// A value that the policy declares; may be repeated
    #[arg(long = "value", value_name = "NAME=TEXT", value_parser = value)]
    pub(crate) values: Vec<(String, String)>,
    /// The variant that is built, one of the policy's `[variants]`
    #[arg(long, value_name = "NAME")]
    pub(crate) variant: Option<String>,
    /// Any other key of a context, such as `event=schedule`, `protected=true` or
    /// `branch_head=SHA`; may be repeated
    #[arg(long = "fact", value_name = "KEY=VALUE", value_parser = value)]
    pub(crate) facts: Vec<(String, String)>,
}

#[derive(Args, Debug)]
pub(crate) struct Input {
    #[command(flatten)]
    pub(crate) policy: Policy,
    #[command(flatten)]
    pub(crate) context: Context,
}

#[derive(Args, Debug)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The output: a summary (text), the plan for other programs (json), build.env
    /// (env), lines for the file `GITHUB_OUTPUT` (github), `export` lines (exports),
    /// Helm values (helm), docker-bake.json (bake), or the commands of a builder
    ///
    /// The commands of a builder push all tags and write no digest. `tagwright build
    /// --dry-run` prints those that push the immutable tags and write the digest to a file.
    #[arg(long, default_value = "text", value_parser = plan_formats())]
    pub(crate) format: String,
    /// Set the labels in the builder's command instead of the Dockerfile
    #[arg(long)]
    pub(crate) with_labels: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The program that builds
    #[arg(long, default_value = "kaniko", value_parser = word::<Builder>(["kaniko", "buildah", "podman"]))]
    pub(crate) builder: Builder,
    /// Push the floating tags as well
    #[arg(long)]
    pub(crate) all_tags: bool,
    /// Set the labels in the command instead of the Dockerfile
    #[arg(long)]
    pub(crate) with_labels: bool,
    /// The folder to build [default: the job's checkout]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) context_dir: Option<String>,
    /// The Dockerfile
    #[arg(long, value_name = "FILE")]
    pub(crate) dockerfile: Option<String>,
    /// A platform to build for, such as linux/arm64; may be repeated
    #[arg(long = "platform", value_name = "PLATFORM")]
    pub(crate) platforms: Vec<Platform>,
    /// Further arguments for the builder
    #[arg(last = true)]
    pub(crate) arguments: Vec<String>,
    #[command(flatten)]
    pub(crate) job: Job,
}

#[derive(Args, Debug)]
pub(crate) struct Job {
    /// The variables for later jobs: `build` writes this file, `promote` checks it
    ///
    /// On GitLab, list the file in artifacts:paths of the build job. A dotenv report hands
    /// over the variables to scripts, but not the file.
    #[arg(long, value_name = "FILE", default_value = "build.env")]
    pub(crate) env: PathBuf,
    /// The digest of the image: the builder writes this file, `promote` reads it
    #[arg(long, value_name = "FILE", default_value = "digest")]
    pub(crate) digest: String,
    /// Print the commands without running them or writing files
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Promote {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The program that copies
    #[arg(long, value_enum, default_value_t)]
    pub(crate) tool: Tool,
    #[command(flatten)]
    pub(crate) job: Job,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Tool {
    #[default]
    Skopeo,
    Crane,
    Docker,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Text,
    /// For other programs
    Json,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum TableFormat {
    /// A Markdown table
    #[default]
    Markdown,
    /// A flowchart, which GitHub and GitLab render
    Mermaid,
    /// For other programs
    Json,
}

fn value(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').map(|(name, text)| (name.to_owned(), text.to_owned()));
    pair.ok_or_else(|| "it has no `=`; write one between the name and the value".to_owned())
}

fn instant(text: &str) -> Result<String, NameError> {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let time = match text {
        "now" => Timestamp::from_unix(i64::try_from(now()).unwrap_or(i64::MAX)),
        _ => Timestamp::parse(text),
    };
    time.map(|time| time.to_string())
}

/// A parser for one of these words, as the library reads them.
fn word<T>(words: impl IntoIterator<Item = &'static str>) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err = NameError> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words).try_map(|word| word.parse::<T>())
}

fn plan_formats() -> PossibleValuesParser {
    let texts = ["text", "json", "env", "github", "exports", "helm", "bake"];
    PossibleValuesParser::new(texts.into_iter().chain(Builder::all().map(Builder::as_str)))
}
