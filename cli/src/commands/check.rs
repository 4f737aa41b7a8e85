use tagwright::audit::Severity;

use crate::arguments::{Check, Format};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

/// Prints the findings, the worst first; fails if one is an error.
pub(crate) fn run(arguments: &Check) -> Result<(), Failure> {
    let findings = input::policy(&arguments.policy)?.audit();
    match arguments.format {
        Format::Text => findings.iter().try_for_each(|finding| print(&format!("{finding}\n")))?,
        Format::Json => print(&commands::json(&findings)?)?,
    }
    match findings.iter().filter(|finding| finding.severity == Severity::Error).count() {
        0 => Ok(()),
        1 => Err(Failure::finding("a finding is an error")),
        count => Err(Failure::finding(format!("{count} findings are errors"))),
    }
}
