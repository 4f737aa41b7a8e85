//! What two tags have in common by their templates alone.

use alloc::vec::Vec;

use super::side::Side;
use crate::name::RefKind;
use crate::policy::language::{TagPart, Use};
use crate::policy::{Content, Fact, Kind, Part, Placeholder, Slugs, Template};

/// Whether equal tags of the two always name one commit: both end, or both begin,
/// with the same digits of its sha and the same text next to them.
pub(crate) fn name_one_commit([left, right]: [&Side<'_>; 2]) -> bool {
    let (ours, theirs) = (left.template().parts(), right.template().parts());
    let commit = |part: &Part, side: &Side<'_>| {
        let placeholder = part.placeholder()?;
        placeholder.names_commit(&side.rule.conditions).then(|| placeholder.of_built_commit())
    };
    let aligned = |pairs: &mut dyn Iterator<Item = (&Part, &Part)>| {
        let mut commits = pairs.map_while(|(our, their)| match (&our.content, &their.content) {
            (Content::Literal(our), Content::Literal(their)) => (our == their).then_some(false),
            _ => {
                let both = (commit(our, left)?, commit(their, right)?);
                (both.0 == both.1).then_some(true)
            }
        });
        commits.any(|is_commit| is_commit)
    };
    aligned(&mut ours.iter().zip(theirs))
        || aligned(&mut ours.iter().rev().zip(theirs.iter().rev()))
}

/// Whether equal tags of the two always name one build: both contain the same unique
/// value, and the parts around it are equal and have a fixed length each.
pub(crate) fn name_one_build(slugs: &Slugs, [left, right]: [&Side<'_>; 2]) -> bool {
    let is_of_one_length = |part: &TagPart| part.is_of_one_length(slugs);
    let is_unique = |side: &Side<'_>, index: usize| {
        let part = side.template().parts().get(index).and_then(Part::placeholder);
        part.is_some_and(Placeholder::is_unique)
    };
    let mut pairs = left.parts.iter().zip(&right.parts).enumerate();
    let first = pairs.find(|(_, (ours, theirs))| ours != theirs || !is_of_one_length(ours));
    let Some((index, (ours, theirs))) = first else { return false };
    let after = [left, right].map(|side| side.parts.get(index + 1..).unwrap_or_default());
    ours == theirs
        && is_unique(left, index)
        && is_unique(right, index)
        && after[0] == after[1]
        && after[0].iter().all(is_of_one_length)
}

/// Returns the parts before the hashed slug of each of the two, if equal tags of them
/// come from one name: both end with the digits of its hash, followed by the same parts.
pub(crate) fn before_one_hash<'s>(
    slugs: &Slugs,
    [left, right]: [&'s Side<'_>; 2],
) -> Option<[&'s [TagPart]; 2]> {
    if !are_lowered_alike([left, right]) {
        return None;
    }
    let aligned = left.parts.iter().rev().zip(right.parts.iter().rev());
    let mut aligned = aligned.take_while(|(left, right)| left == right);
    let is_hashed =
        |part: &TagPart| part.name_slug().is_some_and(|id| slugs.rules(id).distinct() > 0);
    let after = aligned.position(|(part, _)| is_hashed(part))?;
    let before = |parts: &'s [TagPart]| parts.get(..parts.len().checked_sub(after + 1)?);
    Some([before(&left.parts)?, before(&right.parts)?])
}

/// Whether texts of the one may be as long as texts of the other.
pub(crate) fn may_be_as_long(slugs: &Slugs, parts: [&[TagPart]; 2]) -> bool {
    let [ours, theirs] = parts.map(|parts| TagPart::shape(parts, slugs));
    ours.least <= theirs.most && theirs.least <= ours.most
}

/// Whether the letters of both repositories are written alike.
fn are_lowered_alike([left, right]: [&Side<'_>; 2]) -> bool {
    left.given.repository == right.given.repository
}

/// Whether each tag of the two that has one way in both has the same facts in
/// both.
pub(crate) fn is_one_to_one([left, right]: [&Side<'_>; 2]) -> bool {
    if !are_lowered_alike([left, right]) {
        return false;
    }
    let is_whole = |part: &TagPart| *part == TagPart::Name(Use::Whole);
    let are_alike = |(left, right): (&TagPart, &TagPart)| {
        left == right
            || is_whole(left) && right.name_slug().is_some()
            || is_whole(right) && left.name_slug().is_some()
    };
    left.parts.len() == right.parts.len() && left.parts.iter().zip(&right.parts).all(are_alike)
}

/// Whether the two write the names of their refs, whole or as slugs, in the same places, and
/// everything else alike.
pub(crate) fn write_names_alike<'s>([left, right]: [&'s Side<'s>; 2]) -> bool {
    // Of two variants, what the policy writes without their affixes.
    let template = |side: &'s Side<'s>| {
        if left.build == right.build {
            side.tag.template_in(side.build)
        } else {
            &side.tag.template
        }
    };
    let (ours, theirs) = (template(left).parts(), template(right).parts());
    let is_name = |part: &Part| {
        let is_whole = |one: &Placeholder| one.fact() == Fact::Name && one.kind() != Kind::Version;
        part.placeholder().is_some_and(is_whole)
    };
    let are_names = |(our, their): &(&Part, &Part)| is_name(our) && is_name(their);
    let pairs = || ours.iter().zip(theirs);
    ours.len() == theirs.len()
        && pairs().any(|pair| are_names(&pair))
        && pairs().all(|pair| are_names(&pair) || pair.0.content == pair.1.content)
}

/// Whether a template is a short sha, and nothing else.
pub(crate) fn is_short_sha(template: &Template) -> bool {
    let [part] = template.parts() else { return false };
    matches!(part.placeholder(), Some(Placeholder::ShortSha | Placeholder::ShortHeadSha))
}

/// Whether each tag of the two names a branch in both.
pub(crate) fn name_branches([left, right]: [&Side<'_>; 2]) -> bool {
    let is_branch = |side: &Side<'_>| side.rule.conditions.are_for(RefKind::Branch);
    let names = |part: &TagPart| matches!(part, TagPart::Name(_));
    is_branch(left) && is_branch(right) && left.parts.iter().any(names)
}

/// Whether a text may end in both.
pub(crate) fn are_ends_of_one(left: &[u8], right: &[u8]) -> bool {
    left.ends_with(right) || right.ends_with(left)
}

/// Whether two rules are for refs of one kind, by their names: both may apply to one
/// ref.
pub(crate) fn are_of_one_kind(sides: [&Side<'_>; 2]) -> bool {
    let is_branch = |side: &Side<'_>| {
        let conditions = &side.rule.conditions;
        conditions.are_for(RefKind::Branch) && conditions.default_branch() != Some(true)
    };
    sides.into_iter().all(Side::is_of_git_tags) || sides.into_iter().all(is_branch)
}

/// Whether the two give one text wherever both are given, and move alike.
pub(crate) fn is_one_tag([left, right]: [&Side<'_>; 2]) -> bool {
    read_versions_alike([left, right])
        && contents(left.template()).eq(contents(right.template()))
        && left.tag.moves == right.tag.moves
        && left.tag.line == right.tag.line
}

/// Whether a git tag that both rules take has one version in both, as far as the tags say
/// it.
fn read_versions_alike([left, right]: [&Side<'_>; 2]) -> bool {
    let is_of_version =
        |one: &Placeholder| one.kind() == Kind::Version || one.fact().is_of_version();
    let filters = [left, right].map(|side| side.rule.conditions.release());
    !left.template().has(is_of_version)
        || match filters {
            [None, None] => true,
            [Some(ours), Some(theirs)] => ours.reads_as(theirs),
            [Some(filter), None] | [None, Some(filter)] => filter.reads_as_any_git_tag(),
        }
}

/// Returns the two templates without the parts that both begin or end with, as far as these
/// are equal in all builds of one project, and the number of common parts at the beginning.
pub(crate) fn without_common(templates: [&Template; 2]) -> ([Template; 2], usize) {
    let [left, right] = templates.map(|one| contents(one).cloned().collect::<Vec<_>>());
    let is_common = |(left, right): &(&Content, &Content)| {
        let is_constant = match left {
            Content::Literal(_) => true,
            Content::Placeholder(one) => one.fact() == Fact::Project,
        };
        is_constant && left == right
    };
    let before = left.iter().zip(&right).take_while(is_common).count();
    let [left, right] = [left, right].map(|all| all.into_iter().skip(before).collect::<Vec<_>>());
    let after = left.iter().rev().zip(right.iter().rev()).take_while(is_common).count();
    let templates = [left, right].map(|all| {
        let kept = all.len() - after;
        Template::of_contents(all.into_iter().take(kept))
    });
    (templates, before)
}

fn contents(template: &Template) -> impl Iterator<Item = &Content> {
    template.parts().iter().map(|part| &part.content)
}
