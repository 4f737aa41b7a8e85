//! The shapes of placeholders, from a policy's own settings.

use alloc::format;

use super::prover::Prover;
use super::shape::Shape;
use crate::name::{SlugCase, SlugEdges};
use crate::policy::char_set::CharSet;
use crate::policy::names::Names;
use crate::policy::placeholder::Placeholder;
use crate::policy::trigger::Trigger;

impl Prover<'_> {
    /// What a placeholder may become where this trigger fires.
    pub(crate) fn shape(&self, placeholder: &Placeholder, trigger: &Trigger) -> Shape {
        const SHA1: usize = 40;
        const SHA256: usize = 64;
        const U64: usize = 20;
        match placeholder {
            Placeholder::ShortSha => Shape::run(
                CharSet::LOWER_HEX,
                self.settings.short_sha.min(SHA1),
                self.settings.short_sha,
            ),
            Placeholder::Sha | Placeholder::HeadSha => Shape::run(CharSet::LOWER_HEX, SHA1, SHA256),
            Placeholder::Created(format) | Placeholder::Committed(format) => Shape::of_time(format),
            Placeholder::PullRequest
            | Placeholder::Major
            | Placeholder::Minor
            | Placeholder::Patch
            | Placeholder::RunNumber => Shape::run(CharSet::DIGITS, 1, U64),
            Placeholder::Slug => self.slug_of(trigger),
            Placeholder::Branch => match trigger {
                Trigger::Branch(names) => name_of(Some(names)),
                _ => name_of(None),
            },
            Placeholder::TargetBranch => match trigger {
                Trigger::PullRequest { target } => name_of(target.as_ref()),
                _ => name_of(None),
            },
            Placeholder::DefaultBranch => name_of(None),
            // At least that much of it is known: 1.0.0.
            Placeholder::Version if matches!(trigger, Trigger::Release(_)) => {
                let holds = CharSet::DIGITS.or(CharSet::of(b"."));
                Shape { any: holds, ..Shape::run(CharSet::DIGITS, 5, 5) }
            }
            Placeholder::SourceUrl
            | Placeholder::Title
            | Placeholder::Description
            | Placeholder::Licenses => Shape::run(CharSet::EVERY, 0, usize::MAX),
            // INVARIANT: whoever plans checks the tag that one of these is in.
            Placeholder::Version
            | Placeholder::GitTag
            | Placeholder::Prerelease
            | Placeholder::Project
            | Placeholder::ProjectPath
            | Placeholder::ImageTag
            | Placeholder::Reference
            | Placeholder::PullReference => Shape::run(CharSet::LOWER, 1, 1),
        }
    }

    /// The slugs of the names that the trigger takes.
    pub(crate) fn slug_of(&self, trigger: &Trigger) -> Shape {
        match trigger {
            Trigger::Branch(names) | Trigger::Tag(names) => match names.matching() {
                None => self.slug_behind(""),
                Some(patterns) => union(patterns.iter().map(|pattern| {
                    match (pattern.literal(), pattern.glob()) {
                        (Some(name), _) => match self.settings.slug.slug(name) {
                            Some(slug) => Shape::exactly(slug.as_str()),
                            None => Shape::EMPTY,
                        },
                        (None, Some(glob)) => {
                            let fixed = glob.find(['*', '?']).and_then(|end| glob.get(..end));
                            self.slug_behind(fixed.unwrap_or_default())
                        }
                        (None, None) => self.slug_behind(""),
                    }
                })),
            },
            // A version begins with a digit.
            Trigger::Release(filter) => union(
                ('0'..='9').map(|digit| self.slug_behind(&format!("{}{digit}", filter.prefix))),
            ),
            _ => self.slug_behind(""),
        }
    }

    /// The slugs of all names that begin with this text.
    fn slug_behind(&self, fixed: &str) -> Shape {
        let rules = self.settings.slug;
        let alphabet = rules.alphabet();
        let alphanumeric = match alphabet.case {
            SlugCase::Keep => CharSet::ALPHANUMERIC,
            SlugCase::Lower => CharSet::LOWER.or(CharSet::DIGITS),
        };
        let kept = alphabet.keep().map(CharSet::of_char).fold(CharSet::NONE, CharSet::or);
        let any = alphanumeric.or(kept).or(CharSet::HYPHEN);
        let trims = rules.edges() == SlugEdges::Trim;
        let first_fixed = fixed.bytes().next().map(|first| char::from(alphabet.map(first)));
        let first = match first_fixed {
            Some(first) if !trims || first.is_ascii_alphanumeric() => CharSet::of_char(first),
            _ if trims => alphanumeric,
            // No part of a git ref begins with '.'.
            _ => any.without(CharSet::of(b".")),
        };
        let base = rules.base_length();
        let survives =
            !trims || fixed.chars().take(base).any(|character| character.is_ascii_alphanumeric());
        let shape = Shape {
            first,
            any,
            last: if trims { alphanumeric } else { any },
            least: usize::from(survives),
            most: base,
        };
        let shape = match rules.empty() {
            Some(empty) if !survives => {
                Shape { least: 1, ..shape }.or(Shape::exactly(empty.as_str()))
            }
            _ => shape,
        };
        match rules.distinct() {
            0 => shape,
            digits => {
                let hash = Shape::run(CharSet::LOWER_HEX, digits, digits);
                // A collapsed run may end in the '-' already.
                let behind = shape.then(Shape::run(CharSet::HYPHEN, 0, 1)).then(hash);
                if shape.least == 0 {
                    Shape { first: shape.first, ..behind }.or(hash)
                } else {
                    behind
                }
            }
        }
    }
}

/// The names themselves: bounded only where the patterns are texts.
fn name_of(names: Option<&Names>) -> Shape {
    let any = Shape::run(CharSet::EVERY, 1, usize::MAX);
    match names.and_then(Names::matching) {
        None => any,
        Some(patterns) => {
            union(patterns.iter().map(|pattern| pattern.literal().map_or(any, Shape::exactly)))
        }
    }
}

fn union(shapes: impl Iterator<Item = Shape>) -> Shape {
    shapes.reduce(Shape::or).unwrap_or(Shape::EMPTY)
}
