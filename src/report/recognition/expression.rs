use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use super::dialect::Dialect;
use super::positions::Positions;
use crate::policy::CharSet;

/// A regular expression over ASCII, of the parts that every dialect has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expression {
    Text(String),
    /// One character of a class.
    Class(CharSet),
    /// One behind the other.
    All(Vec<Expression>),
    /// One of them; the first that fits wins where a dialect asks.
    Any(Vec<Expression>),
    /// So many times; without a greatest number, any.
    Times(Box<Expression>, usize, Option<usize>),
}

impl Expression {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// One behind the other; one alone is itself.
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

    /// One of these, said twice or not.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut all: Vec<Self> = Vec::new();
        for part in parts {
            if !all.contains(&part) {
                all.push(part);
            }
        }
        Self::Any(all)
    }

    pub(crate) fn times(self, least: usize, most: impl Into<Option<usize>>) -> Self {
        Self::Times(Box::new(self), least, most.into())
    }

    pub(crate) fn optional(self) -> Self {
        self.times(0, 1)
    }

    /// One of the texts of a class, of these lengths.
    pub(crate) fn run(class: CharSet, least: usize, most: impl Into<Option<usize>>) -> Self {
        Self::Class(class).times(least, most)
    }

    /// `0`, or digits of which the first is not `0`.
    pub(crate) fn number(most_digits: usize) -> Self {
        let rest = Self::run(CharSet::DIGITS, 0, most_digits.saturating_sub(1));
        Self::any([
            Self::text("0"),
            Self::all([Self::Class(CharSet::DIGITS.without(CharSet::of(b"0"))), rest]),
        ])
    }

    /// Where matches end that begin at one of these places.
    ///
    /// The work is bounded by the places and the size of the expression: there
    /// is nothing to go back to.
    pub(crate) fn ends(&self, text: &[u8], from: Positions) -> Positions {
        if from.is_empty() {
            return from;
        }
        let step = |length: usize, fits: &dyn Fn(&[u8]) -> bool| {
            let mut ends = Positions::NONE;
            let fitting = |at: &usize| text.get(*at..).is_some_and(fits);
            from.iter().filter(fitting).for_each(|at| ends.insert(at + length));
            ends
        };
        match self {
            Self::Text(literal) => {
                step(literal.len(), &|rest| rest.starts_with(literal.as_bytes()))
            }
            Self::Class(class) => {
                step(1, &|rest| rest.first().is_some_and(|byte| class.holds(*byte)))
            }
            Self::All(parts) => parts.iter().fold(from, |from, part| part.ends(text, from)),
            Self::Any(parts) => {
                parts.iter().fold(Positions::NONE, |ends, part| ends.or(part.ends(text, from)))
            }
            Self::Times(part, least, most) => {
                let mut here = from;
                for _ in 0..*least {
                    here = part.ends(text, here);
                }
                let mut ends = here;
                let mut times = *least;
                while !here.is_empty() && most.is_none_or(|most| times < most) {
                    here = part.ends(text, here).without(ends);
                    ends = ends.or(here);
                    times += 1;
                }
                ends
            }
        }
    }

    pub(crate) fn write(&self, dialect: Dialect, out: &mut String) {
        match self {
            Self::Text(text) => escape(text, out),
            Self::Class(class) => class.write(out),
            Self::All(parts) => parts.iter().for_each(|part| match part {
                Self::Any(_) => part.write_group(dialect, out),
                _ => part.write(dialect, out),
            }),
            Self::Any(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        out.push('|');
                    }
                    part.write(dialect, out);
                }
            }
            Self::Times(part, least, most) => {
                match &**part {
                    Self::Class(class) => class.write(out),
                    Self::Text(text) if text.len() == 1 => escape(text, out),
                    part => part.write_group(dialect, out),
                }
                // Writing to a string cannot fail.
                let _ = match (least, most) {
                    (1, Some(1)) => Ok(()),
                    (0, Some(1)) => out.write_str("?"),
                    (0, None) => out.write_str("*"),
                    (1, None) => out.write_str("+"),
                    (least, None) => write!(out, "{{{least},}}"),
                    (least, Some(most)) if least == most => write!(out, "{{{least}}}"),
                    (least, Some(most)) => write!(out, "{{{least},{most}}}"),
                };
            }
        }
    }

    /// Writes it so that what follows is for the whole.
    pub(crate) fn write_group(&self, dialect: Dialect, out: &mut String) {
        out.push_str(dialect.group());
        self.write(dialect, out);
        out.push(')');
    }
}

/// Writes a text so that every dialect takes it as it stands.
pub(crate) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        if r"\.^$|?*+()[]{}".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
}
