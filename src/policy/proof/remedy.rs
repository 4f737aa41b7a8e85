//! What makes a template that is not proved legal.

use alloc::format;
use alloc::string::String;

use super::claim::{Claim, is_short_enough};
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use crate::name::{NameError, NameErrorKind, SHORT_REPOSITORY, SlugEdges, SlugRules};
use crate::policy::{Culprit, Kind, Placeholder};

impl Prover<'_> {
    /// The remedy for a counterexample.
    pub(super) fn remedy(
        &self,
        claim: Claim<'_>,
        refusal: &NameError,
        culprit: Option<&Culprit<'_>>,
    ) -> String {
        let placeholder = culprit.and_then(|culprit| culprit.part.placeholder());
        if let Some(Placeholder::Declared(value)) = placeholder {
            if let Some(proposal) = self.proposal(claim, value) {
                return proposal;
            }
        }
        let found = refusal.input().get(refusal.index()..).and_then(|rest| rest.chars().next());
        let foreign = found.filter(|found| !claim.grammar.holds().contains(*found));
        match (placeholder, refusal.kind()) {
            (Some(one), _) if one.kind() == Kind::Branch => "use {slug}".into(),
            (Some(Placeholder::Sha), NameErrorKind::TooLong { .. }) => "use {short_sha}".into(),
            (Some(Placeholder::HeadSha), NameErrorKind::TooLong { .. }) => {
                "use {short_head_sha}".into()
            }
            (_, NameErrorKind::TooLong { .. }) => self.shorter(claim),
            (Some(one), _) if one.kind() == Kind::Instant && found.is_some() => {
                let (found, name) = (found.unwrap_or_default(), one.name());
                format!("give a format without {found:?}, such as {{{name}:%Y%m%d}}")
            }
            (_, _) if refusal.remedy() == SHORT_REPOSITORY => {
                format!("{SHORT_REPOSITORY}; put text before it")
            }
            _ => match foreign {
                Some(found) => foreign_remedy(claim, refusal, placeholder, found),
                None => {
                    self.remedy_of_position(claim, refusal, placeholder == Some(&Placeholder::Slug))
                }
            },
        }
    }

    /// The remedy for a character that is legal elsewhere, or for an end.
    fn remedy_of_position(&self, claim: Claim<'_>, refusal: &NameError, is_slug: bool) -> String {
        let slug = self.settings.slug;
        let of_slugs = match slug.edges() {
            SlugEdges::Keep => "trim the edges of slugs",
            SlugEdges::Trim => "say with slug.empty what an empty slug is",
        };
        match claim.grammar {
            Grammar::Tag(..) => {
                let what = match (refusal.kind(), refusal.index()) {
                    (NameErrorKind::Empty, _) if !is_slug => refusal.remedy(),
                    (NameErrorKind::Empty, _) => "put text before it",
                    (_, 0) => "begin the template with a letter or a digit",
                    _ => "end the template with a letter or a digit",
                };
                if is_slug { format!("{what}, or {of_slugs}") } else { what.into() }
            }
            Grammar::EnvValue if refusal.input().as_bytes().get(refusal.index()) == Some(&b'%') => {
                format!("{}; write one '%' at most", refusal.remedy())
            }
            Grammar::EnvValue => format!("{}; put text before it", refusal.remedy()),
            Grammar::Path(..) | Grammar::OtherPath(..) => {
                let is_settled = slug.edges() == SlugEdges::Trim && slug.empty().is_some();
                if is_slug && !is_settled { of_slugs.into() } else { refusal.remedy().into() }
            }
        }
    }

    /// What makes a claim provable for which no counterexample is found, and the
    /// byte of the template that it is about.
    pub(super) fn advice(&self, claim: Claim<'_>) -> (usize, String) {
        if let Some((refusal, culprit)) = claim.own_flaw() {
            let index = culprit.as_ref().map_or(0, |culprit| culprit.index(refusal.index()));
            return (index, self.remedy(claim, &refusal, culprit.as_ref()));
        }
        let is_short_enough = match claim.grammar {
            Grammar::Tag(grammar, suffix) => {
                is_short_enough(self.whole(claim.template, claim.refs.trigger), grammar, suffix)
            }
            _ => true,
        };
        let advice = |(index, placeholder): (usize, &Placeholder)| {
            if let Placeholder::Declared(value) = placeholder {
                return self.proposal(claim, value).map(|proposal| (index, proposal));
            }
            let advice = match placeholder.kind() {
                Kind::Branch => "use {slug}",
                _ if !is_short_enough => return None,
                Kind::Slug => "set slug.case = \"lower\", slug.edges = \"trim\" and slug.empty",
                Kind::Prose => "use it in labels and build args",
                _ => return None,
            };
            Some((index, advice.into()))
        };
        let unless_found = || match claim.grammar {
            Grammar::Tag(..) => (0, self.shorter(claim)),
            Grammar::EnvValue => (0, "put text before '=', and write one '%' at most".into()),
            _ => (0, format!("{SHORT_REPOSITORY}; put text before it")),
        };
        claim.template.placeholders().find_map(advice).unwrap_or_else(unless_found)
    }

    /// How a tag that is too long becomes shorter.
    fn shorter(&self, claim: Claim<'_>) -> String {
        let Grammar::Tag(grammar, suffix) = claim.grammar else { return "shorten it".into() };
        let has_sha = || claim.template.has(|one| *one == Placeholder::Sha);
        match self.shorter_slug(claim, grammar.most.saturating_sub(suffix.len())) {
            Some(fits) => format!("slug.max-length = {fits} would fit"),
            None if has_sha() => "use {short_sha}".into(),
            None => grammar.words.limit.into(),
        }
    }

    /// The `max-length` under which a tag is short enough, if there is one.
    fn shorter_slug(&self, claim: Claim<'_>, most_of_all: usize) -> Option<usize> {
        let Claim { template, refs: Refs { trigger, .. }, .. } = claim;
        let slugs = template.placeholders().filter(|(_, one)| **one == Placeholder::Slug).count();
        let over = self.whole(template, trigger).most.checked_sub(most_of_all)?;
        let most = self.shape(&Placeholder::Slug, trigger).most;
        let fits =
            most.checked_sub(over.checked_add(slugs)?.checked_sub(1)?.checked_div(slugs)?)?;
        let mut options = self.settings.slug.options();
        options.max_length = fits;
        SlugRules::new(options).is_ok().then_some(fits)
    }
}

/// The remedy for a character that the place does not take at all.
fn foreign_remedy(
    claim: Claim<'_>,
    refusal: &NameError,
    placeholder: Option<&Placeholder>,
    found: char,
) -> String {
    let holds = refusal.remedy();
    match (claim.grammar, placeholder) {
        (Grammar::Path(..), _) if found.is_ascii_uppercase() => {
            "case = \"lower\" on the image asks for lower case".into()
        }
        (Grammar::Tag(..), Some(Placeholder::Slug)) => {
            format!("{holds}; set slug.case = \"lower\", and slug.keep to nothing")
        }
        (Grammar::Tag(..), Some(Placeholder::Version)) => {
            "write {major}-{minor}-{patch} for the version".into()
        }
        (_, None) if claim.template.has_brace() => {
            format!("{holds}; a placeholder is written with one brace, as in {{short_sha}}")
        }
        _ => holds.into(),
    }
}
