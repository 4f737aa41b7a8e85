use tagwright::audit::Severity;

use crate::arguments::{Format, Policy};
use crate::failure::{Failure, Status};
use crate::output::print;
use crate::{commands, input};

/// Prints the findings, the worst first; fails if one is an error.
pub(crate) fn run(policy: &Policy, format: Format) -> Result<(), Failure> {
    let findings = input::policy(policy)?.audit();
    match format {
        Format::Text => findings.iter().try_for_each(|finding| print(&format!("{finding}\n")))?,
        Format::Json => print(&commands::json(&findings)?)?,
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors == 0 {
        return Ok(());
    }
    Err(Failure::new(Status::Finding, format!("errors among the findings: {errors}")))
}
