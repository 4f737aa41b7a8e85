//! Expressions as they are matched, and as they are written.

use alloc::string::String;
use core::fmt::Write;

use super::dialect::Dialect;
use super::positions::Positions;
use crate::policy::CharSet;
use crate::policy::language::Expression;

impl Expression {
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
            Self::Character => step(1, &|rest| !rest.is_empty()),
            Self::Start | Self::End => from,
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
            Self::Character => CharSet::TAG.write(out),
            Self::Start | Self::End => {}
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
