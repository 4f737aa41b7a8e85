//! The error for a template that is not proved.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::claim::Claim;
use super::counterexample::Counterexample;
use super::grammar::Grammar;
use super::prover::Prover;
use super::refutation::Refutation;
use super::verdict::Verdict;
use crate::name::{Quoted, Shown};
use crate::policy::{Fact, Place, PolicyError, PolicyErrorKind, Rule, Template, Variant};

impl Prover<'_> {
    /// Proves a claim for each of these rules, or refuses the template.
    pub(crate) fn prove_for_all(
        &self,
        template: &Template,
        grammar: Grammar<'_>,
        place: Place<'_>,
        is_meant: impl Fn(&Rule) -> bool,
    ) -> Result<(), PolicyError> {
        self.rules.iter().filter(|(rule, _)| is_meant(rule)).try_for_each(|(rule, refs)| {
            let whose = RefsOf(rule);
            if !template.has(|one| one.fact() == Fact::Variant) {
                return self.prove(Claim { template, refs, grammar }, place, &whose, None);
            }
            self.variants.of(&rule.conditions).try_for_each(|(_, variant)| {
                let template = template.in_build(variant, false);
                let claim = Claim { template: &template, refs, grammar };
                self.prove(claim, place, &whose, Some(variant))
            })
        })
    }

    /// Proves a claim, or refuses the template; `whose` says what the claim is about
    /// where the place does not, and `variant` in which build.
    pub(crate) fn prove(
        &self,
        claim: Claim<'_>,
        place: Place<'_>,
        whose: &dyn fmt::Display,
        variant: Option<&Variant>,
    ) -> Result<(), PolicyError> {
        let variant = variant.filter(|variant| !variant.is_plain());
        let quoted = || match variant {
            Some(Variant { name, .. }) => {
                format!("{} in variant {name}", Quoted(claim.template.source()))
            }
            None => format!("{}", Quoted(claim.template.source())),
        };
        let noun = claim.grammar.noun();
        let unproved = || format!("{} cannot be proved to give a legal {noun}{whose}", quoted());
        let (message, index, counterexample) = match self.verdict(claim) {
            Verdict::Legal => return Ok(()),
            Verdict::Illegal(refutation) => {
                let Refutation { counterexample, culprit } = *refutation;
                let remedy = self.remedy(claim, &counterexample.refusal, culprit.as_ref());
                let index =
                    culprit.map_or(0, |culprit| culprit.index(counterexample.refusal.index()));
                let quoted = quoted();
                let message =
                    format!("{quoted} can give an illegal {noun}: {counterexample}; {remedy}");
                let variant = variant.map(|variant| String::from(&*variant.name));
                (message, index, Some(Counterexample { variant, ..counterexample }))
            }
            Verdict::Undecided => {
                let (index, advice) = self.advice(claim);
                (format!("{}; {advice}", unproved()), index, None)
            }
            Verdict::GivenUp => {
                let (index, advice) = self.advice(claim);
                let message = format!(
                    "{}: the search for a ref that breaks it was given up; {advice}, or \
                     make the patterns of its rule simpler",
                    unproved(),
                );
                (message, index, None)
            }
        };
        let error = PolicyError::new(PolicyErrorKind::IllegalResult, &place, message);
        Err(error.at(index).with_counterexample(counterexample))
    }
}

/// ` for the refs of rule RULE`.
struct RefsOf<'a>(&'a Rule);

impl fmt::Display for RefsOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " for the refs of rule {}", Shown(&self.0.name))
    }
}
