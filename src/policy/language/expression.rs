use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::distinctions::Distinctions;
use super::shape::Shape;
use crate::policy::CharSet;

/// A set of texts, as a small regular expression over bytes.
///
/// What a placeholder may become, what a pattern matches, and what a place of a
/// plan takes are each written once, as one of these. Shapes, automata, the
/// recognition of tags and exported regexes are derived from it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Expression {
    Text(String),
    /// One byte of a class.
    Class(CharSet),
    /// One character, of one byte or more.
    Character,
    /// One after the other.
    All(Vec<Expression>),
    /// One of them; of none, no text at all.
    Any(Vec<Expression>),
    /// So many times; without a greatest number, any.
    Times(Box<Expression>, usize, Option<usize>),
    /// Nothing, at the beginning of the whole text.
    Start,
    /// Nothing, at the end of the whole text.
    End,
}

impl Expression {
    /// No text at all.
    pub(crate) const NEVER: Self = Self::Any(Vec::new());

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// One after the other; a single one is itself.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = parts.into_iter().collect();
        match all.pop() {
            Some(one) if all.is_empty() => one,
            last => {
                all.extend(last);
                Self::All(all)
            }
        }
    }

    /// One of these, said twice or not; one alone is itself.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = Vec::new();
        for part in parts {
            if !all.contains(&part) {
                all.push(part);
            }
        }
        match all.pop() {
            Some(one) if all.is_empty() => one,
            last => {
                all.extend(last);
                Self::Any(all)
            }
        }
    }

    /// One byte of a class; of one byte, that text.
    pub(crate) fn one_of(class: CharSet) -> Self {
        match class.only() {
            Some(byte) if byte.is_ascii() => Self::text(char::from(byte)),
            _ => Self::Class(class),
        }
    }

    pub(crate) fn times(self, least: usize, most: impl Into<Option<usize>>) -> Self {
        Self::Times(Box::new(self), least, most.into())
    }

    pub(crate) fn optional(self) -> Self {
        self.times(0, 1)
    }

    /// Its texts without the empty one, where it is a repetition of a character; others
    /// as they are.
    pub(crate) fn not_empty(self) -> Self {
        match self {
            Self::Times(part, 0, most) if matches!(*part, Self::Class(_) | Self::Character) => {
                Self::Times(part, 1, most)
            }
            other => other,
        }
    }

    /// Texts of the bytes of a class, of these lengths.
    pub(crate) fn run(class: CharSet, least: usize, most: impl Into<Option<usize>>) -> Self {
        Self::Class(class).times(least, most)
    }

    /// Any text that is not empty.
    pub(crate) fn anything() -> Self {
        Self::run(CharSet::EVERY, 1, None)
    }

    /// `0`, or so many digits of which the first is not `0`.
    pub(crate) fn number(most_digits: usize) -> Self {
        let rest = Self::run(CharSet::DIGITS, 0, most_digits.saturating_sub(1));
        Self::any([Self::text("0"), Self::all([Self::Class(CharSet::NONZERO), rest])])
    }

    /// Those of its texts that are made of these bytes alone, of which all are
    /// ASCII.
    pub(crate) fn within(&self, bytes: CharSet) -> Self {
        match self {
            Self::Text(text) if text.bytes().all(|byte| bytes.holds(byte)) => self.clone(),
            Self::Text(_) => Self::NEVER,
            Self::Character => Self::Class(bytes),
            Self::Class(class) => match class.and(bytes) {
                CharSet::NONE => Self::NEVER,
                class => Self::Class(class),
            },
            Self::All(parts) => {
                let parts = parts.iter().map(|part| part.within(bytes));
                let parts: Vec<Self> = parts.collect();
                if parts.iter().any(Self::is_never) { Self::NEVER } else { Self::all(parts) }
            }
            Self::Any(parts) => {
                let parts = parts.iter().map(|part| part.within(bytes));
                Self::any(parts.filter(|part| !part.is_never()))
            }
            Self::Times(part, least, most) => match part.within(bytes) {
                part if !part.is_never() => part.times(*least, *most),
                _ if *least == 0 => Self::text(""),
                _ => Self::NEVER,
            },
            Self::Start | Self::End => self.clone(),
        }
    }

    pub(crate) fn is_never(&self) -> bool {
        matches!(self, Self::Any(parts) if parts.is_empty())
    }

    /// What is known of every one of its texts.
    pub(crate) fn shape(&self) -> Shape {
        match self {
            Self::Text(text) => Shape::exactly(text.as_bytes()),
            Self::Class(class) => Shape::run(*class, 1, 1),
            Self::Character => Shape::run(CharSet::EVERY, 1, char::MAX.len_utf8()),
            Self::All(parts) => parts.iter().map(Self::shape).fold(Shape::EMPTY, Shape::then),
            Self::Any(parts) => {
                parts.iter().map(Self::shape).reduce(Shape::or).unwrap_or(Shape::EMPTY)
            }
            Self::Times(part, least, most) => part.shape().times(*least, *most),
            Self::Start | Self::End => Shape::EMPTY,
        }
    }

    /// The texts among its parts.
    pub(crate) fn texts(&self) -> Vec<&[u8]> {
        match self {
            Self::Text(text) => Vec::from([text.as_bytes()]),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::texts).collect(),
            Self::Times(part, ..) => part.texts(),
            Self::Class(_) | Self::Character | Self::Start | Self::End => Vec::new(),
        }
    }

    /// Adds the characters that it distinguishes from others.
    pub(crate) fn distinguish(&self, distinctions: &mut Distinctions) {
        match self {
            Self::Text(text) => distinctions.name(text.chars()),
            Self::Class(class) => distinctions.split(*class),
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.distinguish(distinctions);
                }
            }
            Self::Times(part, ..) => part.distinguish(distinctions),
            Self::Character | Self::Start | Self::End => {}
        }
    }
}
