use alloc::format;

use super::document::{AcceptDocument, RuleDocument};
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use crate::data::{OneOf, Path, nearest};
use crate::name::Quoted;

/// Checks that what is accepted is of the rules that there are, and why it is.
pub(crate) fn check(
    accepted: &[AcceptDocument],
    rules: &[RuleDocument],
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    limit::ACCEPTED.check(accepted.len(), path)?;
    let kind = PolicyErrorKind::InvalidValue;
    for (index, one) in accepted.iter().enumerate() {
        let path = path.index(index);
        let names = || rules.iter().map(|rule| rule.name.as_str());
        if let Some(unknown) = one.rules.iter().find(|name| names().all(|known| known != *name)) {
            let advice = match nearest(unknown, names()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("there are {}", OneOf(names())),
            };
            let message = format!("{} is not a rule; {advice}", Quoted(unknown));
            return Err(PolicyError::new(kind, &path.key("rules"), message));
        }
        let because = one.because.trim();
        if because.is_empty() || because.contains(char::is_control) {
            let message = "say on one line why it is accepted";
            return Err(PolicyError::new(kind, &path.key("because"), message));
        }
    }
    Ok(())
}
