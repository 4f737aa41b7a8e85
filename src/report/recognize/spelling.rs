use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::recognized::TagFieldValue;
use crate::name::{CommitSha, RefName, Slug, SlugRules};
use crate::policy::language::Expression;
use crate::policy::{
    CharSet, Conditions, Kind, Names, Pattern, Placeholder, Policy, VersionScheme,
};

/// The possible spellings of a placeholder in the tags of one rule.
///
/// INVARIANT: this is an over-approximation. It accepts every string that some plan
/// writes there, and may accept more.
#[derive(Debug)]
pub(crate) struct Spelling<'p> {
    placeholder: &'p Placeholder,
    expression: Arc<Expression>,
    /// Only its characters and lengths.
    characters: Expression,
    meaning: Meaning<'p>,
    /// The greatest number of patterns that a string is compared with.
    patterns: usize,
}

/// The meaning of a placeholder's string, including restrictions that a regular
/// expression cannot express, at least not in all dialects.
#[derive(Debug)]
enum Meaning<'p> {
    Text,
    Sha,
    /// At most `u64::MAX`.
    Number,
    Prerelease(VersionScheme),
    /// A declared value.
    Declared(&'p Pattern),
    /// The slug of a name that the rule admits, or of a capture.
    Slug(&'p SlugRules, Option<&'p Conditions>),
    /// One of these names itself.
    Name(Option<&'p Names>),
    /// A git tag that the rule matches.
    GitTag(&'p Conditions),
    /// The `{version}` of a git tag that the rule matches.
    Version(&'p Conditions),
}

impl<'p> Spelling<'p> {
    pub(crate) fn of(
        policy: &'p Policy,
        conditions: &'p Conditions,
        placeholder: &'p Placeholder,
    ) -> Self {
        let expression = Expression::of(placeholder, conditions, policy.settings());
        let expression = Arc::new(expression.within(CharSet::TAG));
        let characters = expression.characters();
        let meaning = Meaning::of(policy, conditions, placeholder);
        let patterns = conditions.pattern_count();
        Self { placeholder, expression, characters, meaning, patterns }
    }

    pub(crate) fn placeholder(&self) -> &'p Placeholder {
        self.placeholder
    }

    pub(crate) fn expression(&self) -> &Arc<Expression> {
        &self.expression
    }

    /// An over-approximation: all strings of the same characters and lengths.
    pub(crate) fn characters(&self) -> &Expression {
        &self.characters
    }

    /// The cost of deciding whether it admits a string.
    pub(crate) fn cost(&self) -> usize {
        1 + self.patterns
    }

    /// Whether the placeholder can be written as this string, which its expression
    /// matches.
    pub(crate) fn admits(&self, text: &str) -> bool {
        match &self.meaning {
            Meaning::Text | Meaning::Sha => true,
            Meaning::Number => text.parse::<u64>().is_ok(),
            Meaning::Prerelease(scheme) => scheme.has_prerelease(text),
            Meaning::Declared(pattern) => !text.is_empty() && pattern.matches(text),
            Meaning::Slug(rules, conditions) => rules.may_give(text, |name| {
                conditions.is_none_or(|one| RefName::new(name).is_ok() && one.takes_name(name))
            }),
            Meaning::Name(names) => is_name(text, *names),
            Meaning::GitTag(conditions) => is_any(text, &|name| is_git_tag(name, conditions)),
            Meaning::Version(conditions) => {
                is_any(text, &|version| is_version(version, conditions))
            }
        }
    }

    /// The value of the placeholder if it is written as this string, which it admits.
    pub(crate) fn value(&self, text: &str) -> TagFieldValue {
        let value = match self.meaning {
            Meaning::Sha if text.len() < CommitSha::SHA1 => None,
            Meaning::Sha => CommitSha::new(text).ok().map(TagFieldValue::Sha),
            Meaning::Number => text.parse().ok().map(TagFieldValue::Number),
            Meaning::Slug(..) => Slug::new(text).ok().map(TagFieldValue::Slug),
            Meaning::Name(_) => RefName::new(text).ok().map(TagFieldValue::Ref),
            Meaning::GitTag(conditions) => {
                let is_other = |name: &str| name != text && is_git_tag(name, conditions);
                let is_certain = !is_any(text, &is_other);
                RefName::new(text).ok().filter(|_| is_certain).map(TagFieldValue::Ref)
            }
            Meaning::Text | Meaning::Prerelease(_) | Meaning::Declared(_) | Meaning::Version(_) => {
                None
            }
        };
        value.unwrap_or_else(|| TagFieldValue::Text(String::from(text)))
    }
}

impl<'p> Meaning<'p> {
    fn of(policy: &'p Policy, conditions: &'p Conditions, placeholder: &'p Placeholder) -> Self {
        if let Placeholder::Declared(value) = placeholder {
            return Self::Declared(&value.pattern);
        }
        if let Placeholder::Slug(name, capture) = placeholder {
            let conditions = capture.is_none().then_some(conditions);
            return Self::Slug(policy.slugs().named(name), conditions);
        }
        let is_target = *placeholder == Placeholder::TargetBranch;
        let scheme = conditions.release().map(|filter| filter.scheme).unwrap_or_default();
        match placeholder.kind() {
            Kind::Sha => Self::Sha,
            // The numbers of a dotted version are texts, in which leading zeros count.
            Kind::Number
                if scheme == VersionScheme::Dotted && placeholder.fact().is_of_version() =>
            {
                Self::Text
            }
            Kind::Number => Self::Number,
            Kind::Prerelease => Self::Prerelease(scheme),
            Kind::Branch if is_target => Self::Name(conditions.target()),
            Kind::Branch if *placeholder == Placeholder::Branch => Self::Name(conditions.names()),
            Kind::Branch => Self::Name(None),
            Kind::GitTag => Self::GitTag(conditions),
            Kind::Version => Self::Version(conditions),
            Kind::Instant
            | Kind::Slug
            | Kind::Project
            | Kind::Variant
            | Kind::Prose
            | Kind::Declared
            | Kind::Capture
            | Kind::Outcome => Self::Text,
        }
    }
}

/// Whether a predicate holds for one of the git tags that may be written as this
/// string: each `_` may be a replaced `+`. If there are more than a few, it is assumed
/// to hold.
fn is_any(text: &str, holds: &dyn Fn(&str) -> bool) -> bool {
    const MOST: usize = 3;
    let places: Vec<usize> = text.match_indices('_').map(|(index, _)| index).collect();
    if places.len() > MOST {
        return true;
    }
    (0..1_u8 << places.len()).any(|choice| {
        let mut git_tag = String::from(text);
        for (bit, place) in places.iter().enumerate() {
            if choice >> bit & 1 == 1 {
                git_tag.replace_range(place..=place, "+");
            }
        }
        holds(&git_tag)
    })
}

/// Whether this string is the `{version}` of a git tag that the rule matches.
fn is_version(version: &str, conditions: &Conditions) -> bool {
    let is_number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let is_taken = |prefix: &str| is_git_tag(&[prefix, version].concat(), conditions);
    let Some(filter) = conditions.release() else {
        return is_number(version) && is_taken("v")
            || !version.strip_prefix('v').is_some_and(is_number) && is_taken("");
    };
    // The spelling in the git tag and the project in its prefix are unknown, so any may
    // match.
    if !filter.is_as_written() || filter.has_project() || !conditions.have_whole_versions() {
        return filter.gives(version);
    }
    filter.prefixes.iter().any(|prefix| is_taken(&prefix.text("")))
}

fn is_git_tag(text: &str, conditions: &Conditions) -> bool {
    conditions.takes_name(text) && RefName::new(text).is_ok()
}

fn is_name(text: &str, names: Option<&Names>) -> bool {
    names.is_none_or(|names| names.matches(text)) && RefName::new(text).is_ok()
}
