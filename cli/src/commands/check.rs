use tagwright::audit::Severity;

use crate::arguments::{Format, Policy};
use crate::failure::{Failure, Status};
use crate::output::print;
use crate::{commands, input};

/// Prints the findings, the worst first; fails if one is as severe as `deny`, or worse.
pub(crate) fn run(policy: &Policy, deny: Severity, format: Format) -> Result<(), Failure> {
    let findings = input::policy(policy)?.audit();
    let severities = || findings.iter().map(|finding| finding.severity);
    match format {
        Format::Text => {
            findings.iter().try_for_each(|finding| print(&format!("{finding}\n")))?;
            let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|one| {
                let count = severities().filter(|severity| *severity == one).count();
                format!("{count} {one}{}", if count == 1 { "" } else { "s" })
            });
            print(&format!("{}\n", counts.join(", ")))?;
        }
        Format::Json => print(&commands::json(&findings)?)?,
    }
    let denied = severities().filter(|severity| *severity >= deny).count();
    let what = format!("findings of severity {deny} or higher: {denied}");
    if denied == 0 { Ok(()) } else { Err(Failure::new(Status::Finding, what)) }
}
