use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use tagwright::plan::PlanErrorKind;
use tagwright::verify::VerifyError;
use tagwright::{PlanError, RenderError};

use crate::arguments::Misuse;

/// What failed, why, and the exit status that reports it to the pipeline.
#[derive(Debug)]
pub(crate) struct Failure {
    status: u8,
    what: String,
    why: Option<Box<dyn Error>>,
}

const USAGE_STATUS: u8 = 2;

impl Failure {
    pub(crate) fn usage(mistake: impl Into<String>) -> Self {
        Self { status: USAGE_STATUS, what: mistake.into(), why: None }
    }

    pub(crate) fn context(why: Box<dyn Error>) -> Self {
        Self::because(3, "cannot tell which pipeline this is", why)
    }

    pub(crate) fn policy(why: Box<dyn Error>) -> Self {
        match why.downcast::<Misuse>() {
            Ok(mistake) => Self::from(*mistake),
            Err(why) => Self::because(4, "the policy does not load", why),
        }
    }

    /// A pipeline to which no rule applies need not be a failure: GitLab has
    /// `allow_failure: { exit_codes: 5 }`.
    pub(crate) fn plan(why: PlanError) -> Self {
        match why.kind() {
            PlanErrorKind::NoRule => Self::because(5, "there is nothing to build", why),
            _ => Self::because(6, "there is no plan", why),
        }
    }

    pub(crate) fn render(why: RenderError) -> Self {
        Self::because(6, "there is no plan", why)
    }

    pub(crate) fn refused(what: &str, why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(7, what, why)
    }

    /// If the policy has no plan at all, the file is not to blame, and the
    /// status is that of the plan.
    pub(crate) fn verify(what: &str, why: VerifyError) -> Self {
        match why.source().and_then(|source| source.downcast_ref::<PlanError>()) {
            Some(plan) => Self::plan(plan.clone()),
            None => Self::refused(what, why),
        }
    }

    pub(crate) fn undone(what: impl Into<String>, why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(1, what, why)
    }

    fn because(status: u8, what: impl Into<String>, why: impl Into<Box<dyn Error>>) -> Self {
        Self { status, what: what.into(), why: Some(why.into()) }
    }

    /// Reports on standard error what failed, with the chain of reasons.
    pub(crate) fn report(&self) -> ExitCode {
        let mut err = io::stderr().lock();
        let _ = writeln!(err, "ci: {}", self.what);
        let mut cause = self.why.as_deref();
        while let Some(error) = cause {
            let _ = writeln!(err, "  because {error}");
            cause = error.source();
        }
        if self.status == USAGE_STATUS {
            let _ = writeln!(err, "ci: --help shows all options");
        }
        ExitCode::from(self.status)
    }
}

impl From<Misuse> for Failure {
    fn from(mistake: Misuse) -> Self {
        Self::usage(mistake.to_string())
    }
}
