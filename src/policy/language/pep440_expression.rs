//! PEP 440, as expressions: without epochs, which no version here has.
//!
//! <https://peps.python.org/pep-0440/#appendix-b-parsing-version-strings-with-regular-expressions>;
//! that numbers end at `u64::MAX` is left to whoever plans.

use super::expression::Expression;
use super::release_expression::LONGEST_NUMBER;
use crate::policy::{BuildMetadata, CharSet, PrereleaseFilter};

const SEPARATORS: CharSet = CharSet::of(b"-_.");

/// The versions as people write them.
pub(super) fn spellings(filter: PrereleaseFilter) -> Expression {
    let digits = || Expression::run(CharSet::DIGITS, 1, None);
    let separator = || Expression::Class(SEPARATORS).optional();
    let labelled = |words: &[&str]| {
        let word = Expression::any(words.iter().map(|word| in_any_case(word)));
        Expression::all([separator(), word, separator(), digits().optional()])
    };
    let pre = labelled(&["a", "b", "c", "rc", "alpha", "beta", "pre", "preview"]);
    let post = Expression::any([
        Expression::all([Expression::text("-"), digits()]),
        labelled(&["post", "rev", "r"]),
    ]);
    let word = || Expression::run(CharSet::ALPHANUMERIC, 1, None);
    let more = Expression::all([Expression::Class(SEPARATORS), word()]);
    let local = Expression::all([Expression::text("+"), word(), more.times(0, None)]);
    Expression::all([
        in_any_case("v").optional(),
        with_dots(digits()),
        phases(filter, pre, post, labelled(&["dev"])),
        local.optional(),
    ])
}

/// The normal forms.
pub(super) fn normal_forms(filter: PrereleaseFilter, build: BuildMetadata) -> Expression {
    let phases = phases(filter, pre(), dotted_word("post"), dotted_word("dev"));
    let parts = [with_dots(number()), phases];
    Expression::all(parts.into_iter().chain(match build {
        BuildMetadata::Keep => Some(local().optional()),
        BuildMetadata::Drop => None,
    }))
}

/// What follows the numbers of the normal form of a prerelease, without the dot that
/// may be between them.
pub(super) fn prerelease() -> Expression {
    let (post, dev) = (dotted_word("post"), dotted_word("dev"));
    let numbered = |word: &str| Expression::all([Expression::text(word), number()]);
    Expression::any([
        Expression::all([pre(), post.optional(), dev.clone().optional()]),
        Expression::all([numbered("post"), dev]),
        numbered("dev"),
    ])
}

/// What follows the numbers of final versions, of prereleases, or of both.
fn phases(
    filter: PrereleaseFilter,
    pre: Expression,
    post: Expression,
    dev: Expression,
) -> Expression {
    let post = post.optional();
    match filter {
        PrereleaseFilter::Exclude => post,
        PrereleaseFilter::Include => Expression::all([pre.optional(), post, dev.optional()]),
        PrereleaseFilter::Only => Expression::any([
            Expression::all([pre, post.clone(), dev.clone().optional()]),
            Expression::all([post, dev]),
        ]),
    }
}

fn pre() -> Expression {
    let letters = Expression::any(["a", "b", "rc"].map(Expression::text));
    Expression::all([letters, number()])
}

fn dotted_word(word: &str) -> Expression {
    Expression::all([Expression::text([".", word].concat()), number()])
}

fn local() -> Expression {
    let letters_and_digits = CharSet::LOWER.or(CharSet::DIGITS);
    let named = Expression::all([
        Expression::run(CharSet::DIGITS, 0, None),
        Expression::Class(CharSet::LOWER),
        Expression::run(letters_and_digits, 0, None),
    ]);
    let integer = Expression::all([
        Expression::Class(CharSet::NONZERO),
        Expression::run(CharSet::DIGITS, 0, None),
    ]);
    let segment = Expression::any([named, Expression::text("0"), integer]);
    Expression::all([Expression::text("+"), with_dots(segment)])
}

fn number() -> Expression {
    Expression::number(LONGEST_NUMBER)
}

fn with_dots(one: Expression) -> Expression {
    let more = Expression::all([Expression::text("."), one.clone()]);
    Expression::all([one, more.times(0, None)])
}

fn in_any_case(word: &str) -> Expression {
    let letter = |one: u8| {
        Expression::Class(CharSet::of(&[one.to_ascii_lowercase(), one.to_ascii_uppercase()]))
    };
    Expression::all(word.bytes().map(letter))
}
