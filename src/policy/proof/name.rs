//! The proof that images have legal names.

use alloc::format;
use alloc::string::{String, ToString};

use super::counterexample::Verdict;
use super::grammar::Grammar;
use super::prover::Prover;
use super::witness::Witness;
use crate::name::{Quoted, Shown, SlugEdges};
use crate::policy::document::{ImageDocument, NameCase};
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::image::Image;
use crate::policy::limit;
use crate::policy::path::Path;
use crate::policy::placeholder::Placeholder;
use crate::policy::rule::Rule;
use crate::policy::template::{Content, Part, Template};
use crate::policy::trigger::Trigger;

impl Prover<'_> {
    /// Proves that every image has a legal name, and its cache too, whichever
    /// rule fires; what is checked when a plan is made counts as one letter
    /// each.
    pub(crate) fn prove_names(
        &self,
        documents: &[ImageDocument],
        rules: &[Rule],
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        for (index, (image, document)) in self.images.iter().zip(documents).enumerate() {
            let path = path.index(index);
            self.prove_name(&image.name, &document.name, image, rules, &path.key("name"))?;
            if let (Some(cache), Some(source)) = (&image.cache, &document.cache) {
                self.prove_name(cache, source, image, rules, &path.key("cache"))?;
            }
        }
        Ok(())
    }

    fn prove_name(
        &self,
        template: &Template,
        source: &str,
        image: &Image,
        rules: &[Rule],
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        // Letters and digits are legal wherever a fact is; of all facts only
        // slugs and instants hold anything else.
        let holds_more = |one: &Placeholder| match one {
            Placeholder::Created(format) | Placeholder::Committed(format) => {
                format.literals().next().is_some()
            }
            one => *one == Placeholder::Slug,
        };
        self.prove_length(template, source, image, path)?;
        if !template.has(holds_more) {
            return Ok(());
        }
        let grammar = Grammar::Path(image.case);
        // Most names are legal for every ref that there is.
        if let Verdict::Legal = self.search(template, &Trigger::Any, grammar) {
            return Ok(());
        }
        for Rule { name, trigger, .. } in rules {
            let verdict = self.verdict(template, trigger, grammar);
            let quoted = Quoted(source);
            let unproved = || {
                let rule = Shown(name);
                format!(
                    "{quoted} cannot be proved to give a legal image name for the refs of rule {rule}"
                )
            };
            let message = match &verdict {
                Verdict::Legal => continue,
                Verdict::Illegal(witness) => {
                    let remedy = self.remedy_of_name(witness, template, image.case);
                    format!("{quoted} can give an illegal image name: {witness}; {remedy}")
                }
                Verdict::GivenUp => format!(
                    "{}, and the search for one that breaks it was given up; make its patterns \
                     simpler, or make slugs lower-case and trim their edges",
                    unproved(),
                ),
                Verdict::Undecided => format!(
                    "{}; bound its patterns, or make slugs lower-case and trim their edges",
                    unproved(),
                ),
            };
            let mut culprits = template.placeholders().filter(|(_, one)| holds_more(one));
            let index = culprits.next().map_or(0, |(index, _)| index);
            let kind = PolicyErrorKind::IllegalResult;
            return Err(PolicyError::new(kind, path, message)
                .at(index)
                .with_witness(verdict.into_witness()));
        }
        Ok(())
    }

    fn prove_length(
        &self,
        template: &Template,
        source: &str,
        image: &Image,
        path: &Path<'_>,
    ) -> Result<(), PolicyError> {
        let most = |part: &Part| match &part.content {
            Content::Literal(text) => text.len(),
            Content::Placeholder(placeholder) => self.shape(placeholder, &Trigger::Any).most,
        };
        let longest: usize = template.parts().iter().map(most).sum();
        let hosts = core::iter::once(&image.push).chain(&image.pull);
        let host = hosts.map(|host| host.as_str().len()).max().unwrap_or_default();
        let most = host + "/".len() + longest;
        if most <= limit::IMAGE_NAME_BYTES {
            return Ok(());
        }
        let message = format!(
            "{} can give an image name of {most} bytes with its registry, {} over the limit of {}",
            Quoted(source),
            most - limit::IMAGE_NAME_BYTES,
            limit::IMAGE_NAME_BYTES,
        );
        Err(PolicyError::new(PolicyErrorKind::IllegalResult, path, message))
    }

    fn remedy_of_name(&self, witness: &Witness, template: &Template, case: NameCase) -> String {
        let refusal = witness.refusal();
        let found = refusal.input().as_bytes().get(refusal.index());
        let has_slug = template.has(|one| *one == Placeholder::Slug);
        match found {
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
