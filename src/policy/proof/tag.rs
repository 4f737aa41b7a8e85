//! The proof that tags are legal.

use super::claim::Claim;
use super::grammar::Grammar;
use super::prover::Prover;
use crate::policy::{Conditions, Place, PolicyError, PolicyErrorKind, Template};

impl Prover<'_> {
    /// Proves that every tag of every rule is legal.
    pub(crate) fn prove_rules(&self) -> Result<(), PolicyError> {
        let grammar = Grammar::Tag(&self.grammar);
        for (index, (rule, refs)) in self.rules.iter().enumerate() {
            for (position, tag) in rule.tags.iter().enumerate() {
                let place = tag.place(index, position);
                check_supplied(&tag.template, &rule.conditions, place)?;
                self.check_variant(&tag.template, [*rule], &place)?;
                if tag.template.parts().is_empty() {
                    // Affixes alone are no tag.
                    self.prove(Claim { template: &tag.template, refs, grammar }, place, &"", None)?;
                }
                for (build, variant) in self.variants.of(&rule.conditions) {
                    let claim = Claim { template: tag.template_in(build), refs, grammar };
                    self.prove(claim, place, &"", Some(variant))?;
                }
            }
        }
        Ok(())
    }
}

/// Refuses a placeholder that refs which conditions admit do not have.
fn check_supplied(
    template: &Template,
    conditions: &Conditions,
    place: Place<'_>,
) -> Result<(), PolicyError> {
    for (part, spelled) in template.spelled() {
        let index = part.index;
        if let Some(reason) = part.placeholder().and_then(|one| conditions.lacks(one)) {
            let message = alloc::format!("{spelled} at byte {index} {reason}");
            let kind = PolicyErrorKind::UnavailablePlaceholder;
            return Err(PolicyError::new(kind, &place, message).at(index));
        }
    }
    Ok(())
}
