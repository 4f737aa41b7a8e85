//! `{variant}` is known wherever a tag or a name has it.

use alloc::format;
use core::fmt;

use super::prover::Prover;
use crate::name::Shown;
use crate::policy::{
    Assignment, Placeholder, PolicyError, PolicyErrorKind, Rule, Sink, Template, Variant,
};

impl Prover<'_> {
    /// Refuses `{variant}` in a tag or a name if one of its rules is for builds without a
    /// variant.
    pub(super) fn check_variant<'r>(
        &self,
        template: &Template,
        rules: impl IntoIterator<Item = &'r Rule>,
        place: &dyn fmt::Display,
    ) -> Result<(), PolicyError> {
        self.check_declared(template, place)?;
        if !self.variants.has_plain() {
            return Ok(());
        }
        let mut rules = rules.into_iter();
        let Some(rule) = rules.find(|rule| rule.conditions.admit(&Variant::default())) else {
            return Ok(());
        };
        refuse(
            template,
            place,
            &format_args!(
                "is unknown in a build without a variant; add variant = {{ except = \"\" }} to when of \
                 rule {}, or give one of [variants] no affix, as in default = \"\", so that every \
                 build has a variant",
                Shown(&rule.name)
            ),
        )
    }

    /// Refuses `{variant}` in build args, labels and `env` if no variant is declared.
    pub(crate) fn check_variants(
        &self,
        assignments: &[Assignment],
        sink: Sink,
    ) -> Result<(), PolicyError> {
        let mut all = assignments.iter();
        all.try_for_each(|one| self.check_declared(&one.template, &one.place(sink)))
    }

    fn check_declared(
        &self,
        template: &Template,
        place: &dyn fmt::Display,
    ) -> Result<(), PolicyError> {
        if self.variants.names().next().is_some() {
            return Ok(());
        }
        refuse(template, place, &"needs [variants], as in variants = { alpine = \"-alpine\" }")
    }
}

fn refuse(
    template: &Template,
    place: &dyn fmt::Display,
    why: &dyn fmt::Display,
) -> Result<(), PolicyError> {
    let mut found = template.placeholders().filter(|(_, one)| **one == Placeholder::Variant);
    let Some((index, _)) = found.next() else { return Ok(()) };
    let message = format!("{{variant}} at byte {index} {why}");
    let kind = PolicyErrorKind::UnavailablePlaceholder;
    Err(PolicyError::new(kind, place, message).at(index))
}
