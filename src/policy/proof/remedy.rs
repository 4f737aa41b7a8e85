//! What makes a template that is not proved legal.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::claim::{Claim, is_short_enough};
use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use crate::name::{
    NameError, NameErrorKind, Quoted, SHORT_REPOSITORY, SlugCase, SlugEdges, SlugOptions, SlugRules,
};
use crate::policy::image;
use crate::policy::language::{Expression, Shape};
use crate::policy::{CharSet, Culprit, Kind, Part, Placeholder, TagGrammar};

/// The remedy for a target branch, of which there is no slug.
const TARGETS: &str = "say which branches it may be, as in pull-request = { target = \"main\" }";

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
        if let Some(Placeholder::Capture(capture)) = placeholder {
            return self.capture_proposal(claim, capture);
        }
        let found = refusal.input().get(refusal.index()..).and_then(|rest| rest.chars().next());
        let foreign = found.filter(|found| !claim.grammar.holds().contains(*found));
        match (placeholder, refusal.kind()) {
            (Some(Placeholder::TargetBranch), _) => TARGETS.into(),
            (Some(one), kind) if one.kind() == Kind::Branch => {
                let is_long = matches!(kind, NameErrorKind::TooLong { .. });
                let bounded = is_long.then(|| self.bounded_names(claim, one)).flatten();
                bounded.map_or_else(|| "use {slug}".into(), |all| format!("{all}, or use {{slug}}"))
            }
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
                Some(found) => self.foreign_remedy(claim, refusal, culprit, found),
                None => self.remedy_of_position(claim, refusal, culprit),
            },
        }
    }

    /// Bounds for the patterns of names that are too long, if each has one.
    fn bounded_names(&self, claim: Claim<'_>, placeholder: &Placeholder) -> Option<String> {
        let room = self.room(claim, placeholder);
        let patterns = claim.refs.conditions.names()?.matching()?;
        let long = patterns
            .iter()
            .filter(|one| one.expression().is_some_and(|one| one.shape().most > room));
        let bounded: Option<Vec<String>> =
            long.map(|one| Some(format!("{}", Quoted(&one.bounded(room)?)))).collect();
        let bounded = bounded.filter(|all| !all.is_empty())?;
        Some(format!("bound the pattern, as in {}", bounded.join(" and ")))
    }

    /// The remedy for a character that is legal elsewhere, or for an end.
    fn remedy_of_position(
        &self,
        claim: Claim<'_>,
        refusal: &NameError,
        culprit: Option<&Culprit<'_>>,
    ) -> String {
        let settings = culprit.and_then(|culprit| self.slug_settings(claim, culprit.part));
        match (claim.grammar, settings) {
            (Grammar::Tag(..), settings) => {
                let what = match (refusal.kind(), refusal.index()) {
                    (NameErrorKind::Empty, _) if settings.is_none() => refusal.remedy(),
                    (NameErrorKind::Empty, _) => "put text before it",
                    (_, 0) => "begin the template with a letter or a digit",
                    _ => "end the template with a letter or a digit",
                };
                match settings {
                    Some(settings) => format!("{what}, or {settings}"),
                    None => what.into(),
                }
            }
            (Grammar::EnvValue, _)
                if refusal.input().as_bytes().get(refusal.index()) == Some(&b'%') =>
            {
                format!("{}; write one '%' at most", refusal.remedy())
            }
            (Grammar::EnvValue, _) => format!("{}; put text before it", refusal.remedy()),
            (Grammar::Path(..) | Grammar::OtherPath(..), Some(settings)) => settings,
            (Grammar::Path(..) | Grammar::OtherPath(..), None) => refusal.remedy().into(),
        }
    }

    /// All settings of a slug that a template lacks to be legal, if the part is one.
    fn slug_settings(&self, claim: Claim<'_>, part: &Part) -> Option<String> {
        let Some(placeholder @ Placeholder::Slug(name, capture)) = part.placeholder() else {
            return None;
        };
        let Claim { template, refs: Refs { conditions, .. }, grammar } = claim;
        let parts = template.parts();
        let index = parts.iter().position(|one| one == part)?;
        let before = index.checked_sub(1).and_then(|before| parts.get(before));
        let after = parts.get(index + 1);
        let (holds, begins, ends, is_first, is_last) = match grammar {
            Grammar::Tag(grammar) => {
                let TagGrammar { begins, holds, ends, .. } = *grammar;
                (holds, begins, ends, before.is_none(), after.is_none())
            }
            Grammar::Path(case, _) | Grammar::OtherPath(case, _) => {
                let ends = CharSet::ALPHANUMERIC;
                (image::path_characters(case), ends, ends, true, true)
            }
            Grammar::EnvValue => return None,
        };
        let mut options = self.settings.slugs.named(name).options();
        let mut settings = Vec::new();
        if !CharSet::UPPER.is_within(holds) && options.case == SlugCase::Keep {
            settings.push("case = \"lower\"");
            options.case = SlugCase::Lower;
        }
        let is_foreign = |text: &str| text.chars().any(|one| !holds.contains(one));
        if is_foreign(&options.keep) {
            settings.push("keep = \"\"");
            options.keep.clear();
        }
        if is_foreign(&options.replacement) {
            settings.push("replacement = \"-\"");
            options.replacement = "-".into();
        }
        let shape = |options: &SlugOptions| {
            let rules = SlugRules::new(options.clone()).ok()?;
            Some(Expression::slug(&rules, capture.as_deref(), conditions).shape())
        };
        let is_bad = |shape: Shape| {
            is_first && !shape.first.is_within(begins) || is_last && !shape.last.is_within(ends)
        };
        if shape(&options).is_some_and(is_bad) {
            settings.push("edges = \"trim\"");
            options.edges = SlugEdges::Trim;
        }
        let needs_text = is_first
            && after.is_none_or(|one| !self.shape_of(one, conditions).first.is_within(begins))
            || is_last
                && before.is_none_or(|one| !self.shape_of(one, conditions).last.is_within(ends));
        if needs_text && shape(&options).is_some_and(|shape| shape.least == 0) {
            settings.push("empty = \"unnamed\"");
        }
        let shorter = match grammar {
            Grammar::Tag(grammar) => self.fitting_length(claim, placeholder, grammar.most),
            _ => None,
        };
        let shorter = shorter.map(|length| format!("max-length = {length}"));
        settings.extend(shorter.as_deref());
        (!settings.is_empty()).then(|| self.settings.slugs.set(name, &settings))
    }

    /// What makes a claim provable for which no counterexample is found, and the
    /// byte of the template that it is about.
    pub(super) fn advice(&self, claim: Claim<'_>) -> (usize, String) {
        if let Some((refusal, culprit)) = claim.own_flaw() {
            let index = culprit.as_ref().map_or(0, |culprit| culprit.index(refusal.index()));
            return (index, self.remedy(claim, &refusal, culprit.as_ref()));
        }
        let is_short_enough = match claim.grammar {
            Grammar::Tag(grammar) => {
                is_short_enough(self.whole(claim.template, claim.refs.conditions), grammar)
            }
            _ => true,
        };
        let advice = |part: &Part| {
            if let Placeholder::Declared(value) = part.placeholder()? {
                return self.proposal(claim, value).map(|proposal| (part.index, proposal));
            }
            if let Placeholder::Capture(capture) = part.placeholder()? {
                return Some((part.index, self.capture_proposal(claim, capture)));
            }
            let advice = match part.placeholder()?.kind() {
                Kind::Branch if part.placeholder() == Some(&Placeholder::TargetBranch) => {
                    TARGETS.into()
                }
                Kind::Branch => "use {slug}".into(),
                _ if !is_short_enough => return None,
                Kind::Slug => self.slug_settings(claim, part)?,
                Kind::Prose => "use it in labels and build args".into(),
                _ => return None,
            };
            Some((part.index, advice))
        };
        let unless_found = || match claim.grammar {
            Grammar::Tag(..) => (0, self.shorter(claim)),
            Grammar::EnvValue => (0, "put text before '=', and write one '%' at most".into()),
            _ => (0, format!("{SHORT_REPOSITORY}; put text before it")),
        };
        claim.template.parts().iter().find_map(advice).unwrap_or_else(unless_found)
    }

    /// How a tag that is too long becomes shorter.
    fn shorter(&self, claim: Claim<'_>) -> String {
        let Grammar::Tag(grammar) = claim.grammar else { return "shorten it".into() };
        let has_sha = || claim.template.has(|one| *one == Placeholder::Sha);
        match self.shorter_slug(claim, grammar.most) {
            Some(fits) => fits,
            None if has_sha() => "use {short_sha}".into(),
            None => grammar.words.limit.into(),
        }
    }

    /// Suggests the `max-length` of a slug that makes a tag short enough, if there is
    /// one.
    fn shorter_slug(&self, claim: Claim<'_>, most_of_all: usize) -> Option<String> {
        claim.template.placeholders().find_map(|(_, placeholder)| {
            let Placeholder::Slug(name, _) = placeholder else { return None };
            let length = self.fitting_length(claim, placeholder, most_of_all)?;
            Some(self.settings.slugs.shorter(name, length))
        })
    }

    /// The greatest `max-length` of a slug at which a tag that is otherwise too long
    /// fits.
    fn fitting_length(
        &self,
        claim: Claim<'_>,
        placeholder: &Placeholder,
        most: usize,
    ) -> Option<usize> {
        let Placeholder::Slug(name, _) = placeholder else { return None };
        let Claim { template, refs: Refs { conditions, .. }, .. } = claim;
        let over = self.whole(template, conditions).most.checked_sub(most)?;
        let count = template.placeholders().filter(|(_, one)| *one == placeholder).count();
        let least = over.checked_add(count)?.checked_sub(1)?.checked_div(count)?;
        let length = self.shape(placeholder, conditions).most.checked_sub(least)?;
        let mut options = self.settings.slugs.named(name).options();
        options.max_length = length;
        let is_legal = over > 0 && SlugRules::new(options).is_ok();
        is_legal.then_some(length)
    }

    /// The remedy for a character that the place does not take at all.
    fn foreign_remedy(
        &self,
        claim: Claim<'_>,
        refusal: &NameError,
        culprit: Option<&Culprit<'_>>,
        found: char,
    ) -> String {
        let holds = refusal.remedy();
        let part = culprit.map(|culprit| culprit.part);
        let settings = || part.and_then(|part| self.slug_settings(claim, part));
        match (claim.grammar, part.and_then(Part::placeholder)) {
            (Grammar::Path(..), _) if found.is_ascii_uppercase() => {
                "case = \"lower\" on the image asks for lower case".into()
            }
            (Grammar::Tag(..), Some(Placeholder::Version)) => {
                let has_patch = claim.refs.conditions.lacks(&Placeholder::Patch).is_none();
                let patch = if has_patch { "-{patch}" } else { "" };
                format!("write {{major}}-{{minor}}{patch} for the version")
            }
            (_, None) if claim.template.has_brace() => {
                format!("{holds}; a placeholder is written with one brace, as in {{short_sha}}")
            }
            (Grammar::Tag(..), _) => match settings() {
                Some(settings) => format!("{holds}; {settings}"),
                None => holds.into(),
            },
            _ => holds.into(),
        }
    }
}
