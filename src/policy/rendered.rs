use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use super::char_set::CharSet;
use super::placeholder::Placeholder;
use super::template::{Content, Part, Template};
use crate::name::NameErrorKind;

/// What a template gave, part by part.
pub(crate) struct Rendered<'t> {
    pub(crate) text: String,
    parts: Vec<(&'t Part, Range<usize>)>,
}

/// A part of a template, and where in the text its value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Culprit<'t> {
    pub(crate) part: &'t Part,
    pub(crate) value: Range<usize>,
}

impl Culprit<'_> {
    /// The byte of the policy's text to point at for a byte of what it gave.
    pub(crate) fn index(&self, flaw: usize) -> usize {
        match self.part.placeholder() {
            Some(_) => self.part.index,
            None => self.part.index + flaw.saturating_sub(self.value.start),
        }
    }
}

impl<'t> Rendered<'t> {
    /// Renders a template with the values that `write` appends.
    pub(crate) fn new<E>(
        template: &'t Template,
        mut write: impl FnMut(&Placeholder, &mut String) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut text = String::new();
        let mut parts = Vec::with_capacity(template.parts().len());
        for part in template.parts() {
            let start = text.len();
            match &part.content {
                Content::Literal(literal) => text.push_str(literal),
                Content::Placeholder(placeholder) => write(placeholder, &mut text)?,
            }
            parts.push((part, start..text.len()));
        }
        Ok(Self { text, parts })
    }

    /// Finds the part that is to blame for a flaw of the text.
    ///
    /// Of a text that is too long it is the longest value. Otherwise it is the part
    /// in which the refused character is, unless that character is refused only for
    /// its position, and an empty value put it there.
    pub(crate) fn culprit(
        &self,
        kind: NameErrorKind,
        index: usize,
        holds: CharSet,
    ) -> Option<Culprit<'t>> {
        let parts = || self.parts.iter();
        let of_facts = || parts().filter(|(part, _)| part.placeholder().is_some());
        let found = self.text.get(index..).and_then(|rest| rest.chars().next());
        let after = index + found.map_or(0, char::len_utf8);
        let empty_at = |index| of_facts().find(move |(_, value)| *value == (index..index));
        let empty = || {
            let last = (after == self.text.len()).then_some(after);
            empty_at(index).or_else(|| empty_at(last?))
        };
        let (part, value) = match kind {
            NameErrorKind::TooLong { .. } => {
                of_facts().min_by_key(|(_, value)| Reverse(value.len()))
            }
            _ if found.is_none_or(|found| holds.contains(found)) => empty(),
            _ => None,
        }
        .or_else(|| parts().find(|(_, value)| value.contains(&index)))
        .or_else(|| parts().last())?;
        Some(Culprit { part, value: value.clone() })
    }
}
