//! The proof that images have legal names.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::iter;

use super::counterexample::Verdict;
use super::grammar::Grammar;
use super::prover::Prover;
use super::shape::Shape;
use super::witness::Witness;
use crate::name::{ImageName, Quoted, SHORT_REPOSITORY, Shown, SlugEdges};
use crate::policy::document::NameCase;
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::host_path::{HostPath, Needs};
use crate::policy::image::{self, Image};
use crate::policy::place::Place;
use crate::policy::placeholder::Placeholder;
use crate::policy::rule::Rule;
use crate::policy::template::Template;
use crate::policy::trigger::Trigger;

impl Prover<'_> {
    /// Proves that every image has a legal name, and its cache too, whichever
    /// rule fires; what is checked when a plan is made counts as one letter
    /// each.
    pub(crate) fn prove_names(&self, rules: &[Rule]) -> Result<(), PolicyError> {
        for (index, image) in self.images.iter().enumerate() {
            let Image { name, push, pull, cache, case, .. } = image;
            let hosts: Vec<&HostPath> = iter::once(push).chain(pull).collect();
            self.prove_name(name, *case, &hosts, rules, Place::ImageName(index))?;
            if let Some(cache) = cache {
                self.prove_name(cache, *case, &[push], rules, Place::Cache(index))?;
            }
        }
        Ok(())
    }

    fn prove_name(
        &self,
        template: &Template,
        case: NameCase,
        hosts: &[&HostPath],
        rules: &[Rule],
        place: Place<'_>,
    ) -> Result<(), PolicyError> {
        // Letters and digits are legal wherever a fact is; of all facts only
        // slugs and instants hold anything else.
        let holds_more = |one: &Placeholder| match one {
            Placeholder::Created(format) | Placeholder::Committed(format) => {
                format.literals().next().is_some()
            }
            one => *one == Placeholder::Slug,
        };
        let Shape { least, most, .. } = self.whole(template, &Trigger::Any);
        prove_length(most, template, hosts, place)?;
        let needs = image::needs(template, hosts.iter().copied());
        let is_long_enough =
            needs != Needs::TwoCharacters || least >= ImageName::SHORTEST_REPOSITORY;
        if is_long_enough && !template.has(holds_more) {
            return Ok(());
        }
        let grammar = Grammar::Path(case, needs);
        // Most names are legal for every ref that there is.
        if let Verdict::Legal = self.search(template, &Trigger::Any, grammar) {
            return Ok(());
        }
        for Rule { name, trigger, .. } in rules {
            let verdict = self.verdict(template, trigger, grammar);
            let quoted = Quoted(template.source());
            let unproved = || {
                let rule = Shown(name);
                format!(
                    "{quoted} cannot be proved to give a legal image name for the refs of rule {rule}"
                )
            };
            let message = match &verdict {
                Verdict::Legal => continue,
                Verdict::Illegal(witness) => {
                    let remedy = self.remedy_of_name(witness, template, case);
                    format!("{quoted} can give an illegal image name: {witness}; {remedy}")
                }
                Verdict::GivenUp => format!(
                    "{}, and the search for one that breaks it was given up; make its patterns \
                     simpler, or make slugs lower-case and trim their edges",
                    unproved(),
                ),
                Verdict::Undecided if !is_long_enough => {
                    format!("{}; {SHORT_REPOSITORY}; put text before it", unproved())
                }
                Verdict::Undecided => format!(
                    "{}; bound its patterns, or make slugs lower-case and trim their edges",
                    unproved(),
                ),
            };
            let mut culprits = template.placeholders().filter(|(_, one)| holds_more(one));
            let index = culprits.next().map_or(0, |(index, _)| index);
            let kind = PolicyErrorKind::IllegalResult;
            return Err(PolicyError::new(kind, &place, message)
                .at(index)
                .with_witness(verdict.into_witness()));
        }
        Ok(())
    }

    fn remedy_of_name(&self, witness: &Witness, template: &Template, case: NameCase) -> String {
        let refusal = witness.refusal();
        let found = refusal.input().as_bytes().get(refusal.index());
        let has_slug = template.has(|one| *one == Placeholder::Slug);
        match found {
            _ if refusal.remedy() == SHORT_REPOSITORY => {
                format!("{}; put text before it", refusal.remedy())
            }
            Some(byte) if case == NameCase::Keep && byte.is_ascii_uppercase() => {
                "case = \"lower\" on the image asks for lower case".into()
            }
            _ if has_slug && self.settings.slug.edges() == SlugEdges::Keep => {
                "trim the edges of slugs".into()
            }
            _ if has_slug && self.settings.slug.empty().is_none() => {
                "say with slug.empty what an empty slug is".into()
            }
            _ => refusal.remedy().to_string(),
        }
    }
}

/// Proves that a repository of so many bytes leaves room for its registry.
fn prove_length(
    repository: usize,
    template: &Template,
    hosts: &[&HostPath],
    place: Place<'_>,
) -> Result<(), PolicyError> {
    let host = hosts.iter().map(|host| host.as_str().len()).max().unwrap_or_default();
    let most = (host + "/".len()).saturating_add(repository);
    let Some(over) = most.checked_sub(ImageName::MAX_LENGTH).filter(|over| *over > 0) else {
        return Ok(());
    };
    let message = format!(
        "{} can give an image name of {most} bytes with its registry, {over} over the limit of {}",
        Quoted(template.source()),
        ImageName::MAX_LENGTH,
    );
    Err(PolicyError::new(PolicyErrorKind::IllegalResult, &place, message))
}
