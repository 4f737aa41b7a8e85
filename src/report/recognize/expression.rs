//! Matching of expressions, and writing them as regexes.

use alloc::string::String;
use core::fmt::Write;

use super::dialect::Dialect;
use super::positions::Positions;
use crate::name::Tag;
use crate::policy::CharSet;
use crate::policy::language::Expression;

impl Expression {
    /// The ends of all matches that begin at one of these positions.
    ///
    /// The work is bounded by the length of the string and the size of the expression,
    /// because sets of positions are tracked without backtracking.
    pub(crate) fn ends(&self, text: &[u8], from: Positions) -> Positions {
        match self {
            Self::Text(literal) => from.after(text, literal.as_bytes()),
            Self::Class(class) => runs(*class, [1, 1], text, from),
            Self::Character => runs(CharSet::EVERY, [1, 1], text, from),
            Self::Start | Self::End => from,
            Self::All(parts) => parts.iter().fold(from, |from, part| part.ends(text, from)),
            Self::Any(parts) => {
                parts.iter().fold(Positions::NONE, |ends, part| ends.or(part.ends(text, from)))
            }
            Self::Times(part, least, most) => match **part {
                Self::Class(class) => runs(class, [*least, most.unwrap_or(usize::MAX)], text, from),
                _ => part.repeated(*least, *most, text, from),
            },
        }
    }

    fn repeated(
        &self,
        least: usize,
        most: Option<usize>,
        text: &[u8],
        from: Positions,
    ) -> Positions {
        let mut here = from;
        for _ in 0..least {
            let next = self.ends(text, here);
            // A fixed point: another repetition gives the same positions.
            if next == here {
                break;
            }
            here = next;
        }
        let mut ends = here;
        let mut times = least;
        while !here.is_empty() && most.is_none_or(|most| times < most) {
            here = self.ends(text, here).without(ends);
            ends = ends.or(here);
            times += 1;
        }
        ends
    }

    /// An over-approximation: all strings of its characters with its lengths.
    pub(crate) fn characters(&self) -> Self {
        let shape = self.shape();
        if shape.most == 0 {
            return Self::text("");
        }
        let most = (shape.most <= Tag::MAX_LENGTH).then_some(shape.most);
        Self::run(shape.any, shape.least.min(Tag::MAX_LENGTH), most)
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

    /// Writes it as a group if necessary, so that a following operator applies to all
    /// of it.
    fn write_group(&self, dialect: Dialect, out: &mut String) {
        out.push_str(dialect.group());
        self.write(dialect, out);
        out.push(')');
    }
}

/// The ends of all runs of a class, with these lengths, that begin at one of these
/// positions.
fn runs(class: CharSet, [least, most]: [usize; 2], text: &[u8], from: Positions) -> Positions {
    let is_all = CharSet::TAG.is_within(class);
    let length = |start| text.iter().skip(start).take_while(|byte| class.holds(**byte)).count();
    let mut ends = Positions::NONE;
    // The positions ascend, so everything before `end` is known to be of the class and
    // is not read again.
    let mut end = 0;
    for start in from.iter() {
        end = end.max(start);
        end = if is_all { text.len() } else { end + length(end) };
        ends.insert(start.saturating_add(least), end.min(start.saturating_add(most)));
    }
    ends
}

/// Writes a string so that every dialect matches it literally.
pub(crate) fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        if r"\.^$|?*+()[]{}".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
}
