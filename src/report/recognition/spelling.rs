use alloc::format;

use semver::Prerelease;

use super::slug_spelling::SlugSpelling;
use crate::name::RefName;
use crate::policy::language::Expression;
use crate::policy::{CharSet, Names, Placeholder, Policy, ReleaseFilter, Trigger};

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
        let check = match (placeholder, trigger) {
            (
                Placeholder::PullRequest
                | Placeholder::Major
                | Placeholder::Minor
                | Placeholder::Patch
                | Placeholder::RunNumber,
                _,
            ) => Check::Number,
            (Placeholder::Prerelease, _) => Check::Prerelease,
            (Placeholder::Slug, _) => Check::Slug(SlugSpelling::new(policy.slug_rules(), trigger)),
            (Placeholder::Version, Trigger::Release(filter)) => {
                Check::Release { filter, has_prefix: false }
            }
            (Placeholder::GitTag, Trigger::Release(filter)) => {
                Check::Release { filter, has_prefix: true }
            }
            (Placeholder::Version, _) => Check::Version(names),
            (Placeholder::GitTag | Placeholder::Branch, _) => Check::Name(names),
            (Placeholder::TargetBranch, Trigger::PullRequest { target }) => {
                Check::Name(target.as_ref())
            }
            (Placeholder::DefaultBranch, _) => Check::Name(None),
            _ => Check::None,
        };
        let expression = Expression::of(placeholder, trigger, policy.settings());
        Self { expression: expression.within(CharSet::TAG), check }
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

fn is_name(text: &str, names: Option<&Names>) -> bool {
    names.is_none_or(|names| names.matches(text)) && RefName::new(text).is_ok()
}
