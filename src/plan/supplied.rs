//! The check of the declared values that a context supplies.

use alloc::format;

use super::error::{PlanError, PlanErrorKind};
use crate::context::CiContext;
use crate::data::{OneOf, Path, nearest};
use crate::name::Quoted;
use crate::policy::Policy;

/// Refuses a value that the policy does not declare, and one that does not match its
/// pattern.
pub(super) fn check_values(policy: &Policy, context: &CiContext) -> Result<(), PlanError> {
    for (name, text) in context.values() {
        let declared = policy.declared_values();
        let Some(value) = declared.iter().find(|value| value.name == name) else {
            return Err(undeclared(policy, name));
        };
        if !value.pattern.matches(text) {
            let pattern = Quoted(value.pattern.source());
            let message = format!(
                "value {name}: {} does not match the pattern {pattern} of the policy",
                Quoted(text)
            );
            let place = Path::Root;
            let place = place.key("values");
            return Err(
                PlanError::new(PlanErrorKind::IllegalValue, message).at(place.key(name), None)
            );
        }
    }
    Ok(())
}

fn undeclared(policy: &Policy, name: &str) -> PlanError {
    let known = policy.declared_values().iter().map(|value| &*value.name);
    let remedy = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean {near}?"),
        None if known.len() > 0 => format!("it declares {}", OneOf(known)),
        None => format!("add [values.{name}] with a pattern to the policy"),
    };
    let message = format!("the policy declares no value {}; {remedy}", Quoted(name));
    PlanError::new(PlanErrorKind::UndeclaredValue, message)
}
