use crate::arguments::{Table, TableFormat};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

pub(crate) fn run(arguments: &Table) -> Result<(), Failure> {
    let policy = input::policy(&arguments.policy)?;
    print(&match arguments.format {
        TableFormat::Markdown => policy.table().to_string(),
        TableFormat::Mermaid => policy.diagram().to_string(),
        TableFormat::Json => commands::json(&policy.table())?,
    })
}
