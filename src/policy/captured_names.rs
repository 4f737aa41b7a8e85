//! Names from which facts are captured.

use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::Conditions;
use super::language::{Effort, Expression, Facts, NameAutomaton};
use super::pattern::Pattern;
use crate::name::RefName;

/// The names that a rule takes in which each capture that the facts give has its text
/// for an expression; more names where two groups overlap, or may share a text in
/// several ways.
pub(crate) fn capturing(conditions: &Conditions, facts: &Facts, effort: &Effort) -> NameAutomaton {
    let text = |group: &str| facts.of(conditions.captures().get(group)?.ok()?.fact());
    effort.begin();
    let expression = |pattern: &Pattern| Expression::with_groups(pattern, &text);
    NameAutomaton::narrowed(conditions, &expression, effort)
}

/// Short names that a rule takes and from which the captures are what the facts give.
pub(crate) fn names_capturing(
    conditions: &Conditions,
    facts: &Facts,
    effort: &Effort,
) -> Vec<RefName> {
    let examples = capturing(conditions, facts, effort).examples();
    let has_facts = |name: &&String| {
        conditions.captures().all().all(|capture| {
            let told = facts.of(capture.fact());
            told.is_none_or(|told| capture.text_in(name).is_some_and(|text| *text == *told))
        })
    };
    examples.iter().filter(has_facts).filter_map(|name| RefName::new(name.as_str()).ok()).collect()
}
