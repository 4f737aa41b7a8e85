//! The shapes of placeholders, from a policy's own settings.

use super::prover::Prover;
use crate::policy::char_set::CharSet;
use crate::policy::language::{Expression, Shape};
use crate::policy::placeholder::Placeholder;
use crate::policy::trigger::Trigger;

impl Prover<'_> {
    /// The shape of what a placeholder may become where this trigger fires.
    pub(crate) fn shape(&self, placeholder: &Placeholder, trigger: &Trigger) -> Shape {
        match (placeholder, trigger) {
            // At least that much of it is known: 1.0.0.
            (Placeholder::Version, Trigger::Release(_)) => {
                let holds = CharSet::DIGITS.or(CharSet::of(b"."));
                Shape { any: holds, ..Shape::run(CharSet::DIGITS, 5, 5) }
            }
            // INVARIANT: whoever plans checks the tag that one of these is in.
            (one, _) if one.is_checked_at_plan_time() => Shape::run(CharSet::LOWER, 1, 1),
            _ => Expression::of(placeholder, trigger, self.settings).shape(),
        }
    }
}
