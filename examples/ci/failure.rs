use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use tagwright::{PlanError, PlanErrorKind, VerifyError};

use crate::USAGE;

/// What could not be done, the status that says so to a pipeline, and why.
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

    pub(crate) fn context(why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(3, "this is no pipeline to plan for", why)
    }

    pub(crate) fn policy(why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(4, "the policy does not load", why)
    }

    /// A pipeline that the policy has no rule for may be no failure: GitLab's
    /// `allow_failure: { exit_codes: 5 }`.
    pub(crate) fn plan(why: PlanError) -> Self {
        match why.kind() {
            PlanErrorKind::NoRule => Self::because(5, "there is nothing to build", why),
            _ => Self::because(6, "there is no plan", why),
        }
    }

    pub(crate) fn refused(what: &str, why: impl Into<Box<dyn Error>>) -> Self {
        Self::because(7, what, why)
    }

    /// The policy may have no plan at all, which is another failure than a file
    /// that differs from it.
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

    /// Says on standard error what failed, and every reason beneath it.
    pub(crate) fn report(&self) -> ExitCode {
        let mut err = io::stderr().lock();
        let _ = writeln!(err, "ci: {}", self.what);
        let mut cause = self.why.as_deref();
        while let Some(error) = cause {
            let _ = writeln!(err, "  because {error}");
            cause = error.source();
        }
        if self.status == USAGE_STATUS {
            let _ = write!(err, "\n{USAGE}");
        }
        ExitCode::from(self.status)
    }
}
