use alloc::string::String;

use super::grammar::Grammar;
use super::prover::Prover;
use super::refs::Refs;
use crate::name::{ImageName, NameError, NameErrorKind, Timestamp};
use crate::policy::language::Shape;
use crate::policy::{
    CharSet, Conditions, Content, Culprit, NameCase, Needs, Part, Placeholder, Rendered,
    TagGrammar, Template, everyday,
};

/// The claim that what a template gives is legal at its place, for every context
/// of these refs. The placeholders that are checked when a plan is made
/// count as one legal character each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) template: &'a Template,
    pub(crate) refs: &'a Refs<'a>,
    pub(crate) grammar: Grammar<'a>,
}

impl<'t> Claim<'t> {
    /// The flaw that the policy's own text has, whatever the facts are.
    ///
    /// If the text is legal for any facts, it is with letters in their places, but
    /// for its length: letters part what is forbidden together and begin and end
    /// nothing badly.
    pub(crate) fn own_flaw(&self) -> Option<(NameError, Option<Culprit<'t>>)> {
        let letter = |one: &Placeholder, text: &mut String| {
            match one {
                Placeholder::Created(format) | Placeholder::Committed(format) => {
                    format.write(Timestamp::from_unix(everyday::INSTANT)?, text);
                }
                _ => text.push_str("aa"),
            }
            Ok::<_, NameError>(())
        };
        let rendered = Rendered::new(self.template, letter).ok()?;
        let is_too_long = |error: &NameError| matches!(error.kind(), NameErrorKind::TooLong { .. });
        let refusal = self.grammar.refusal(&rendered.text).filter(|error| !is_too_long(error))?;
        let culprit = rendered.culprit(refusal.kind(), refusal.index(), self.grammar.holds());
        Some((refusal, culprit))
    }
}

impl Prover<'_> {
    /// Whether the shapes of the parts prove a claim.
    pub(crate) fn is_proved(&self, claim: Claim<'_>) -> bool {
        let Claim { template, refs: Refs { conditions, .. }, grammar } = claim;
        match grammar {
            Grammar::Tag(grammar) => {
                let shape = self.whole(template, conditions);
                shape.least > 0
                    && shape.first.is_within(grammar.begins)
                    && can_only_begin_badly(shape, grammar)
            }
            // The text of the policy is legal around letters and digits.
            Grammar::Path(case, needs) => {
                let letters = match case {
                    NameCase::Keep => CharSet::LOWER,
                    NameCase::Lower => CharSet::LETTERS,
                };
                let is_like_letters = |one: &Placeholder| {
                    let shape = self.shape(one, conditions);
                    one.is_checked_at_plan_time()
                        || shape.least > 0 && shape.any.is_within(letters.or(CharSet::DIGITS))
                };
                let least = || self.whole(template, conditions).least;
                claim.own_flaw().is_none()
                    && template.placeholders().all(|(_, one)| is_like_letters(one))
                    && (needs != Needs::TwoCharacters || least() >= ImageName::SHORTEST_REPOSITORY)
            }
            Grammar::OtherPath(..) => false,
            Grammar::EnvValue => self.is_env_value(template, conditions),
        }
    }

    /// The shape of all that a template gives.
    pub(crate) fn whole(&self, template: &Template, conditions: &Conditions) -> Shape {
        let shapes = template.parts().iter().map(|part| self.shape_of(part, conditions));
        shapes.fold(Shape::EMPTY, Shape::then)
    }

    pub(crate) fn shape_of(&self, part: &Part, conditions: &Conditions) -> Shape {
        match &part.content {
            Content::Literal(text) => Shape::exactly(text.as_bytes()),
            Content::Placeholder(placeholder) => self.shape(placeholder, conditions),
        }
    }
}

/// Whether a tag can be illegal only for what it begins with, or for being empty.
pub(super) fn can_only_begin_badly(tag: Shape, grammar: &TagGrammar) -> bool {
    tag.any.is_within(grammar.holds)
        && tag.last.is_within(grammar.ends)
        && is_short_enough(tag, grammar)
}

pub(super) fn is_short_enough(tag: Shape, grammar: &TagGrammar) -> bool {
    tag.most <= grammar.most
}
