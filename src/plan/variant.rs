use alloc::format;

use super::error::{PlanError, PlanErrorKind};
use crate::context::CiContext;
use crate::data::OneOf;
use crate::name::Quoted;
use crate::policy::{Policy, Variant, Variants};

/// The variant that is built; `None` for the plain build.
pub(super) fn of_context<'p>(
    policy: &'p Policy,
    context: &CiContext,
) -> Result<Option<&'p Variant>, PlanError> {
    let (variants, name) = (policy.variants(), context.variant());
    if name.is_none() && variants.has_plain() {
        return Ok(None);
    }
    variants.build(name).map(Some).ok_or_else(|| undeclared(variants, name))
}

fn undeclared(variants: &Variants, name: Option<&str>) -> PlanError {
    let names = || variants.names();
    let known = OneOf(names());
    let Some(name) = name else {
        let message = format!(
            "the policy has variants, and the context does not say which one is built; give it \
             \"variant\": {known}"
        );
        return PlanError::new(PlanErrorKind::MissingFact, message).for_lack_of(["variant"]);
    };
    if names().next().is_none() {
        let message = format!(
            "variant {} is not declared, as the policy has no [variants]; declare it there, or \
             leave it out of the context",
            Quoted(name)
        );
        return PlanError::new(PlanErrorKind::UndeclaredVariant, message);
    }
    PlanError::new(PlanErrorKind::UndeclaredVariant, variants.undeclared(name))
}
