use alloc::string::String;

use super::document::AcceptDocument;
use super::error::{PolicyError, PolicyErrorKind};
use super::limit;
use super::rule::Rule;
use crate::data::Path;

/// Checks that what is accepted is of the rules that there are, and why it is.
pub(crate) fn check(
    accepted: &[AcceptDocument],
    rules: &[Rule],
    path: &Path<'_>,
) -> Result<(), PolicyError> {
    limit::ACCEPTED.check(accepted.len(), path)?;
    let kind = PolicyErrorKind::InvalidValue;
    for (index, one) in accepted.iter().enumerate() {
        let path = path.index(index);
        let is_unknown = |name: &&String| rules.iter().all(|rule| *rule.name != ***name);
        if let Some(name) = one.rules.iter().find(is_unknown) {
            return Err(PolicyError::new(kind, &path.key("rules"), Rule::unknown(name, rules)));
        }
        let because = one.because.trim();
        if because.is_empty() || because.contains(char::is_control) {
            let message = "say on one line why it is accepted";
            return Err(PolicyError::new(kind, &path.key("because"), message));
        }
    }
    Ok(())
}
