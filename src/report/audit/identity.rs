//! What tags say of the refs and the commits that they are of.

use alloc::string::String;
use alloc::vec::Vec;

use super::side::Side;
use crate::name::{SlugRules, TimeFormat, Timestamp};
use crate::policy::language::{Fact, SAMPLE_INSTANT, TagPart, Use};
use crate::policy::{Content, Part, Placeholder, Rule, RuleTag, Trigger};

/// Whether a tag tells two pipelines apart whatever their refs are: by the
/// commit, by their number, or by the second.
pub(crate) fn names_run(tag: &RuleTag) -> bool {
    let text = |format: &TimeFormat, seconds| {
        let mut text = String::new();
        if let Ok(instant) = Timestamp::from_unix(SAMPLE_INSTANT + seconds) {
            format.write(instant, &mut text);
        }
        text
    };
    tag.template.has(|placeholder| match placeholder {
        Placeholder::Sha
        | Placeholder::ShortSha
        | Placeholder::HeadSha
        | Placeholder::RunNumber => true,
        Placeholder::Created(format) | Placeholder::Committed(format) => {
            text(format, 0) != text(format, 1)
        }
        _ => false,
    })
}

/// Whether the number of a pull request can be read from a tag in one way: it
/// stands at an end, or behind text, and what is beside it is no digit.
pub(crate) fn names_pull_request(parts: &[TagPart]) -> bool {
    let is_number = |part: &TagPart| matches!(part, TagPart::Fact(Fact::PullRequest, _));
    let is_border = |part: Option<&TagPart>, is_behind: bool| match part {
        None => true,
        Some(TagPart::Text(text)) => {
            let beside = if is_behind { text.first() } else { text.last() };
            beside.is_some_and(|byte| !byte.is_ascii_digit())
        }
        Some(_) => false,
    };
    match parts {
        [TagPart::Text(_), number, rest @ ..] | [number, rest @ ..] if is_number(number) => {
            is_border(rest.first(), true)
        }
        [rest @ .., number, TagPart::Text(_)] | [rest @ .., number] if is_number(number) => {
            is_border(rest.last(), false)
        }
        _ => false,
    }
}

/// Whether equal tags of the two are of one commit: both end, or both begin,
/// with the same digits of its sha and the same text beside them. Of one head
/// commit, the pipelines of several pull requests build several merges.
pub(crate) fn name_one_commit(left: &RuleTag, right: &RuleTag) -> bool {
    let (left, right) = (left.template.parts(), right.template.parts());
    let names_commit = |part: &Part| {
        matches!(part.content, Content::Placeholder(Placeholder::ShortSha | Placeholder::Sha))
    };
    let aligned = |pairs: &mut dyn Iterator<Item = (&Part, &Part)>| {
        pairs
            .take_while(|(left, right)| left.content == right.content)
            .take_while(|(part, _)| {
                matches!(part.content, Content::Literal(_)) || names_commit(part)
            })
            .any(|(part, _)| names_commit(part))
    };
    aligned(&mut left.iter().zip(right)) || aligned(&mut left.iter().rev().zip(right.iter().rev()))
}

/// Where equal tags of the two are of one name, because both end with the digits
/// of its hash and the same behind them: what stands before its slug in each.
pub(crate) fn before_one_hash<'s>(
    slug: &SlugRules,
    [left, right]: [&'s Side<'_>; 2],
) -> Option<[&'s [TagPart]; 2]> {
    if slug.distinct() == 0 {
        return None;
    }
    let (left, right) = (&left.parts, &right.parts);
    let aligned = left.iter().rev().zip(right.iter().rev());
    let mut aligned = aligned.take_while(|(left, right)| left == right);
    let behind = aligned.position(|(part, _)| *part == TagPart::Name(Use::Slug))?;
    let before = |parts: &'s [TagPart]| parts.get(..parts.len().checked_sub(behind + 1)?);
    Some([before(left)?, before(right)?])
}

/// Whether texts of the one may be as long as texts of the other.
pub(crate) fn may_be_as_long(slug: &SlugRules, parts: [&[TagPart]; 2]) -> bool {
    let lengths = parts.map(|parts| TagPart::lengths(parts, slug));
    let [[our_least, our_most], [their_least, their_most]] = lengths;
    our_least <= their_most && their_least <= our_most
}

/// Whether each tag of the two that has one way in both has the same facts in
/// both.
pub(crate) fn is_one_to_one(left: &Side<'_>, right: &Side<'_>) -> bool {
    let parts = |side: &Side<'_>| -> Vec<TagPart> {
        let parts = side.parts.iter().cloned();
        parts
            .map(|part| match part {
                TagPart::Name(Use::Whole) => TagPart::Name(Use::Slug),
                part => part,
            })
            .collect()
    };
    parts(left) == parts(right)
}

/// Whether each tag of the two names a branch in both.
pub(crate) fn name_branches(left: &Side<'_>, right: &Side<'_>) -> bool {
    let is_branch =
        |side: &Side<'_>| matches!(side.rule.trigger, Trigger::Branch(_) | Trigger::DefaultBranch);
    let names = |part: &TagPart| matches!(part, TagPart::Name(_));
    is_branch(left) && is_branch(right) && left.parts.iter().any(names)
}

/// Whether a text may end in both.
pub(crate) fn are_ends_of_one(left: &[u8], right: &[u8]) -> bool {
    left.ends_with(right) || right.ends_with(left)
}

/// Whether two rules are for refs of one kind, so that one ref may make both fire.
pub(crate) fn are_of_one_kind(rules: [&Rule; 2]) -> bool {
    let is_tag = |rule: &Rule| matches!(rule.trigger, Trigger::Tag(_) | Trigger::Release(_));
    let is_branch = |rule: &Rule| matches!(rule.trigger, Trigger::Branch(_));
    rules.into_iter().all(is_tag) || rules.into_iter().all(is_branch)
}
