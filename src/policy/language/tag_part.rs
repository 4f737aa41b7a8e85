use alloc::string::String;
use alloc::vec::Vec;

use super::facts::Fact;
use crate::name::{SlugRules, Tag, TimePart, Timestamp};
use crate::policy::{Content, Placeholder, Template};

/// A part of a template, as a machine writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TagPart {
    Text(Vec<u8>),
    /// Digits of one fact, or part of one, of one of two lengths.
    Digits {
        radix: Radix,
        lengths: [usize; 2],
        fact: Fact,
    },
    /// A number without leading zeros.
    Number(Fact),
    /// Text that somebody outside the policy chose.
    Free(Fact),
    /// The name of the ref, and what is made of it.
    Name(Use),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Radix {
    Ten,
    Sixteen,
}

/// What a template makes of the name of a ref.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Whole,
    Version,
    Slug,
}

/// What a machine takes for facts that no search turns back into a context: an
/// instant, a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Assumption {
    /// Those of every context that this crate makes up: each tag is one that a
    /// context gives, but not each such tag is there.
    Sample,
    /// Any: each tag that a context gives is there, and others too.
    Any,
    /// Any instant; and a letter for each value that is checked when a plan is
    /// made, as if it were legal.
    Letters,
}

/// The digits of `u64::MAX`.
pub(crate) const LONGEST_NUMBER: usize = 20;

/// 2026-03-18T09:00:00Z
pub(crate) const SAMPLE_INSTANT: i64 = 1_773_824_400;
pub(crate) const SAMPLE_PROJECT: &str = "project";
pub(crate) const SAMPLE_PRERELEASE: &str = "rc.1";
pub(crate) const SAMPLE_TARGET: &str = "main";

impl TagPart {
    /// The parts of a template, and whether they rest on an assumption.
    pub(crate) fn of(
        template: &Template,
        short_sha: usize,
        assumption: Assumption,
    ) -> (Vec<Self>, bool) {
        const SHA1: usize = 40;
        const WHOLE: [usize; 2] = [SHA1, 64];
        let hex = |lengths, fact| Self::Digits { radix: Radix::Sixteen, lengths, fact };
        let mut parts = Vec::new();
        let mut assumes = false;
        for part in template.parts() {
            let placeholder = match &part.content {
                Content::Literal(text) => {
                    parts.push(Self::Text(text.bytes().collect()));
                    continue;
                }
                Content::Placeholder(placeholder) => placeholder,
            };
            if assumption == Assumption::Letters && placeholder.is_checked_at_plan_time() {
                parts.push(Self::Text(Vec::from(*b"a")));
                continue;
            }
            if let Some(sample) = sample(placeholder) {
                assumes = true;
                match (assumption, placeholder) {
                    (Assumption::Sample, _) => parts.push(Self::Text(sample.into_bytes())),
                    (_, Placeholder::Created(format) | Placeholder::Committed(format)) => {
                        parts.extend(format.parts().map(Self::of_time));
                    }
                    (_, Placeholder::Prerelease) => parts.push(Self::Free(Fact::Prerelease)),
                    (_, Placeholder::Project) => parts.push(Self::Free(Fact::Project)),
                    _ => parts.push(Self::Free(Fact::Target)),
                }
                continue;
            }
            parts.push(match placeholder {
                Placeholder::ShortSha => hex([short_sha.min(SHA1), short_sha], Fact::Sha),
                Placeholder::Sha => hex(WHOLE, Fact::Sha),
                Placeholder::HeadSha => hex(WHOLE, Fact::HeadSha),
                Placeholder::Slug => Self::Name(Use::Slug),
                Placeholder::Version => Self::Name(Use::Version),
                Placeholder::PullRequest => Self::Number(Fact::PullRequest),
                Placeholder::Major => Self::Number(Fact::Major),
                Placeholder::Minor => Self::Number(Fact::Minor),
                Placeholder::Patch => Self::Number(Fact::Patch),
                Placeholder::RunNumber => Self::Number(Fact::RunNumber),
                _ => Self::Name(Use::Whole),
            });
        }
        (parts, assumes)
    }

    /// How long the text of parts behind each other is at least, and at most.
    pub(crate) fn lengths(parts: &[Self], slug: &SlugRules) -> [usize; 2] {
        parts.iter().fold([0, 0], |[least, most], part| {
            let [shortest, longest] = match part {
                Self::Text(text) => [text.len(), text.len()],
                Self::Digits { lengths, .. } => *lengths,
                Self::Number(_) => [1, LONGEST_NUMBER],
                Self::Name(Use::Slug) => [0, slug.max_length()],
                Self::Name(_) | Self::Free(_) => [0, Tag::MAX_LENGTH],
            };
            [least + shortest, most + longest]
        })
    }

    fn of_time(part: TimePart) -> Self {
        match part {
            TimePart::Literal(character) => {
                let mut buffer = [0; 4];
                Self::Text(character.encode_utf8(&mut buffer).bytes().collect())
            }
            TimePart::Digits { least, most } if least == most => {
                Self::Digits { radix: Radix::Ten, lengths: [least, most], fact: Fact::Time }
            }
            TimePart::Digits { .. } => Self::Number(Fact::Time),
        }
    }
}

/// What stands for a fact in the contexts that are made up.
fn sample(placeholder: &Placeholder) -> Option<String> {
    Some(match placeholder {
        Placeholder::Created(format) | Placeholder::Committed(format) => {
            let mut text = String::new();
            format.write(Timestamp::from_unix(SAMPLE_INSTANT).ok()?, &mut text);
            text
        }
        Placeholder::Project => SAMPLE_PROJECT.into(),
        Placeholder::Prerelease => SAMPLE_PRERELEASE.into(),
        Placeholder::TargetBranch | Placeholder::DefaultBranch => SAMPLE_TARGET.into(),
        _ => return None,
    })
}
