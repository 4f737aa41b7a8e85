//! The slugs of the names that a trigger takes.

use super::expression::Expression;
use crate::name::{Slug, SlugCase, SlugEdges, SlugRules, SlugRuns};
use crate::policy::{CharSet, Pattern, Trigger};

impl Expression {
    /// The slugs of the names that a trigger takes, and others of the same
    /// characters and lengths.
    pub(crate) fn slug(rules: &SlugRules, trigger: &Trigger) -> Self {
        let names = match trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => names.matching(),
            // A version begins with a digit.
            Trigger::Release(filter) => return behind(rules, &filter.prefix, CharSet::DIGITS),
            _ => None,
        };
        match names {
            None => behind(rules, "", CharSet::EVERY),
            Some(patterns) => Self::any(patterns.iter().map(|pattern| of_pattern(rules, pattern))),
        }
    }
}

fn of_pattern(rules: &SlugRules, pattern: &Pattern) -> Expression {
    if let Some(name) = pattern.literal() {
        return Expression::text(rules.slug(name).as_ref().map_or("", Slug::as_str));
    }
    let fixed = pattern.glob().and_then(|glob| glob.split(['*', '?']).next());
    behind(rules, fixed.unwrap_or_default(), CharSet::EVERY)
}

/// The slugs of all names that begin with this text, and go on with one of these
/// bytes.
fn behind(rules: &SlugRules, fixed: &str, next: CharSet) -> Expression {
    let (any, length) = (characters(rules), rules.base_length());
    let trims = rules.edges() == SlugEdges::Trim;
    let literal = rules.slug(fixed).filter(|_| {
        !trims && !fixed.is_empty() && rules.runs() == SlugRuns::Keep && rules.distinct() == 0
    });
    if let Some(literal) = literal {
        let room = length.saturating_sub(literal.as_str().len());
        return Expression::all([Expression::text(literal), Expression::run(any, 0, room)]);
    }
    let mapped = |byte: u8| CharSet::of(&[rules.alphabet().map(byte)]);
    let first = match fixed.bytes().next() {
        Some(byte) => mapped(byte),
        None if next == CharSet::EVERY => any,
        None => next,
    };
    let alphanumeric = alphanumeric(rules);
    let first = match (trims, first.without(alphanumeric).is_empty()) {
        // No part of a git ref begins with '.'.
        (false, _) => first.without(CharSet::of(b".")),
        (true, true) => first,
        (true, false) => alphanumeric,
    };
    let base = base(rules, first, length);
    let survives = !trims
        || fixed.chars().take(length).any(|one| one.is_ascii_alphanumeric())
        || fixed.is_empty() && next.without(CharSet::ALPHANUMERIC).is_empty();
    // What stands for an empty slug is a slug of these rules too.
    with_digits(rules, base, !survives && rules.empty().is_none())
}

/// What stands before the digits of `distinct`, or before nothing.
fn with_digits(rules: &SlugRules, base: Expression, may_be_empty: bool) -> Expression {
    let optional = |base: Expression| if may_be_empty { base.optional() } else { base };
    let digits = rules.distinct();
    if digits == 0 {
        return optional(base);
    }
    let hyphen = || Expression::text("-");
    let base = Expression::all([base, hyphen()]);
    let base = match (rules.runs(), rules.edges()) {
        // A base that ends with '-' needs no other.
        (SlugRuns::Collapse, SlugEdges::Keep) => Expression::any([base, hyphen()]),
        _ => base,
    };
    Expression::all([optional(base), Expression::run(CharSet::LOWER_HEX, digits, digits)])
}

/// A slug of at most so many characters that is not empty, and begins with one of
/// these.
fn base(rules: &SlugRules, first: CharSet, length: usize) -> Expression {
    let (any, alphanumeric) = (characters(rules), alphanumeric(rules));
    let kept = any.without(CharSet::HYPHEN);
    let hyphen = || Expression::text("-").optional();
    let spaced = |class, least, most: usize| {
        Expression::all([hyphen(), Expression::Class(class)]).times(least, most)
    };
    let more = length.saturating_sub(1);
    let rest = match (rules.runs(), rules.edges()) {
        (SlugRuns::Keep, SlugEdges::Keep) if first == any => {
            return Expression::run(any, 1, length);
        }
        (SlugRuns::Keep, SlugEdges::Keep) => Expression::run(any, 0, more),
        (SlugRuns::Keep, SlugEdges::Trim) => match more.checked_sub(1) {
            None => return Expression::one_of(first),
            Some(inner) => {
                let inner = Expression::run(any, 0, inner);
                Expression::all([inner, Expression::Class(alphanumeric)]).optional()
            }
        },
        // How long it is in all, an expression without hyphens next to each other
        // cannot say.
        (SlugRuns::Collapse, SlugEdges::Keep) if first == any => {
            let body = Expression::all([spaced(kept, 1, length), hyphen()]);
            return Expression::any([body, Expression::text("-")]);
        }
        (SlugRuns::Collapse, SlugEdges::Keep) => Expression::all([spaced(kept, 0, more), hyphen()]),
        (SlugRuns::Collapse, SlugEdges::Trim) if kept == alphanumeric => {
            spaced(alphanumeric, 0, more)
        }
        (SlugRuns::Collapse, SlugEdges::Trim) => Expression::all([
            spaced(kept, 0, more.saturating_sub(1)),
            hyphen(),
            Expression::Class(alphanumeric),
        ])
        .optional(),
    };
    Expression::all([Expression::one_of(first), rest])
}

fn alphanumeric(rules: &SlugRules) -> CharSet {
    match rules.alphabet().case {
        SlugCase::Keep => CharSet::ALPHANUMERIC,
        SlugCase::Lower => CharSet::LOWER.or(CharSet::DIGITS),
    }
}

fn characters(rules: &SlugRules) -> CharSet {
    let kept = rules.alphabet().keep().map(CharSet::of_char);
    kept.fold(alphanumeric(rules).or(CharSet::HYPHEN), CharSet::or)
}
