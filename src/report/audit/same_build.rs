//! What the rules of two tags are in one build.

use super::side::Side;
use crate::policy::Policy;
use crate::policy::document::ConditionsDocument;

/// Whether the rules of two tags of one build are both for an earlier one too.
pub(crate) fn are_in_earlier_build(policy: &Policy, sides: [&Side<'_>; 2]) -> bool {
    let [left, _] = sides;
    let are_for = |variant| sides.iter().all(|side| side.rule.conditions.admit(variant));
    policy.variants().builds().iter().take(left.build).any(are_for)
}

/// Whether the rules of two tags of one build apply together.
pub(crate) fn have_same_conditions(policy: &Policy, sides: [&Side<'_>; 2]) -> bool {
    let rules = &policy.document().rules;
    let [ours, theirs] = sides.map(|side| rules.get(side.index).map(|rule| &*rule.when));
    let has_variant =
        |when: Option<&ConditionsDocument>| when.is_some_and(|it| it.variant.is_some());
    if ours == theirs || !has_variant(ours) && !has_variant(theirs) {
        return ours == theirs;
    }
    let [ours, theirs] = sides.map(|side| conditions_in_build(policy, side));
    ours == theirs
}

/// What a rule needs besides its variant, which is known in a build.
pub(crate) fn conditions_in_build(policy: &Policy, side: &Side<'_>) -> ConditionsDocument {
    let when = policy.document().rules.get(side.index).map(|rule| (*rule.when).clone());
    ConditionsDocument { variant: None, ..when.unwrap_or_default() }
}
