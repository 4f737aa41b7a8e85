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
    let (any, alphanumeric, length) = (characters(rules), alphanumeric(rules), rules.base_length());
    let trims = rules.edges() == SlugEdges::Trim;
    let is_plain = !trims && rules.runs() == SlugRuns::Keep && rules.distinct() == 0;
    if let Some(literal) = rules.slug(fixed).filter(|_| is_plain && !fixed.is_empty()) {
        let room = length.saturating_sub(literal.as_str().len());
        return Expression::all([Expression::text(literal), Expression::run(any, 0, room)]);
    }
    let first = match fixed.bytes().next() {
        Some(byte) => CharSet::of(&[rules.alphabet().map(byte)]),
        None if next == CharSet::EVERY => any,
        None => next,
    };
    let is_alphanumeric = |class: CharSet| class.without(CharSet::ALPHANUMERIC).is_empty();
    let first = match trims {
        // No part of a git ref begins with '.'.
        false => first.without(CharSet::of(b".")),
        true if is_alphanumeric(first) => first,
        true => alphanumeric,
    };
    let survives = !trims
        || fixed.chars().take(length).any(|one| one.is_ascii_alphanumeric())
        || fixed.is_empty() && is_alphanumeric(next);
    // Where the rules replace an empty slug, no slug is empty.
    with_digits(rules, base(rules, first), !survives && rules.empty().is_none())
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

/// What is not empty, begins with one of these characters, and precedes the digits.
fn base(rules: &SlugRules, first: CharSet) -> Expression {
    let (any, length) = (characters(rules), rules.base_length());
    let hyphen = || Expression::text("-");
    // How long it is in all, an expression without hyphens next to each other cannot
    // say.
    let (class, is_spaced) = match rules.runs() {
        SlugRuns::Keep => (any, false),
        SlugRuns::Collapse => (any.without(CharSet::HYPHEN), true),
    };
    let some = |least, most| match Expression::Class(class) {
        one if is_spaced => Expression::all([hyphen().optional(), one]).times(least, most),
        one => one.times(least, most),
    };
    let open = |least, most| match some(least, most) {
        some if is_spaced => Expression::all([some, hyphen().optional()]),
        some => some,
    };
    let rest = match (rules.edges(), length.saturating_sub(1)) {
        (SlugEdges::Keep, _) if first == any => {
            let any = open(1, length);
            return if is_spaced { Expression::any([any, hyphen()]) } else { any };
        }
        (SlugEdges::Keep, more) => open(0, more),
        (SlugEdges::Trim, 0) => return Expression::one_of(first),
        (SlugEdges::Trim, more) if class == alphanumeric(rules) => some(0, more),
        (SlugEdges::Trim, more) => {
            let last = Expression::Class(alphanumeric(rules));
            Expression::all([open(0, more - 1), last]).optional()
        }
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
