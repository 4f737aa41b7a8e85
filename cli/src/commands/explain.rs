use crate::arguments::{Explain, Format};
use crate::failure::Failure;
use crate::output::print;
use crate::{commands, input};

/// Explains a plan, or why there is none, which is no failure.
pub(crate) fn run(arguments: &Explain) -> Result<(), Failure> {
    let (policy, context) = input::read(&arguments.input)?;
    let explanation = policy.explain(&context);
    print(&match arguments.format {
        Format::Text => explanation.to_string(),
        Format::Json => commands::json(&explanation)?,
    })
}
