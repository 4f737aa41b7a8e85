use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::policy::language::NotFound;
use crate::policy::{Names, Place};
use crate::report::audit::meeting::{Meeting, Pair};
use crate::report::audit::{Auditor, Finding, FindingCode, Question, Severity, Side};

/// Finds the tags that two tags of the policy give in different situations, as the
/// module of meetings defines them.
///
/// Two rules have one finding: the worst, and of those the shortest tag; its
/// paths are all of their tags that meet. Where more than a few pairs of one
/// severity hang together by their rules, one finding is for all of them.
pub(crate) fn find(auditor: &Auditor<'_>) -> Vec<Finding> {
    let candidates = candidates(auditor);
    let mut found: BTreeMap<(bool, [usize; 2]), Rules<'_>> = BTreeMap::new();
    for pair in &candidates {
        // Should the search run out of steps, it is for what matters less.
        if !auditor.effort.spend_alone(1) {
            auditor.leave_open(Question::OthersMeet(Place::Rules));
            break;
        }
        match pair.meeting() {
            Err(NotFound::Never) => {}
            Err(NotFound::Undecided) => {
                let [left, right] = pair.sides.map(|side| side.place);
                auditor.leave_open(Question::Meet(left, right));
            }
            Ok(meeting) => {
                let rules = pair.sides.map(|side| side.index);
                found.entry((pair.is_of_variants, rules)).or_default().push(meeting);
            }
        }
    }
    let (across, within): (BTreeMap<_, _>, BTreeMap<_, _>) =
        found.into_iter().partition(|((is_of_variants, _), _)| *is_of_variants);
    let groups = [within, across].map(|found| groups(found.into_values()));
    groups.iter().flatten().filter_map(|group| finding(group)).collect()
}

/// More pairs than those of a thousand tags that all begin alike.
const MOST_PAIRS: usize = 500_000;

/// The pairs of tags that may meet, those that matter most first.
fn candidates<'p>(auditor: &'p Auditor<'p>) -> Vec<Pair<'p>> {
    // Sorted by the text that they begin with, tags that may be equal are neighbors.
    let mut sides: Vec<&Side<'_>> = auditor.sides.iter().chain(&auditor.others).collect();
    sides.sort_unstable_by_key(|side| (&side.head, side.place));
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    let mut looked_at = 0;
    'all: for (index, first) in sides.iter().enumerate() {
        let behind = sides.iter().skip(index + 1);
        for second in behind.take_while(|second| second.head.starts_with(&first.head)) {
            if looked_at == MOST_PAIRS {
                auditor.leave_open(Question::OthersMeet(Place::Rules));
                break 'all;
            }
            looked_at += 1;
            let mut both = [*first, *second];
            both.sort_unstable_by_key(|side| side.place);
            pairs.extend(Pair::new(auditor, both));
        }
    }
    pairs.sort_by_key(|pair| Reverse(pair.severity()));
    pairs
}

/// The meetings of tags of two rules, or of one; at least one, the worst first.
type Rules<'p> = Vec<Meeting<'p>>;

/// More pairs of rules than these are told as one.
const FEW: usize = 4;

/// Puts pairs of one severity together that have rules in common, if they are
/// more than a few.
fn groups<'p>(pairs: impl Iterator<Item = Rules<'p>>) -> Vec<Vec<Rules<'p>>> {
    let mut groups: Vec<(Severity, BTreeSet<usize>, Vec<Rules<'_>>)> = Vec::new();
    for mut pair in pairs {
        pair.sort_by_key(Meeting::rank);
        let Some(Meeting { severity, sides, .. }) = pair.first() else { continue };
        let (severity, rules) = (*severity, sides.map(|side| side.index));
        let (together, apart): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(other, known, _)| {
                *other == severity && rules.iter().any(|rule| known.contains(rule))
            });
        groups = apart;
        let mut group = (severity, BTreeSet::from(rules), Vec::new());
        for (_, rules, pairs) in together {
            group.1.extend(rules);
            group.2.extend(pairs);
        }
        group.2.push(pair);
        groups.push(group);
    }
    let split = |group: Vec<Rules<'p>>| -> Vec<Vec<Rules<'p>>> {
        if group.len() > FEW {
            return Vec::from([group]);
        }
        group.into_iter().map(|pair| Vec::from([pair])).collect()
    };
    groups.into_iter().flat_map(|(_, _, group)| split(group)).collect()
}

fn finding(group: &[Rules<'_>]) -> Option<Finding> {
    let Meeting { severity, sides, witness } =
        group.iter().flatten().min_by_key(|one| one.rank())?;
    let is_of_variants = are_of_variants(*sides);
    let [ours, theirs] =
        sides.map(if is_of_variants { Side::rule_name_in_build } else { Side::rule_name });
    let among = if is_of_variants { variants(group) } else { String::new() };
    let [left, right] = witness.refs();
    let others = match group.len() - 1 {
        0 => String::new(),
        count => format!(", and {count} other pairs of rules share tags too"),
    };
    let tags: BTreeSet<Place<'static>> =
        group.iter().flatten().flat_map(|one| one.sides.map(|side| side.place)).collect();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: *severity,
        paths: tags.into_iter().map(|tag| tag.to_string()).collect(),
        message: format!(
            "{} {} comes from {ours} for {left} and from {theirs} for {right}{}{others}{among}",
            witness.noun(),
            witness.quoted(),
            witness.at_one_commit(),
        ),
        accepted: None,
        remedy: remedy(*sides),
        witness: Some(witness.clone()),
    })
}

fn are_of_variants([left, right]: [&Side<'_>; 2]) -> bool {
    left.build != right.build
}

/// The variants that share tags, if they are more than the two that the message names.
fn variants(group: &[Rules<'_>]) -> String {
    let all = group.iter().flatten().flat_map(|one| one.sides.map(|side| side.variant));
    let names: BTreeSet<&str> = all.map(|variant| &*variant.name).collect();
    if names.len() < 3 {
        return String::new();
    }
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    format!("; the variants that share tags are {}", names.join(", "))
}

fn remedy(sides: [&Side<'_>; 2]) -> &'static str {
    let takes_any_tag = |side: &Side<'_>| {
        let conditions = &side.rule.conditions;
        let are_listed = conditions.tag_names().is_some_and(Names::are_listed);
        side.is_of_git_tags() && conditions.release().is_none() && !are_listed
    };
    let [left, right] = sides;
    if are_of_variants(sides) {
        return if sides.iter().any(|side| side.tag.affix) {
            "give each variant an affix that no tag of another can begin or end with"
        } else {
            "leave out affix = false, or put {variant} into the tag"
        };
    }
    if sides.into_iter().any(takes_any_tag) {
        "take only the git tags that are versions: when = { release = {} }"
    } else if left.index == right.index {
        "begin each tag of the rule with a text of its own"
    } else {
        "begin the tags of each rule with a text of its own"
    }
}
