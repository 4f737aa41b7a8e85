use crate::arguments::{Policy, TableFormat};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

pub(crate) fn run(policy: &Policy, format: TableFormat) -> Result<(), Failure> {
    let policy = input::policy(policy)?;
    print(&match format {
        TableFormat::Markdown => policy.table().to_string(),
        TableFormat::Mermaid => policy.diagram().to_string(),
        TableFormat::Json => commands::json(&policy.table())?,
    })
}
