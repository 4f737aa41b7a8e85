use std::error::Error;
use std::fmt::Display;
use std::iter;
use std::process::ExitCode;

use tagwright::build::RenderErrorKind;
use tagwright::plan::PlanErrorKind;
use tagwright::{ContextError, PlanError, RenderError};

use crate::output;

/// A failure: what failed, why, which option helps, and the exit status.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    what: String,
    why: Option<Box<dyn Error>>,
    help: Option<String>,
}

/// The exit statuses, one for each kind of failure; `--help` lists them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Status {
    Finding = 1,
    Usage = 2,
    Context = 3,
    Policy = 4,
    NoRule = 5,
    NoPlan = 6,
    Refused = 7,
    Undone = 8,
}

impl Failure {
    pub(crate) fn new(status: Status, what: impl Into<String>) -> Self {
        Self { status, what: what.into(), why: None, help: None }
    }

    fn because(status: Status, what: impl Display, why: impl Into<Box<dyn Error>>) -> Self {
        Self { why: Some(why.into()), ..Self::new(status, what.to_string()) }
    }

    /// Shortens clap's message about wrong usage to one line.
    pub(crate) fn usage(mistake: &clap::Error) -> Self {
        let text = mistake.to_string();
        let is_said = |line: &&str| !line.is_empty() && !line.starts_with("For more information");
        let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
        let lines = lines.filter(is_said).map(|line| line.trim_start_matches("tip: "));
        let said = lines.collect::<Vec<_>>().join(", ").replace(":, ", ": ");
        let is_file = ["ml' found", ".json' found"].iter().any(|end| said.ends_with(end));
        let policy = if is_file { "; to name a policy, give --policy FILE" } else { "" };
        Self::misuse(&format!("{}{policy}", said.trim_start_matches("error: ").trim_end()))
    }

    pub(crate) fn misuse(mistake: &str) -> Self {
        Self::new(Status::Usage, format!("{mistake}; see --help"))
    }

    pub(crate) fn context(why: impl Into<Box<dyn Error>>) -> Self {
        let why = why.into();
        let help = why.is::<ContextError>().then(|| WHOLE_CONTEXT.to_owned());
        Self { help, ..Self::because(Status::Context, "cannot tell which pipeline this is", why) }
    }

    pub(crate) fn policy(why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(Status::Policy, "the policy does not load", why)
    }

    /// `NoRule` has its own status, because a pipeline may accept it: GitLab has
    /// `allow_failure: { exit_codes: 5 }`.
    pub(crate) fn plan(why: PlanError) -> Self {
        let (status, what) = match why.kind() {
            PlanErrorKind::NoRule => (Status::NoRule, "there is nothing to build"),
            PlanErrorKind::MissingFact => (Status::NoPlan, "there is no plan: a fact is missing"),
            _ => (Status::NoPlan, "there is no plan"),
        };
        let options: Vec<_> = why.missing_facts().map(option).collect();
        let help = (!options.is_empty()).then(|| format!("give {}", options.join(" and ")));
        Self { help, ..Self::because(status, what, why) }
    }

    pub(crate) fn render(why: RenderError) -> Self {
        let all_tags = why.kind() == RenderErrorKind::NoImmutableTag;
        let help = all_tags.then(|| "give --all-tags to push the floating ones as well".into());
        let what = "the plan cannot be written in this format";
        Self { help, ..Self::because(Status::NoPlan, what, why) }
    }

    pub(crate) fn refused(what: impl Display, why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(Status::Refused, what, why)
    }

    pub(crate) fn undone(what: impl Display, why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(Status::Undone, what, why)
    }

    /// Prints the failure to standard error, with the chain of reasons.
    pub(crate) fn report(&self) -> ExitCode {
        output::error(&self.what);
        for error in iter::successors(self.why.as_deref(), |error| (*error).source()) {
            output::say(&format!("  because {}", error.to_string().trim_end()));
        }
        self.help.iter().for_each(|help| output::say(&format!("  help: {help}")));
        ExitCode::from(self.status as u8)
    }
}

/// The remedy if the environment of a job is not a context. Facts do not replace what
/// is wrong in it: whoever pushes a misleading ref runs the same command line.
const WHOLE_CONTEXT: &str =
    "give the whole context with --context FILE; --fact only changes one that can be read";

const ALL_TAGS: &str = "the output of `git tag --list` in a checkout with all git tags (fetch-depth: \
                        0 on GitHub, GIT_DEPTH: 0 on GitLab)";

/// The option that supplies a fact of the context.
pub(crate) fn option(fact: &str) -> String {
    match (fact, fact.strip_prefix("values.")) {
        (_, Some(name)) => format!("--value {name}=TEXT"),
        ("created", _) => "--created TIME".to_owned(),
        ("variant", _) => "--variant NAME".to_owned(),
        ("versions", _) => format!("--versions FILE, {ALL_TAGS}"),
        _ => format!("--fact {fact}=VALUE"),
    }
}
