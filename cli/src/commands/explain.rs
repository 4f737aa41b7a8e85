use crate::arguments::{Format, Input};
use crate::failure::Failure;
use crate::{commands, input};

/// Explains a plan, or why there is none. A missing plan is not a failure here.
pub(crate) fn run(input: &Input, format: Format) -> Result<(), Failure> {
    let (policy, context) = input::read(input)?;
    commands::show(&policy.explain(&context), format)
}
