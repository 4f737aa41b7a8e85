//! The proof that `build.env` means the same to all who read it.

use alloc::format;
use alloc::vec::Vec;

use super::declared_remedy::bounding;
use super::grammar::Grammar;
use super::prover::Prover;
use crate::name::RefKind;
use crate::policy::language::{Expression, Shape};
use crate::policy::{
    Assignment, CharSet, Conditions, Content, Kind, Part, Placeholder, PolicyError,
    PolicyErrorKind, Sink, Template, limit,
};

impl Prover<'_> {
    /// Proves that every value is one that GitLab's dotenv reader and a shell
    /// read alike, and that GitLab reads all of them.
    pub(crate) fn prove_env(&self, all: &[Assignment]) -> Result<(), PolicyError> {
        for line in all {
            if !self.is_env_value(&line.template, Conditions::NONE) {
                let place = line.place(Sink::Env);
                self.prove_for_all(&line.template, Grammar::EnvValue, place, |_| true)?;
            }
        }
        self.prove_dotenv_size(all)
    }

    /// Proves that the variables together are short enough for GitLab; those
    /// that are checked when a plan is made count as one character each.
    fn prove_dotenv_size(&self, all: &[Assignment]) -> Result<(), PolicyError> {
        let most_of = |conditions: &Conditions| {
            let line = |one: &Assignment| {
                let lengths = self.value_of(&one.template, conditions).map(|shape| shape.most);
                lengths.fold(one.key.len() + "=\n".len(), usize::saturating_add)
            };
            all.iter().map(line).fold(0, usize::saturating_add)
        };
        if most_of(Conditions::NONE) < limit::DOTENV_BYTES {
            return Ok(());
        }
        let most =
            self.rules.iter().map(|(rule, _)| most_of(&rule.conditions)).max().unwrap_or_default();
        if most < limit::DOTENV_BYTES {
            return Ok(());
        }
        let bytes = limit::DOTENV_BYTES;
        let unbounded =
            all.iter().flat_map(|one| one.template.placeholders()).find_map(|(_, one)| {
                let Placeholder::Declared(value) = one else { return None };
                (value.expression.shape().most == usize::MAX).then_some(value)
            });
        let message = match unbounded {
            Some(value) => format!(
                "the lines together may have any length, because {{{}}} may; GitLab reads fewer \
                 than {bytes} bytes; {}",
                value.name,
                bounding(value),
            ),
            None => {
                format!("the lines together may have {most} bytes; GitLab reads fewer than {bytes}")
            }
        };
        Err(PolicyError::new(PolicyErrorKind::TooLarge, &Sink::Env.key(), message))
    }

    /// Whether a template gives only values that GitLab's dotenv reader and a
    /// shell read alike: no character that either expands, no `=` at the beginning
    /// or after `:`, no two `%` around a name. Those in the values of facts that
    /// somebody chooses freely are looked for when a plan is made.
    pub(super) fn is_env_value(&self, template: &Template, conditions: &Conditions) -> bool {
        let (equals, colon, sign) = (CharSet::of(b"="), CharSet::of(b":"), CharSet::of(b"%"));
        let begins_name = CharSet::LETTERS.or(CharSet::of(b"_"));
        let holds_name = begins_name.or(CharSet::DIGITS);
        let mut begins_word = true;
        // What may be at the end of what was read: a `%`; one with a name.
        let (mut percent, mut name) = (false, false);
        for shape in self.value_of(template, conditions) {
            let is_percent = shape.any == sign;
            let is_command = begins_word && shape.first.meets(equals);
            if is_command || is_percent && name || !shape.any.is_within(CharSet::ENV_VALUE) {
                return false;
            }
            let is_empty = shape.least == 0;
            begins_word = shape.last.meets(colon) || begins_word && is_empty;
            let continues = name && (is_empty || shape.any.meets(holds_name));
            name = !is_percent && (percent && shape.first.meets(begins_name) || continues);
            percent = is_percent || percent && is_empty;
        }
        true
    }

    /// The shapes of a value, each character of the policy's own by itself.
    fn value_of(
        &self,
        template: &Template,
        conditions: &Conditions,
    ) -> impl Iterator<Item = Shape> {
        template.parts().iter().flat_map(|part| self.shapes_of(part, conditions))
    }

    fn shapes_of(&self, part: &Part, conditions: &Conditions) -> Vec<Shape> {
        let character = |one: char| Shape::run(CharSet::of_char(one), 1, 1);
        match &part.content {
            Content::Literal(text) => text.chars().map(character).collect(),
            Content::Placeholder(Placeholder::Created(format) | Placeholder::Committed(format)) => {
                format.parts().map(|part| Expression::of_time(part).shape()).collect()
            }
            Content::Placeholder(placeholder) => {
                Vec::from([self.env_shape(placeholder, conditions)])
            }
        }
    }

    /// The values that a placeholder has outside of rules.
    fn env_shape(&self, placeholder: &Placeholder, conditions: &Conditions) -> Shape {
        // A ref of another kind has no such name.
        let kinds = conditions.kinds();
        let has_target = kinds.contains(RefKind::PullRequest);
        match placeholder {
            Placeholder::Branch if !(has_target || kinds.contains(RefKind::Branch)) => Shape::EMPTY,
            Placeholder::TargetBranch if !has_target => Shape::EMPTY,
            one if matches!(one.kind(), Kind::Outcome | Kind::Declared) => {
                self.shape(one, conditions)
            }
            // On a ref of another kind there is nothing.
            _ => Shape { least: 0, ..self.shape(placeholder, conditions) },
        }
    }
}
