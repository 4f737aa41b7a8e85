use super::firing::Firing;
use super::movement::Movement;
use crate::policy::{Absent, Place, Placeholder, Release, Rule, Template, Values};

/// An observer of planning: an explanation, or `()` for none.
///
/// Because an explanation observes the planner, it cannot disagree with the plan.
pub(crate) trait Trail {
    /// The conditions of a rule were decided.
    fn rule(&mut self, _index: usize, _rule: &Rule, _firing: &Firing<'_>) {}

    /// It was decided whether the tag at this position of a rule moves.
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

    /// The value of a placeholder was looked up.
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

/// Planning without an observer.
impl Trail for () {}
