//! The proof that images have legal names.

use alloc::vec::Vec;
use core::iter;

use super::claim::Claim;
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use super::verdict::Verdict;
use crate::policy::conditions::Conditions;
use crate::policy::document::NameCase;
use crate::policy::error::PolicyError;
use crate::policy::fact::Fact;
use crate::policy::host_path::HostPath;
use crate::policy::image::{self, Image};
use crate::policy::place::Place;
use crate::policy::rule::Rule;
use crate::policy::tag_grammar::TagGrammar;
use crate::policy::template::Template;

impl Prover<'_> {
    /// Proves that every image has a legal name, and its cache too, whichever of its
    /// rules applies; what is checked when a plan is made counts as one letter each.
    pub(crate) fn prove_names(&self) -> Result<(), PolicyError> {
        for (index, image) in self.images.iter().enumerate() {
            let Image { name, push, pull, cache, case, .. } = image;
            let hosts: Vec<&HostPath> = iter::once(push).chain(pull).collect();
            self.prove_name(name, *case, &hosts, Place::ImageName(index), index)?;
            if let Some(cache) = cache {
                self.prove_name(cache, *case, &[push], Place::Cache(index), index)?;
            }
        }
        Ok(())
    }

    fn prove_name(
        &self,
        template: &Template,
        case: NameCase,
        hosts: &[&HostPath],
        place: Place<'_>,
        image: usize,
    ) -> Result<(), PolicyError> {
        let rules = self.rules.iter().map(|(rule, _)| *rule);
        image::check_supplied(template, image, &rules, &place)?;
        let of_image = |rule: &Rule| rule.images.has(image);
        self.check_variant(template, rules.filter(|rule| of_image(rule)), &place)?;
        let grammar = Grammar::Path(case, image::needs(template, hosts.iter().copied()));
        let any = Refs::new(Conditions::NONE);
        let has_variant = template.has(|one| one.fact() == Fact::Variant);
        let builds = if has_variant { self.variants.builds() } else { &[] };
        let of_builds: Vec<Template> =
            builds.iter().map(|variant| template.in_build(variant, false)).collect();
        let all = || if builds.is_empty() { core::slice::from_ref(template) } else { &*of_builds };
        // Most names are legal for every ref that there is.
        let is_legal = |template: &Template| {
            let claim = Claim { template, refs: &any, grammar };
            self.is_proved(claim) || matches!(self.search(claim), Verdict::Legal)
        };
        if !all().iter().all(is_legal) {
            self.prove_for_all(template, grammar, place, of_image)?;
        }
        let host = hosts.iter().map(|host| host.as_str().len()).max().unwrap_or_default();
        let rest = TagGrammar::repository_after(host);
        let grammar = Grammar::Tag(&rest);
        let is_short = |template| self.is_proved(Claim { template, refs: &any, grammar });
        if all().iter().all(is_short) {
            return Ok(());
        }
        self.prove_for_all(template, grammar, place, of_image)
    }
}
