//! The proof that `build.env` means the same to all who read it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::grammar::Grammar;
use super::prover::Prover;
use super::shape::Shape;
use super::witness::Witness;
use crate::name::{ImageName, Quoted, Tag};
use crate::policy::assignment::{Assignment, Sink};
use crate::policy::char_set::CharSet;
use crate::policy::error::{PolicyError, PolicyErrorKind};
use crate::policy::limit;
use crate::policy::place::Place;
use crate::policy::placeholder::Placeholder;
use crate::policy::template::{Content, Part, Template};
use crate::policy::trigger::Trigger;

impl Prover<'_> {
    /// Proves that every value is one that GitLab's dotenv reader and a shell
    /// read alike, and that GitLab reads all of them.
    pub(crate) fn prove_env(&self, all: &[Assignment]) -> Result<(), PolicyError> {
        for line in all {
            self.prove_value(&line.template, line.place(Sink::Env))?;
        }
        self.prove_dotenv_size(all)
    }

    /// Proves that a template gives a value that GitLab's dotenv reader and a
    /// shell read alike, and that neither expands.
    fn prove_value(&self, template: &Template, place: Place<'_>) -> Result<(), PolicyError> {
        let grammar = Grammar::EnvValue;
        let holds = grammar.holds();
        let refuse = |index, flaw: String, witness: Option<Witness>, remedy: &str| {
            let message = match &witness {
                Some(witness) => format!("{flaw}: {witness}; {remedy}"),
                None => format!("{flaw}; {remedy}"),
            };
            let error = PolicyError::new(PolicyErrorKind::IllegalResult, &place, message);
            Err(error.at(index).with_witness(witness))
        };
        let shown = || Witness::find(template, &Trigger::DefaultBranch, self, grammar);
        for part in template.parts() {
            let index = part.index;
            match &part.content {
                Content::Literal(text) => {
                    let mut characters = text.char_indices();
                    if let Some((at, found)) = characters.find(|(_, one)| !holds.contains(*one)) {
                        return refuse(
                            index + at,
                            format!(
                                "{} holds {found:?}, which GitLab and a shell read differently",
                                Quoted(template.source()),
                            ),
                            None,
                            "a value holds letters, digits and _@%+=:,./-",
                        );
                    }
                }
                Content::Placeholder(placeholder) => {
                    if !self.env_shape(placeholder).any.without(holds).is_empty() {
                        let remedy = match placeholder {
                            Placeholder::Created(_) | Placeholder::Committed(_) => {
                                "give another format"
                            }
                            Placeholder::SourceUrl
                            | Placeholder::Title
                            | Placeholder::Description
                            | Placeholder::Licenses => "it stands in labels and build args",
                            _ => "use {slug}",
                        };
                        return refuse(
                            index,
                            format!(
                                "{{{}}} at byte {index} may hold what a shell expands",
                                placeholder.name(),
                            ),
                            shown(),
                            remedy,
                        );
                    }
                }
            }
        }
        if self.may_expand(template) {
            return refuse(
                0,
                format!("{} may hold %NAME%, which GitLab expands", Quoted(template.source())),
                if template.is_literal() { None } else { shown() },
                "write one '%' at most",
            );
        }
        if let Some(index) = self.may_be_command(template) {
            return refuse(
                index,
                format!(
                    "{} may hold = at the beginning or after ':', where zsh puts the path of a command",
                    Quoted(template.source())
                ),
                if template.is_literal() { None } else { shown() },
                "put text before it",
            );
        }
        Ok(())
    }

    /// Proves that the variables together are short enough for GitLab; those
    /// that are checked when a plan is made count as one character each.
    fn prove_dotenv_size(&self, all: &[Assignment]) -> Result<(), PolicyError> {
        let line = |one: &Assignment| {
            let value = self.value_of(&one.template).iter().map(|shape| shape.most).sum::<usize>();
            one.key.len() + "=\n".len() + value
        };
        let most: usize = all.iter().map(line).sum();
        if most < limit::DOTENV_BYTES {
            return Ok(());
        }
        let message = format!(
            "the lines together may have {most} bytes; GitLab reads fewer than {}",
            limit::DOTENV_BYTES
        );
        Err(PolicyError::new(PolicyErrorKind::TooLarge, &Sink::Env.key(), message))
    }

    /// Whether two `%` of the policy's own can stand around a name; those in
    /// the values of facts are looked for when a plan is made.
    fn may_expand(&self, template: &Template) -> bool {
        let begins = CharSet::LETTERS.or(CharSet::of(b"_"));
        let holds = begins.or(CharSet::DIGITS);
        // What may stand at the end of what was read: a `%`; one with a name.
        let (mut percent, mut name) = (false, false);
        for shape in self.value_of(template) {
            if shape.any == CharSet::of(b"%") {
                if name {
                    return true;
                }
                (percent, name) = (true, false);
            } else {
                let is_empty = shape.least == 0;
                let continues = name && (is_empty || shape.any.meets(holds));
                name = percent && shape.first.meets(begins) || continues;
                percent &= is_empty;
            }
        }
        false
    }

    /// Where a `=` of the policy's own may be first or behind a `:`; those in the
    /// values of facts are looked for when a plan is made.
    fn may_be_command(&self, template: &Template) -> Option<usize> {
        let (equals, colon) = (CharSet::of(b"="), CharSet::of(b":"));
        let mut begins_word = true;
        for part in template.parts() {
            for shape in self.shapes_of(part) {
                if begins_word && shape.first.meets(equals) {
                    return Some(part.index);
                }
                begins_word = shape.last.meets(colon) || begins_word && shape.least == 0;
            }
        }
        None
    }

    /// The shapes of a value, each character of the policy's own by itself.
    fn value_of(&self, template: &Template) -> Vec<Shape> {
        template.parts().iter().flat_map(|part| self.shapes_of(part)).collect()
    }

    fn shapes_of(&self, part: &Part) -> Vec<Shape> {
        let character = |one: char| Shape::run(CharSet::of_char(one), 1, 1);
        match &part.content {
            Content::Literal(text) => text.chars().map(character).collect(),
            Content::Placeholder(Placeholder::Created(format) | Placeholder::Committed(format)) => {
                format.parts().map(Shape::of_time_part).collect()
            }
            Content::Placeholder(placeholder) => Vec::from([self.env_shape(placeholder)]),
        }
    }

    /// The values that a placeholder has outside of rules.
    fn env_shape(&self, placeholder: &Placeholder) -> Shape {
        match placeholder {
            Placeholder::ImageTag => Shape::run(CharSet::TAG, 1, Tag::MAX_LENGTH),
            Placeholder::Reference | Placeholder::PullReference => {
                let most = ImageName::MAX_LENGTH + ":".len() + Tag::MAX_LENGTH;
                let holds = CharSet::TAG.or(CharSet::of(b"/:"));
                let run = Shape::run(holds, 1, most);
                Shape { first: CharSet::ALPHANUMERIC, last: CharSet::TAG, ..run }
            }
            // On a ref of another kind there is nothing.
            _ => Shape { least: 0, ..self.shape(placeholder, &Trigger::Any) },
        }
    }
}
