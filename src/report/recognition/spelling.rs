use alloc::format;
use alloc::string::String;

use semver::Prerelease;

use super::expression::Expression;
use super::slug_spelling::SlugSpelling;
use crate::name::{RefName, TimeFormat, TimePart};
use crate::policy::{
    CharSet, Names, Pattern, Placeholder, Policy, PrereleaseFilter, ReleaseFilter, Trigger,
};

/// What a placeholder can be written as in the tags of one rule.
///
/// INVARIANT: it takes every text that some plan writes there, and may take
/// more.
#[derive(Debug)]
pub(crate) struct Spelling<'a> {
    expression: Expression,
    check: Check<'a>,
}

/// What a regular expression cannot say, or not in all dialects.
#[derive(Debug)]
enum Check<'a> {
    None,
    /// It is at most `u64::MAX`.
    Number,
    Prerelease,
    Slug(SlugSpelling<'a>),
    /// It is one of these names itself.
    Name(Option<&'a Names>),
    /// It is what `{version}` makes of one of these names.
    Version(Option<&'a Names>),
    /// With the prefix before it, it is a release.
    Release {
        filter: &'a ReleaseFilter,
        has_prefix: bool,
    },
}

impl<'a> Spelling<'a> {
    pub(crate) fn of(policy: &'a Policy, trigger: &'a Trigger, placeholder: &Placeholder) -> Self {
        let names = match trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => Some(names),
            _ => None,
        };
        let plain = |expression| Self { expression, check: Check::None };
        match placeholder {
            Placeholder::ShortSha => plain(hex(policy.document().short_sha)),
            Placeholder::Sha | Placeholder::HeadSha => plain(hex(SHA256)),
            Placeholder::Created(format) | Placeholder::Committed(format) => plain(time(format)),
            Placeholder::PullRequest
            | Placeholder::Major
            | Placeholder::Minor
            | Placeholder::Patch
            | Placeholder::RunNumber => {
                Self { expression: Expression::number(U64), check: Check::Number }
            }
            Placeholder::Prerelease => Self { expression: prerelease(), check: Check::Prerelease },
            Placeholder::Slug => {
                let slug = SlugSpelling::new(policy.slug_rules(), trigger);
                Self { expression: slug.expression(), check: Check::Slug(slug) }
            }
            Placeholder::Version => match trigger {
                Trigger::Release(filter) => Self {
                    expression: release(filter.prerelease, true),
                    check: Check::Release { filter, has_prefix: false },
                },
                _ => Self { expression: names_without_v(names), check: Check::Version(names) },
            },
            Placeholder::GitTag => match trigger {
                Trigger::Release(filter) => Self {
                    expression: Expression::all([
                        Expression::text(&*filter.prefix),
                        // `+` is in no tag, and nothing is written for it here.
                        release(filter.prerelease, false),
                    ]),
                    check: Check::Release { filter, has_prefix: true },
                },
                _ => Self { expression: whole_names(names), check: Check::Name(names) },
            },
            Placeholder::Branch => {
                Self { expression: whole_names(names), check: Check::Name(names) }
            }
            Placeholder::TargetBranch => {
                let names = match trigger {
                    Trigger::PullRequest { target } => target.as_ref(),
                    _ => None,
                };
                Self { expression: whole_names(names), check: Check::Name(names) }
            }
            Placeholder::DefaultBranch => {
                Self { expression: whole_names(None), check: Check::Name(None) }
            }
            // The others stand in no tag.
            Placeholder::Project
            | Placeholder::ProjectPath
            | Placeholder::SourceUrl
            | Placeholder::Title
            | Placeholder::Description
            | Placeholder::Licenses
            | Placeholder::ImageTag
            | Placeholder::Reference
            | Placeholder::PullReference => plain(Expression::run(CharSet::TAG, 1, None)),
        }
    }

    pub(crate) fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Whether the placeholder can be written as this text, which its
    /// expression takes.
    pub(crate) fn admits(&self, text: &str) -> bool {
        match &self.check {
            Check::None => true,
            Check::Number => text.parse::<u64>().is_ok(),
            Check::Prerelease => Prerelease::new(text).is_ok(),
            Check::Slug(slug) => slug.admits(text),
            Check::Name(names) => is_name(text, *names),
            // One `_` stands for itself or for a `+`; which, only the plan knew.
            Check::Version(_) if text.contains('_') => true,
            Check::Version(names) => {
                is_name(&format!("v{text}"), *names)
                    || !text.starts_with('v') && is_name(text, *names)
            }
            Check::Release { filter, has_prefix: true } => filter.read(text).is_ok(),
            Check::Release { filter, has_prefix: false } => {
                let version = text.replace('_', "+");
                filter.read(&format!("{}{version}", filter.prefix)).is_ok()
            }
        }
    }
}

const SHA1: usize = 40;
const SHA256: usize = 64;
/// The digits of `u64::MAX`.
const U64: usize = 20;

fn is_name(text: &str, names: Option<&Names>) -> bool {
    names.is_none_or(|names| names.matches(text)) && RefName::new(text).is_ok()
}

/// The first digits of a sha, of either of its two lengths.
fn hex(digits: usize) -> Expression {
    let digits = |all: usize| Expression::run(CharSet::LOWER_HEX, digits.min(all), digits.min(all));
    Expression::any([digits(SHA256), digits(SHA1)])
}

fn time(format: &TimeFormat) -> Expression {
    Expression::all(format.parts().map(|part| match part {
        TimePart::Literal(character) => Expression::text(character),
        TimePart::Digits { least, most } if least == most => {
            Expression::run(CharSet::DIGITS, least, most)
        }
        TimePart::Digits { most, .. } => Expression::number(most),
    }))
}

/// The names themselves.
fn whole_names(names: Option<&Names>) -> Expression {
    let any = || Expression::run(CharSet::TAG, 1, None);
    match names.and_then(Names::matching) {
        None => any(),
        Some(patterns) => Expression::any(patterns.iter().map(|pattern| {
            source(pattern).map_or_else(any, |source| glob(source, |text| text.into()))
        })),
    }
}

/// The names without one leading `v`, as `{version}` has them.
fn names_without_v(names: Option<&Names>) -> Expression {
    let any = || Expression::run(CharSet::TAG, 0, None);
    let version = |source: &str| match source.strip_prefix('v') {
        Some(rest) => glob(rest, as_version),
        // A wildcard at the front may be the `v`.
        None if source.starts_with(['*', '?']) => any(),
        None => glob(source, as_version),
    };
    match names.and_then(Names::matching) {
        None => any(),
        Some(patterns) => Expression::any(
            patterns.iter().map(|pattern| source(pattern).map_or_else(any, version)),
        ),
    }
}

/// A pattern that is no regex.
fn source(pattern: &Pattern) -> Option<&str> {
    pattern.literal().or_else(|| pattern.glob())
}

fn as_version(text: &str) -> String {
    text.replace('+', "_")
}

/// What a glob takes of the characters of tags.
fn glob(source: &str, spell: impl Fn(&str) -> String) -> Expression {
    Expression::all(source.split_inclusive(['*', '?']).flat_map(|piece| {
        let wildcard = match piece.chars().next_back() {
            Some('*') => Some(Expression::run(CharSet::TAG, 0, None)),
            Some('?') => Some(Expression::Class(CharSet::TAG)),
            _ => None,
        };
        let text = piece.trim_end_matches(['*', '?']);
        let text = (!text.is_empty()).then(|| Expression::Text(spell(text)));
        text.into_iter().chain(wildcard)
    }))
}

// https://semver.org/spec/v2.0.0.html#backusnaur-form-grammar-for-valid-semver-versions
fn release(prereleases: PrereleaseFilter, has_metadata: bool) -> Expression {
    let dot = || Expression::text('.');
    let number = || Expression::number(U64);
    let behind_hyphen = Expression::all([Expression::text('-'), prerelease()]);
    let prerelease = match prereleases {
        PrereleaseFilter::No => None,
        PrereleaseFilter::Only => Some(behind_hyphen),
        PrereleaseFilter::Any => Some(behind_hyphen.optional()),
    };
    let word = || Expression::run(WORD, 1, None);
    let metadata = Expression::all([
        // What `{version}` writes for `+`.
        Expression::text('_'),
        word(),
        Expression::all([dot(), word()]).times(0, None),
    ]);
    let numbers = [number(), dot(), number(), dot(), number()];
    let metadata = has_metadata.then(|| metadata.optional());
    Expression::all(numbers.into_iter().chain(prerelease).chain(metadata))
}

fn prerelease() -> Expression {
    let identifier = || {
        let named = Expression::all([
            Expression::run(CharSet::DIGITS, 0, None),
            Expression::Class(CharSet::LETTERS.or(CharSet::HYPHEN)),
            Expression::run(WORD, 0, None),
        ]);
        let number = Expression::all([
            Expression::Class(CharSet::DIGITS.without(CharSet::of(b"0"))),
            Expression::run(CharSet::DIGITS, 0, None),
        ]);
        Expression::any([named, Expression::text('0'), number])
    };
    let more = Expression::all([Expression::text('.'), identifier()]);
    Expression::all([identifier(), more.times(0, None)])
}

const WORD: CharSet = CharSet::ALPHANUMERIC.or(CharSet::HYPHEN);
