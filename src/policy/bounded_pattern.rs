//! Bounds for the patterns of declared values, as remedies propose them.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::convert::Infallible;
use core::ops::Range;

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{self, Ast, RepetitionKind, RepetitionRange, Visitor};

use super::language::Expression;
use super::pattern::Pattern;
use crate::data::Path;

impl Pattern {
    /// A regex of fewer texts, all of which have at most this many bytes; `None` where
    /// none is found. A repetition of a regex gets a bound; a wildcard of a glob becomes
    /// characters that read well.
    pub(crate) fn bounded(&self, most: usize) -> Option<String> {
        let is_short = |regex: &String| {
            Expression::of_regex(regex).is_some_and(|one| one.shape().most <= most)
        };
        let all = self.regex().map(|regex| repetitions(regex, 0..regex.len()));
        let bounded = |bound| match (self.regex(), &all) {
            (Some(regex), Some(all)) => with_bound(regex, all, bound),
            _ => Some(of_glob(self.source(), bound)),
        };
        let regex = BOUNDS.into_iter().filter_map(bounded).find(is_short)?;
        Some(["/", &*regex, "/"].concat())
    }
}

impl Pattern {
    /// The same regex, in which a group has at most this many bytes; `None` where none is
    /// found.
    pub(crate) fn bounded_group(&self, group: &str, most: usize) -> Option<String> {
        let regex = self.regex()?;
        let all = repetitions(regex, self.group_span(group)?);
        let is_short = |regex: &String| {
            let pattern = Self::of_values(regex, &Path::Root).ok();
            let expression = pattern.and_then(|one| Expression::of_group(&one, group));
            expression.is_some_and(|one| one.shape().most <= most)
        };
        let bounded = BOUNDS.into_iter().filter_map(|bound| with_bound(regex, &all, bound));
        let own = core::iter::once(String::from(regex));
        own.chain(bounded).map(|regex| ["/", &*regex, "/"].concat()).find(is_short)
    }
}

/// Regexes of plain characters, of at most this many, the most generous first.
pub(crate) fn plain_regexes(most: usize) -> impl Iterator<Item = String> {
    const ALPHANUMERIC: &str = "[0-9A-Za-z]";
    const LOWER: &str = "[0-9a-z]";
    const CLASSES: [(&str, &str); 4] = [
        (ALPHANUMERIC, "[0-9A-Za-z._-]"),
        (ALPHANUMERIC, ALPHANUMERIC),
        (LOWER, "[0-9a-z-]"),
        (LOWER, LOWER),
    ];
    let most = BOUNDS.into_iter().find(|bound| *bound <= most);
    most.into_iter().flat_map(|most| {
        CLASSES.map(|(first, other)| {
            if first == other {
                format!("/{first}{{1,{most}}}/")
            } else {
                format!("/{first}{other}{{0,{}}}/", most - 1)
            }
        })
    })
}

/// A glob as a regex in which `*` is this many plain characters at most.
fn of_glob(glob: &str, bound: usize) -> String {
    let mut regex = String::new();
    for character in glob.chars() {
        match character {
            '*' => regex.extend(["[0-9A-Za-z._-]{0,", &bound.to_string(), "}"]),
            '?' => regex += "[0-9A-Za-z._-]",
            // Of those that a value may have, these mean something else in a regex.
            '.' | '+' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|' | '\\' | '/' => {
                regex.push('\\');
                regex.push(character);
            }
            other => regex.push(other),
        }
    }
    regex
}

/// The most repetitions to propose, the most generous first.
const BOUNDS: [usize; 7] = [MOST_REPEATED, 40, 30, 20, 10, 5, 2];

pub(crate) const MOST_REPEATED: usize = 60;

/// The operators of a regex that repeat something: their bytes, and the least and the
/// greatest number of times.
type Repetitions = Vec<(Range<usize>, u32, Option<u32>)>;

/// Those in a part of a regex.
fn repetitions(regex: &str, within: Range<usize>) -> Repetitions {
    struct BoundedParts(Repetitions);

    impl Visitor for BoundedParts {
        type Output = Repetitions;
        type Err = Infallible;

        fn finish(self) -> Result<Repetitions, Infallible> {
            Ok(self.0)
        }

        fn visit_post(&mut self, ast: &Ast) -> Result<(), Infallible> {
            let Ast::Repetition(repetition) = ast else { return Ok(()) };
            let (least, most) = match &repetition.op.kind {
                RepetitionKind::ZeroOrOne => (0, Some(1)),
                RepetitionKind::ZeroOrMore => (0, None),
                RepetitionKind::OneOrMore => (1, None),
                RepetitionKind::Range(RepetitionRange::Exactly(times)) => (*times, Some(*times)),
                RepetitionKind::Range(RepetitionRange::AtLeast(least)) => (*least, None),
                RepetitionKind::Range(RepetitionRange::Bounded(least, most)) => {
                    (*least, Some(*most))
                }
            };
            let span = repetition.op.span;
            self.0.push((span.start.offset..span.end.offset, least, most));
            Ok(())
        }
    }

    let Ok(ast) = Parser::new().parse(regex) else { return Vec::new() };
    let Ok(mut found) = ast::visit(&ast, BoundedParts(Vec::new()));
    found.retain(|(span, ..)| within.start <= span.start && span.end <= within.end);
    found.sort_by_key(|(span, ..)| span.start);
    found
}

/// Rewrites each operator that repeats more often than this.
fn with_bound(regex: &str, all: &Repetitions, bound: usize) -> Option<String> {
    let bound = u32::try_from(bound).ok()?;
    let mut bounded = String::new();
    let mut end = 0;
    for (span, least, most) in all {
        if most.is_some_and(|most| most <= bound) || *least > bound {
            continue;
        }
        bounded.push_str(regex.get(end..span.start)?);
        bounded.extend(["{", &least.to_string(), ",", &bound.to_string(), "}"]);
        end = span.end;
    }
    bounded.push_str(regex.get(end..)?);
    Some(bounded)
}
