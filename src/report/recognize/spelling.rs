use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;

use semver::Prerelease;

use super::recognized::TagFieldValue;
use crate::name::{CommitSha, RefName, Slug, SlugRules};
use crate::policy::language::Expression;
use crate::policy::{
    CharSet, Conditions, Kind, Names, Pattern, Placeholder, Policy, ReleaseFilter,
};

/// What a placeholder can be written as in the tags of one rule.
///
/// INVARIANT: it takes every text that some plan writes there, and may take
/// more.
#[derive(Debug)]
pub(crate) struct Spelling<'p> {
    placeholder: &'p Placeholder,
    expression: Arc<Expression>,
    /// Its characters and lengths alone.
    characters: Expression,
    meaning: Meaning<'p>,
    /// How many patterns a text is compared with at most.
    patterns: usize,
}

/// What the text of a placeholder is, and what a regular expression cannot say of
/// it, or not in all dialects.
#[derive(Debug)]
enum Meaning<'p> {
    Text,
    Sha,
    /// At most `u64::MAX`.
    Number,
    Prerelease,
    /// A declared value.
    Declared(&'p Pattern),
    /// The slug of a name that the rule admits.
    Slug(&'p SlugRules, &'p Conditions),
    /// One of these names itself.
    Name(Option<&'p Names>),
    /// What `{version}` makes of one of these names.
    Version(Option<&'p Names>),
    /// The git tag of a release that the rule admits.
    Release(&'p Conditions),
    /// What `{version}` makes of one.
    ReleaseVersion(&'p ReleaseFilter, &'p Conditions),
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

    /// Texts of the same characters and lengths.
    pub(crate) fn characters(&self) -> &Expression {
        &self.characters
    }

    /// How much work it is to say whether it admits a text.
    pub(crate) fn cost(&self) -> usize {
        1 + self.patterns
    }

    /// Whether the placeholder can be written as this text, which its
    /// expression takes.
    pub(crate) fn admits(&self, text: &str) -> bool {
        match &self.meaning {
            Meaning::Text | Meaning::Sha => true,
            Meaning::Number => text.parse::<u64>().is_ok(),
            Meaning::Prerelease => Prerelease::new(text).is_ok(),
            Meaning::Declared(pattern) => !text.is_empty() && pattern.matches(text),
            Meaning::Slug(rules, conditions) => rules
                .may_give(text, |name| conditions.takes_name(name) && RefName::new(name).is_ok()),
            Meaning::Name(names) => is_name(text, *names),
            // One `_` stands for itself or for a `+`; which, only the plan knew.
            Meaning::Version(_) if text.contains('_') => true,
            Meaning::Version(names) => {
                is_name(&["v", text].concat(), *names)
                    || !text.starts_with('v') && is_name(text, *names)
            }
            Meaning::Release(conditions) => conditions.takes_name(text),
            Meaning::ReleaseVersion(filter, conditions) => {
                let version = text.replace('_', "+");
                conditions.takes_name(&format!("{}{version}", filter.prefix))
            }
        }
    }

    /// What the placeholder says if it is written as this text, which it admits.
    pub(crate) fn value(&self, text: &str) -> TagFieldValue {
        let value = match self.meaning {
            Meaning::Sha if text.len() < CommitSha::SHA1 => None,
            Meaning::Sha => CommitSha::new(text).ok().map(TagFieldValue::Sha),
            Meaning::Number => text.parse().ok().map(TagFieldValue::Number),
            Meaning::Slug(..) => Slug::new(text).ok().map(TagFieldValue::Slug),
            Meaning::Name(_) | Meaning::Release(_) => {
                RefName::new(text).ok().map(TagFieldValue::Ref)
            }
            Meaning::Text
            | Meaning::Prerelease
            | Meaning::Declared(_)
            | Meaning::Version(_)
            | Meaning::ReleaseVersion(..) => None,
        };
        value.unwrap_or_else(|| TagFieldValue::Text(String::from(text)))
    }
}

impl<'p> Meaning<'p> {
    fn of(policy: &'p Policy, conditions: &'p Conditions, placeholder: &'p Placeholder) -> Self {
        if let Placeholder::Declared(value) = placeholder {
            return Self::Declared(&value.pattern);
        }
        if let Placeholder::Slug(name) = placeholder {
            return Self::Slug(policy.slugs().named(name), conditions);
        }
        let is_target = *placeholder == Placeholder::TargetBranch;
        match (placeholder.kind(), conditions.release()) {
            (Kind::Sha, _) => Self::Sha,
            (Kind::Number, _) => Self::Number,
            (Kind::Prerelease, _) => Self::Prerelease,
            (Kind::Branch, _) if is_target => Self::Name(conditions.target()),
            (Kind::Branch, _) if *placeholder == Placeholder::Branch => {
                Self::Name(conditions.names())
            }
            (Kind::Branch, _) => Self::Name(None),
            (Kind::GitTag, Some(_)) => Self::Release(conditions),
            (Kind::GitTag, None) => Self::Name(conditions.names()),
            (Kind::Version, Some(filter)) => Self::ReleaseVersion(filter, conditions),
            (Kind::Version, None) => Self::Version(conditions.tag_names()),
            (
                Kind::Instant
                | Kind::Slug
                | Kind::Project
                | Kind::Prose
                | Kind::Declared
                | Kind::Outcome,
                _,
            ) => Self::Text,
        }
    }
}

fn is_name(text: &str, names: Option<&Names>) -> bool {
    names.is_none_or(|names| names.matches(text)) && RefName::new(text).is_ok()
}
