use std::error::Error;
use std::fmt::Display;
use std::iter;
use std::process::ExitCode;

use tagwright::plan::PlanErrorKind;
use tagwright::{PlanError, RenderError};

use crate::output;

/// A failure: what failed, why, and the exit status.
#[derive(Debug)]
pub(crate) struct Failure {
    status: Status,
    what: String,
    why: Option<Box<dyn Error>>,
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
        Self { status, what: what.into(), why: None }
    }

    fn because(status: Status, what: impl Display, why: impl Into<Box<dyn Error>>) -> Self {
        Self { status, what: what.to_string(), why: Some(why.into()) }
    }

    /// Shortens clap's message about wrong usage to one line.
    pub(crate) fn usage(mistake: &clap::Error) -> Self {
        let text = mistake.to_string();
        let is_said = |line: &&str| !line.is_empty() && !line.starts_with("For more information");
        let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
        let lines = lines.filter(is_said).map(|line| line.trim_start_matches("tip: "));
        let said = lines.collect::<Vec<_>>().join(", ");
        Self::misuse(said.trim_start_matches("error: ").replace(":, ", ": ").trim_end())
    }

    pub(crate) fn misuse(mistake: &str) -> Self {
        Self::new(Status::Usage, format!("{mistake}; see --help"))
    }

    pub(crate) fn context(why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(Status::Context, "cannot tell which pipeline this is", why)
    }

    pub(crate) fn policy(why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(Status::Policy, "the policy does not load", why)
    }

    /// `NoRule` has its own status, because a pipeline may accept it: GitLab has
    /// `allow_failure: { exit_codes: 5 }`.
    pub(crate) fn plan(why: PlanError) -> Self {
        let (status, what) = match why.kind() {
            PlanErrorKind::NoRule => (Status::NoRule, "there is nothing to build"),
            PlanErrorKind::MissingFact => {
                (Status::NoPlan, "there is no plan: a fact is missing; see --fact in --help")
            }
            _ => (Status::NoPlan, "there is no plan"),
        };
        Self::because(status, what, why)
    }

    pub(crate) fn render(why: RenderError) -> Self {
        Self::because(Status::NoPlan, "the plan cannot be written in this format", why)
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
        ExitCode::from(self.status as u8)
    }
}
