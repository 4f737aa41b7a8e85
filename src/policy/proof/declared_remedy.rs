//! What makes a template legal whose declared value is to blame.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;

use super::claim::Claim;
use super::grammar::Grammar;
use super::prover::Prover;
use super::verdict::Verdict;
use crate::name::Quoted;
use crate::policy::bounded_pattern::{MOST_REPEATED, plain_regexes};
use crate::policy::{Content, DeclaredValue, Placeholder, Template};

impl Prover<'_> {
    /// A pattern under which a claim is true, if one is found: the value's own with a
    /// bound, or one of plain characters.
    pub(super) fn proposal(&self, claim: Claim<'_>, value: &Arc<DeclaredValue>) -> Option<String> {
        let room = self.room(claim, &Placeholder::Declared(Arc::clone(value)));
        let bounded = value.pattern.bounded(room).into_iter();
        let plain = plain_regexes(room.min(MOST_REPEATED));
        let mut patterns = bounded.chain(plain).filter(|pattern| self.holds(claim, value, pattern));
        patterns.next().map(|pattern| assignment(value, &pattern))
    }

    /// Whether a claim is true for a value with another pattern.
    fn holds(&self, claim: Claim<'_>, value: &DeclaredValue, pattern: &str) -> bool {
        let Some(other) = value.with_pattern(pattern) else { return false };
        let other = Content::Placeholder(Placeholder::Declared(Arc::new(other)));
        let contents = claim.template.parts().iter().map(|part| match part.placeholder() {
            Some(Placeholder::Declared(found)) if **found == *value => other.clone(),
            _ => part.content.clone(),
        });
        let template = Template::of_contents(contents);
        matches!(self.verdict(Claim { template: &template, ..claim }), Verdict::Legal)
    }

    /// The most bytes that each occurrence of a placeholder may have at a place.
    pub(super) fn room(&self, claim: Claim<'_>, placeholder: &Placeholder) -> usize {
        let Grammar::Tag(grammar) = claim.grammar else { return usize::MAX };
        let parts = || claim.template.parts().iter();
        let others = parts().filter(|part| part.placeholder() != Some(placeholder));
        let others = others.map(|part| self.shape_of(part, claim.refs.conditions).most);
        let room = others.fold(grammar.most, usize::saturating_sub);
        let count = parts().filter(|part| part.placeholder() == Some(placeholder)).count();
        room.checked_div(count).unwrap_or_default()
    }
}

/// The remedy for a value without a greatest length.
pub(super) fn bounding(value: &DeclaredValue) -> String {
    let bounded = value.pattern.bounded(usize::MAX - 1);
    let pattern = bounded.or_else(|| plain_regexes(MOST_REPEATED).next());
    assignment(value, &pattern.unwrap_or_default())
}

fn assignment(value: &DeclaredValue, pattern: &str) -> String {
    format!("write values.{}.pattern = {}", value.name, Quoted(pattern))
}
