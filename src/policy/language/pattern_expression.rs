//! Patterns of names, as expressions.

use alloc::string::String;
use alloc::vec::Vec;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

use super::expression::Expression;
use crate::policy::{CharSet, Pattern};

/// A class of more characters beyond ASCII than this is not written out.
const MOST_OF_A_RANGE: usize = 128;

impl Pattern {
    /// The names that it matches, of those that git allows; `None` for a regex that
    /// is not followed.
    pub(crate) fn expression(&self) -> Option<Expression> {
        match self.regex() {
            None => Some(Expression::glob(self.source())),
            Some(regex) => Expression::of_regex(regex),
        }
    }
}

/// The expression of a named group of a regex.
fn group_of<'h>(regex: &'h Hir, group: &str) -> Option<&'h Hir> {
    match regex.kind() {
        HirKind::Capture(capture) if capture.name.as_deref() == Some(group) => Some(&capture.sub),
        HirKind::Capture(capture) => group_of(&capture.sub, group),
        HirKind::Repetition(repetition) => group_of(&repetition.sub, group),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().find_map(|part| group_of(part, group))
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => None,
    }
}

impl Expression {
    /// The texts of a regex, as its author's crate reads it: over bytes. `None`
    /// where it looks around for words, splits characters that are not ASCII, or
    /// names very many of them.
    pub(crate) fn of_regex(regex: &str) -> Option<Self> {
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        Self::of_hir(&parser.parse(regex).ok()?, &|_| None)
    }

    /// At least the texts that a pattern captures by a group; `None` where the group is
    /// not followed.
    pub(crate) fn of_group(pattern: &Pattern, group: &str) -> Option<Self> {
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        let regex = parser.parse(pattern.regex()?).ok()?;
        Some(Self::of_hir(group_of(&regex, group)?, &|_| None)?.of_whole_characters())
    }

    /// The names that a pattern matches with these texts for its groups: those of its
    /// groups that have one.
    pub(crate) fn with_groups(
        pattern: &Pattern,
        text: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let Some(regex) = pattern.regex() else { return pattern.expression() };
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        Self::of_hir(&parser.parse(regex).ok()?, text)
    }

    /// The same, with a whole character wherever it has a byte of one: where a regex
    /// splits a character, a capture has another in its place.
    fn of_whole_characters(self) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(Self::of_whole_characters);
        match self {
            Self::Class(class) if class.meets(CharSet::BEYOND_ASCII) => {
                Self::any([Self::Class(class), Self::Character])
            }
            Self::All(parts) => Self::all(each(parts)),
            Self::Any(parts) => Self::any(each(parts)),
            Self::Times(part, least, most) => part.of_whole_characters().times(least, most),
            other => other,
        }
    }

    /// A named group is its text, where there is one.
    fn of_hir(hir: &Hir, text: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let of = |hir: &Hir| Self::of_hir(hir, text);
        let each = |all: &[Hir]| all.iter().map(of).collect::<Option<Vec<_>>>();
        Some(match hir.kind() {
            HirKind::Empty => Self::text(""),
            HirKind::Literal(literal) => Self::text(core::str::from_utf8(&literal.0).ok()?),
            HirKind::Class(Class::Bytes(class)) => {
                let ranges = class.iter().map(|range| CharSet::range(range.start(), range.end()));
                let class = ranges.fold(CharSet::NONE, CharSet::or);
                // All bytes of characters beyond ASCII, or none: never a half.
                let beyond = class.and(CharSet::BEYOND_ASCII);
                if !beyond.is_empty() && beyond != CharSet::BEYOND_ASCII {
                    return None;
                }
                Self::Class(class)
            }
            HirKind::Class(Class::Unicode(class)) => {
                if class.iter().any(|range| range.len() > MOST_OF_A_RANGE) {
                    return None;
                }
                Self::any(
                    class.iter().flat_map(|range| range.start()..=range.end()).map(Self::text),
                )
            }
            HirKind::Look(look) => match look {
                // A name is one line.
                Look::Start | Look::StartLF | Look::StartCRLF => Self::Start,
                Look::End | Look::EndLF | Look::EndCRLF => Self::End,
                _ => return None,
            },
            HirKind::Repetition(Repetition { min, max, sub, .. }) => {
                let count = |number: u32| usize::try_from(number).ok();
                let most = max.map(count);
                of(sub)?.times(count(*min)?, most.flatten())
            }
            HirKind::Capture(capture) => match capture.name.as_deref().and_then(text) {
                Some(text) => Self::text(text),
                None => of(&capture.sub)?,
            },
            HirKind::Concat(all) => Self::all(each(all)?),
            HirKind::Alternation(all) => Self::any(each(all)?),
        })
    }

    /// A text, in which `*` is any run and `?` one character.
    pub(crate) fn glob(source: &str) -> Self {
        Self::all(source.split_inclusive(['*', '?']).flat_map(|piece| {
            let (text, wildcard) = match piece.strip_suffix('*') {
                Some(text) => (text, Some(Self::run(CharSet::EVERY, 0, None))),
                None => match piece.strip_suffix('?') {
                    Some(text) => (text, Some(Self::Character)),
                    None => (piece, None),
                },
            };
            let text = (!text.is_empty()).then(|| Self::text(text));
            text.into_iter().chain(wildcard)
        }))
    }
}
