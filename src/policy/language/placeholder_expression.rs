//! What each placeholder may become.

use super::expression::Expression;
use super::release_expression::{LONGEST_NUMBER, digits};
use super::sem_ver_expression::prerelease;
use super::settings::Settings;
use crate::name::{CommitSha, ImageName, Tag, TimePart};
use crate::policy::{
    CharSet, Conditions, LONGEST_VARIANT, Names, Pattern, Placeholder, Plus, Projects,
    ReleaseFilter,
};

impl Expression {
    /// What a placeholder may become where conditions hold: at least every text
    /// that some plan writes in its place.
    pub(crate) fn of(
        placeholder: &Placeholder,
        conditions: &Conditions,
        settings: Settings<'_>,
    ) -> Self {
        match placeholder {
            Placeholder::ShortSha | Placeholder::ShortHeadSha => sha(settings.short_sha),
            Placeholder::Sha | Placeholder::HeadSha => sha(CommitSha::SHA256),
            Placeholder::Created(format) | Placeholder::Committed(format) => {
                Self::all(format.parts().map(Self::of_time))
            }
            Placeholder::PullRequest | Placeholder::RunNumber => Self::number(LONGEST_NUMBER),
            // Without a condition, of any scheme.
            Placeholder::Major | Placeholder::Minor | Placeholder::Patch => {
                conditions.release().map_or_else(digits, ReleaseFilter::number)
            }
            Placeholder::Prerelease => {
                conditions.release().map_or_else(prerelease, ReleaseFilter::prerelease)
            }
            Placeholder::Slug(name, capture) => {
                Self::slug(settings.slugs.named(name), capture.as_deref(), conditions)
            }
            Placeholder::Branch => Self::names(conditions.names()),
            Placeholder::TargetBranch => Self::names(conditions.target()),
            Placeholder::GitTag(plus) => {
                let git_tag = match conditions.release() {
                    Some(filter) => filter.expression(Projects::Matching(conditions.project())),
                    None => Self::names(conditions.names()),
                };
                match plus {
                    Plus::Kept => git_tag,
                    Plus::Underscore => git_tag.in_name(),
                }
            }
            Placeholder::Version => match (conditions.release(), conditions.tag_names()) {
                (Some(filter), _) => filter.version(),
                (None, Some(names)) => Self::of_each(names, version, Self::anything).in_name(),
                (None, None) => Self::anything(),
            },
            Placeholder::DefaultBranch | Placeholder::Project | Placeholder::ProjectPath => {
                Self::anything()
            }
            // A template knows its variant before anybody asks.
            Placeholder::Variant => Self::run(CharSet::TAG, 0, LONGEST_VARIANT),
            Placeholder::SourceUrl
            | Placeholder::Title
            | Placeholder::Description
            | Placeholder::Licenses => Self::run(CharSet::EVERY, 0, None),
            Placeholder::Declared(value) => value.expression.clone(),
            Placeholder::Capture(capture) => capture.expression.clone(),
            Placeholder::ImageTag => Self::all([
                Self::Class(CharSet::TAG_BEGIN),
                Self::run(CharSet::TAG, 0, Tag::MAX_LENGTH - 1),
            ]),
            Placeholder::Reference | Placeholder::PullReference => {
                let most = ImageName::MAX_LENGTH + ":".len() + Tag::MAX_LENGTH;
                Self::all([
                    Self::Class(CharSet::ALPHANUMERIC),
                    Self::run(CharSet::TAG.or(CharSet::of(b"/:")), 0, most - 2),
                    Self::Class(CharSet::TAG),
                ])
            }
        }
    }

    pub(crate) fn of_time(part: TimePart) -> Self {
        match part {
            TimePart::Literal(character) => Self::text(character),
            TimePart::Digits { least, most } if least == most => {
                Self::run(CharSet::DIGITS, least, most)
            }
            TimePart::Digits { most, .. } => Self::number(most),
        }
    }

    /// The names that match.
    pub(crate) fn names(names: Option<&Names>) -> Self {
        names.map_or_else(Self::anything, |names| {
            Self::of_each(names, Pattern::expression, Self::anything)
        })
    }

    /// What is made of the patterns of which one matches, and what there is
    /// without a pattern or of one that nothing is made of.
    fn of_each(
        names: &Names,
        make: impl Fn(&Pattern) -> Option<Self>,
        otherwise: impl Fn() -> Self,
    ) -> Self {
        match names.matching() {
            None => otherwise(),
            Some(patterns) => {
                let each = patterns.iter().map(make);
                Self::any(each.map(|one| one.unwrap_or_else(&otherwise)))
            }
        }
    }
}

/// The first digits of a commit sha, of either of its two lengths.
fn sha(digits: usize) -> Expression {
    let run = |digits| Expression::run(CharSet::LOWER_HEX, digits, digits);
    match digits.checked_sub(CommitSha::SHA1) {
        None | Some(0) => run(digits),
        Some(more) => Expression::all([run(CommitSha::SHA1), run(more).optional()]),
    }
}

/// The git tags that a pattern matches, as `{version}` has them.
fn version(pattern: &Pattern) -> Option<Expression> {
    pattern.expression()?.version()
}
