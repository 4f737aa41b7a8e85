//! SemVer, as expressions.
//!
//! <https://semver.org/spec/v2.0.0.html#backusnaur-form-grammar-for-valid-semver-versions>;
//! numbers have no more digits than `u64::MAX`, and that they end there is left to
//! whoever plans.

use super::expression::Expression;
use super::release_expression::LONGEST_NUMBER;
use crate::policy::{BuildMetadata, CharSet, PrereleaseFilter};

const WORD: CharSet = CharSet::ALPHANUMERIC.or(CharSet::HYPHEN);

/// The versions, with their build metadata or without.
pub(super) fn version(filter: PrereleaseFilter, build: BuildMetadata) -> Expression {
    of_numbers(Expression::number(LONGEST_NUMBER), filter, build)
}

/// Versions whose numbers are sure to be no more than `u64::MAX`.
pub(super) fn small_version(filter: PrereleaseFilter) -> Expression {
    of_numbers(Expression::number(LONGEST_NUMBER - 1), filter, BuildMetadata::Keep)
}

fn of_numbers(number: Expression, filter: PrereleaseFilter, build: BuildMetadata) -> Expression {
    let with_hyphen = Expression::all([Expression::text("-"), prerelease()]);
    let prerelease = match filter {
        PrereleaseFilter::Exclude => None,
        PrereleaseFilter::Only => Some(with_hyphen),
        PrereleaseFilter::Include => Some(with_hyphen.optional()),
    };
    let metadata = match build {
        BuildMetadata::Keep => {
            Some(Expression::all([Expression::text("+"), dotted(word())]).optional())
        }
        BuildMetadata::Drop => None,
    };
    let dot = Expression::text(".");
    let numbers = [number.clone(), dot.clone(), number.clone(), dot, number];
    Expression::all(numbers.into_iter().chain(prerelease).chain(metadata))
}

/// The identifiers of a prerelease.
pub(super) fn prerelease() -> Expression {
    let named = Expression::all([
        Expression::run(CharSet::DIGITS, 0, None),
        Expression::Class(CharSet::LETTERS.or(CharSet::HYPHEN)),
        Expression::run(WORD, 0, None),
    ]);
    let number = Expression::all([
        Expression::Class(CharSet::NONZERO),
        Expression::run(CharSet::DIGITS, 0, None),
    ]);
    dotted(Expression::any([named, Expression::text("0"), number]))
}

fn word() -> Expression {
    Expression::run(WORD, 1, None)
}

/// One of these, or more with dots between them.
fn dotted(one: Expression) -> Expression {
    let more = Expression::all([Expression::text("."), one.clone()]);
    Expression::all([one, more.times(0, None)])
}
