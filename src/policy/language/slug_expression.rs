//! The slugs of the names that a rule admits.

use super::expression::Expression;
use crate::name::{Slug, SlugCase, SlugEdges, SlugRules, SlugRuns};
use crate::policy::{Capture, CharSet, Conditions, Names, Pattern};

impl Expression {
    /// The slugs of the names that a rule admits, or of a capture of them, and others of
    /// the same characters and lengths.
    pub(crate) fn slug(
        rules: &SlugRules,
        capture: Option<&Capture>,
        conditions: &Conditions,
    ) -> Self {
        if let Some(capture) = capture {
            let begins = begins_anywhere(rules);
            let texts = capture.expression.shape();
            let may_be_empty = rules.may_leave_nothing() || texts.least == 0;
            // No character becomes more than its bytes.
            let empty = rules.empty().map_or(1, |empty| empty.as_str().len());
            let length = rules.base_length().min(texts.most.max(empty));
            let base = base(rules, begins, length);
            return with_digits(rules, base, may_be_empty && rules.empty().is_none());
        }
        if let Some(filter) = conditions.release() {
            let each = filter.prefixes.iter().map(|prefix| {
                let next = if prefix.has_project() { CharSet::EVERY } else { filter.begins() };
                beginning_with(rules, prefix.beginning(), next)
            });
            return Self::any(each);
        }
        match conditions.names().and_then(Names::matching) {
            None => beginning_with(rules, "", CharSet::EVERY),
            Some(patterns) => Self::any(patterns.iter().map(|pattern| of_pattern(rules, pattern))),
        }
    }
}

fn of_pattern(rules: &SlugRules, pattern: &Pattern) -> Expression {
    if let Some(name) = pattern.literal() {
        return Expression::text(rules.slug(name).as_ref().map_or("", Slug::as_str));
    }
    let fixed = pattern.glob().and_then(|glob| glob.split(['*', '?']).next());
    beginning_with(rules, fixed.unwrap_or_default(), CharSet::EVERY)
}

/// The slugs of all names that begin with this text, and continue with one of these
/// bytes.
fn beginning_with(rules: &SlugRules, fixed: &str, next: CharSet) -> Expression {
    let any = characters(rules);
    let is_literal = rules.edges() == SlugEdges::Keep
        && rules.runs() == SlugRuns::Keep
        && rules.distinct() == 0
        && !rules.makes_paths();
    if let Some(literal) = rules.slug(fixed).filter(|_| is_literal && rules.leaves(fixed)) {
        let room = rules.base_length().saturating_sub(literal.as_str().len());
        return Expression::all([Expression::text(literal), Expression::run(any, 0, room)]);
    }
    let begins = begins(rules);
    let first = match fixed.chars().next() {
        Some(first) => rules.alphabet().fate(first).byte.map(|byte| CharSet::of(&[byte])),
        None => Some(next).filter(|next| *next != CharSet::EVERY),
    };
    // If the first character is removed, the slug begins with what follows it.
    let first = first.filter(|first| first.is_within(begins)).unwrap_or(begins);
    let is_alphanumeric = || fixed.is_empty() && next.is_within(CharSet::ALPHANUMERIC);
    let survives = !rules.may_leave_nothing() || rules.leaves(fixed) || is_alphanumeric();
    // Where the rules replace an empty slug, no slug is empty.
    with_digits(
        rules,
        base(rules, first, rules.base_length()),
        !survives && rules.empty().is_none(),
    )
}

/// A base, followed by the digits of `distinct` if the rules ask for any.
fn with_digits(rules: &SlugRules, base: Expression, may_be_empty: bool) -> Expression {
    let optional = |base: Expression| if may_be_empty { base.optional() } else { base };
    let digits = rules.distinct();
    if digits == 0 {
        return optional(base);
    }
    let hyphen = || Expression::text("-");
    let base = Expression::all([base, hyphen()]);
    // A base that ends with '-' needs no other.
    let base = if rules.joins_digits() && rules.edges() != SlugEdges::Trim {
        Expression::any([base, hyphen()])
    } else {
        base
    };
    Expression::all([optional(base), Expression::run(CharSet::LOWER_HEX, digits, digits)])
}

/// What is not empty, begins with one of these characters, has at most this length, and
/// precedes the digits.
fn base(rules: &SlugRules, first: CharSet, length: usize) -> Expression {
    let any = characters(rules);
    // How long it is in all, an expression without replacements next to each other
    // cannot say; nor does one of paths say where their parts begin.
    let replacement = rules.alphabet().replacement.map(|byte| CharSet::of(&[byte]));
    let collapses = rules.runs() == SlugRuns::Collapse && !rules.makes_paths();
    let spaces = replacement.filter(|_| collapses);
    let class = spaces.map_or(any, |spaces| any.without(spaces));
    let space = || spaces.map(Expression::one_of);
    let some = |least, most| match (Expression::Class(class), space()) {
        (one, Some(space)) => Expression::all([space.optional(), one]).times(least, most),
        (one, None) => one.times(least, most),
    };
    let open = |least, most| match (some(least, most), space()) {
        (some, Some(space)) => Expression::all([some, space.optional()]),
        (some, None) => some,
    };
    let rest = match (rules.edges(), length.saturating_sub(1)) {
        (SlugEdges::Keep | SlugEdges::Legal, _) if first == any => {
            let any = open(1, length);
            return match space() {
                Some(space) => Expression::any([any, space]),
                None => any,
            };
        }
        (SlugEdges::Keep | SlugEdges::Legal, more) => open(0, more),
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
    let alphabet = rules.alphabet();
    let replacement = alphabet.replacement.map(char::from);
    let others = alphabet.kept.characters().chain(replacement).map(CharSet::of_char);
    others.fold(alphanumeric(rules), CharSet::or)
}

/// What a slug of any part of a git ref can begin with.
fn begins_anywhere(rules: &SlugRules) -> CharSet {
    let any = characters(rules).without(CharSet::of(b"/"));
    match rules.edges() {
        SlugEdges::Trim => alphanumeric(rules),
        SlugEdges::Legal => any.without(CharSet::of(b".")).without(CharSet::HYPHEN),
        SlugEdges::Keep => any,
    }
}

/// What a slug of a git ref can begin with.
fn begins(rules: &SlugRules) -> CharSet {
    const SLASH: CharSet = CharSet::of(b"/");
    const DOT: CharSet = CharSet::of(b".");
    let any = characters(rules).without(SLASH);
    match (rules.edges(), rules.alphabet().replacement) {
        (SlugEdges::Trim, _) => alphanumeric(rules),
        (SlugEdges::Legal, _) => any.without(DOT).without(CharSet::HYPHEN),
        // No part of a git ref begins with '.', which only another character can become,
        // or the removal of those before it leave.
        (SlugEdges::Keep, Some(b'.') | None) => any,
        (SlugEdges::Keep, Some(_)) => any.without(DOT),
    }
}
