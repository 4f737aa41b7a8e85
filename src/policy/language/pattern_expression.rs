//! Patterns of names, as expressions.

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

impl Expression {
    /// The texts of a regex, as its author's crate reads it: over bytes. `None`
    /// where it looks around for words, splits characters that are not ASCII, or
    /// names very many of them.
    pub(crate) fn of_regex(regex: &str) -> Option<Self> {
        let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
        Self::of_hir(&parser.parse(regex).ok()?)
    }

    fn of_hir(hir: &Hir) -> Option<Self> {
        let each = |all: &[Hir]| all.iter().map(Self::of_hir).collect::<Option<Vec<_>>>();
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
                Self::of_hir(sub)?.times(count(*min)?, most.flatten())
            }
            HirKind::Capture(capture) => Self::of_hir(&capture.sub)?,
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
