//! SemVer, as expressions.
//!
//! <https://semver.org/spec/v2.0.0.html#backusnaur-form-grammar-for-valid-semver-versions>;
//! numbers have no more digits than `u64::MAX`, and that they end there is left to
//! whoever plans.

use super::expression::Expression;
use crate::policy::{CharSet, PrereleaseFilter, ReleaseFilter};

/// The digits of `u64::MAX`.
pub(crate) const LONGEST_NUMBER: usize = 20;

const WORD: CharSet = CharSet::ALPHANUMERIC.or(CharSet::HYPHEN);

impl ReleaseFilter {
    /// The git tags that it takes.
    pub(crate) fn expression(&self) -> Expression {
        Expression::all([Expression::text(&*self.prefix), self.version()])
    }

    /// The versions that it takes.
    pub(crate) fn version(&self) -> Expression {
        let behind_hyphen = Expression::all([Expression::text("-"), prerelease()]);
        let prerelease = match self.prerelease {
            PrereleaseFilter::Exclude => None,
            PrereleaseFilter::Only => Some(behind_hyphen),
            PrereleaseFilter::Include => Some(behind_hyphen.optional()),
        };
        let metadata = Expression::all([Expression::text("+"), dotted(word())]).optional();
        let (dot, number) = (Expression::text("."), Expression::number(LONGEST_NUMBER));
        let numbers = [number.clone(), dot.clone(), number.clone(), dot, number];
        Expression::all(numbers.into_iter().chain(prerelease).chain([metadata]))
    }
}

/// The identifiers of a prerelease.
pub(crate) fn prerelease() -> Expression {
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
