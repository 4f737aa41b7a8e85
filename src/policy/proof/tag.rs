//! The proof that tags are legal.

use super::claim::Claim;
use super::grammar::Grammar;
use super::prover::Prover;
use crate::policy::{Moves, Place, PolicyError, PolicyErrorKind, Template, Trigger};

impl Prover<'_> {
    /// Proves that every tag of every rule is legal.
    pub(crate) fn prove_rules(&self) -> Result<(), PolicyError> {
        let grammar = Grammar::Tag(&self.grammar, self.images.longest_suffix());
        for (index, (rule, refs)) in self.rules.iter().enumerate() {
            for (position, tag) in rule.tags.iter().enumerate() {
                let place = match tag.moves {
                    Moves::Always => Place::Tag(index, position),
                    _ => Place::TagOfTable(index, position),
                };
                check_supplied(&tag.template, &rule.trigger, place)?;
                let claim = Claim { template: &tag.template, refs, grammar };
                self.prove(claim, place, &"")?;
            }
        }
        Ok(())
    }
}

/// Refuses a placeholder that refs of a trigger do not have.
fn check_supplied(
    template: &Template,
    trigger: &Trigger,
    place: Place<'_>,
) -> Result<(), PolicyError> {
    for (index, placeholder) in template.placeholders() {
        if let Some(reason) = trigger.lacks(placeholder) {
            let message = alloc::format!("{{{}}} at byte {index} {reason}", placeholder.name());
            let kind = PolicyErrorKind::UnavailablePlaceholder;
            return Err(PolicyError::new(kind, &place, message).at(index));
        }
    }
    Ok(())
}
