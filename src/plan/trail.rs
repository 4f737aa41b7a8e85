use super::firing::Firing;
use super::movement::Movement;
use crate::policy::{Absent, Place, Placeholder, Release, Rule, Template, Values};

/// Who listens while a plan is made: nobody, or an explanation.
///
/// An explanation that listens cannot disagree with the plan.
pub(crate) trait Trail {
    /// The conditions of a rule were decided.
    fn rule(&mut self, _index: usize, _rule: &Rule, _firing: &Firing<'_>) {}

    /// The tag at this position of a rule that fired moves, or does not.
    fn tag(
        &mut self,
        _rule: (usize, &Rule),
        _position: usize,
        _release: Option<&Release<'_>>,
        _movement: Movement,
    ) {
    }

    /// A template is written; its values follow.
    fn begin(&mut self, _place: Place<'_>, _template: &Template) {}

    /// A placeholder of the template was asked for its value.
    fn value(
        &mut self,
        _placeholder: &Placeholder,
        _value: Result<&str, Absent>,
        _values: &Values<'_>,
    ) {
    }

    /// The template has been written, and is still to be checked.
    fn end(&mut self, _text: &str) {}
}

/// Nobody listens.
impl Trail for () {}
