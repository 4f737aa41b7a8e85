use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::auditor::{Auditor, rule_name, tag_path};
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::meeting::{Answer, Meeting};
use super::reach::Reach;
use crate::name::Quoted;
use crate::policy::{Policy, Rule, Trigger};

/// Finds the tags that two rules give in different situations: for different
/// refs and commits.
///
/// Two rules have one finding: the worst, and of those the shortest tag; its
/// paths are all of their tags that meet. Where more than a few pairs of one
/// severity hang together by their rules, one finding is for all of them.
pub(crate) fn find(auditor: &mut Auditor<'_>, findings: &mut Vec<Finding>) {
    let Auditor { policy, effort, sides, undecided } = auditor;
    let mut pairs: Vec<Pair> = Vec::new();
    for rules in worst_first(policy) {
        let [first, second] = rules;
        let mut worst: Option<Meeting> = None;
        let mut tags = Vec::new();
        let middle = sides.partition_point(|side| side.index < second);
        let (before, behind) = sides.split_at_mut(middle);
        for left in before.iter_mut().filter(|side| side.index == first) {
            for right in behind.iter_mut().take_while(|side| side.index == second) {
                match Answer::of(policy, effort, left, right) {
                    Answer::Never => {}
                    Answer::Undecided => undecided.push([left.place(), right.place()]),
                    Answer::Meeting(meeting) => {
                        tags.extend([left.place(), right.place()]);
                        if worst.as_ref().is_none_or(|worst| meeting.rank() < worst.rank()) {
                            worst = Some(meeting);
                        }
                    }
                }
            }
        }
        pairs.extend(worst.map(|worst| Pair { rules, tags, worst }));
    }
    findings.extend(groups(pairs).iter().filter_map(|group| finding(policy, group)));
}

/// Two rules of which tags meet.
struct Pair {
    rules: [usize; 2],
    tags: Vec<(usize, usize)>,
    worst: Meeting,
}

/// More pairs than these are told as one.
const FEW: usize = 4;

/// Puts pairs of one severity together that have rules in common, if they are
/// more than a few.
fn groups(pairs: Vec<Pair>) -> Vec<Vec<Pair>> {
    let mut groups: Vec<Vec<Pair>> = Vec::new();
    for pair in pairs {
        let hangs_together = |group: &Vec<Pair>| {
            group.iter().any(|other| {
                other.worst.severity == pair.worst.severity
                    && other.rules.iter().any(|rule| pair.rules.contains(rule))
            })
        };
        let (together, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(hangs_together);
        groups = apart;
        groups.push(together.into_iter().flatten().chain([pair]).collect());
    }
    let split = |group: Vec<Pair>| -> Vec<Vec<Pair>> {
        if group.len() > FEW {
            return Vec::from([group]);
        }
        group.into_iter().map(|pair| Vec::from([pair])).collect()
    };
    groups.into_iter().flat_map(split).collect()
}

fn finding(policy: &Policy, group: &[Pair]) -> Option<Finding> {
    let worst = group.iter().min_by_key(|pair| pair.worst.rank())?;
    let [Some(ours), Some(theirs)] = worst.rules.map(|index| policy.rules().get(index)) else {
        return None;
    };
    let Meeting { severity, witness } = &worst.worst;
    let [left, right] = witness.contexts() else { return None };
    let others = match group.len() - 1 {
        0 => String::new(),
        count => format!(", and {count} other pairs of rules share tags too"),
    };
    let mut tags: Vec<(usize, usize)> =
        group.iter().flat_map(|pair| pair.tags.iter().copied()).collect();
    tags.sort_unstable();
    tags.dedup();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: *severity,
        paths: tags.into_iter().map(tag_path).collect(),
        message: format!(
            "tag {} comes from {} for {} and from {} for {}{others}",
            Quoted(witness.tag().map_or("", |tag| tag.as_str())),
            rule_name(ours),
            left.git_ref(),
            rule_name(theirs),
            right.git_ref(),
        ),
        remedy: remedy([ours, theirs]),
        witness: Some(witness.clone()),
    })
}

/// The pairs of rules that do not always fire together, those first whose meeting
/// would matter most: should the search run out of steps, it is for the others.
fn worst_first(policy: &Policy) -> Vec<[usize; 2]> {
    let rules = policy.rules();
    let severity = |first: usize, second: usize| {
        let tags = |index: usize| {
            let rule = rules.get(index);
            rule.into_iter().flat_map(|rule| rule.tags.iter().map(move |tag| (rule, tag)))
        };
        let pairs = tags(first).flat_map(|left| tags(second).map(move |right| [left, right]));
        pairs.map(Reach::severity).max()
    };
    let all = (0..rules.len()).flat_map(|second| (0..second).map(move |first| [first, second]));
    let mut pairs: Vec<[usize; 2]> =
        all.filter(|[first, second]| !fire_together(policy, *first, *second)).collect();
    pairs.sort_by_cached_key(|[first, second]| Reverse(severity(*first, *second)));
    pairs
}

/// Whether every context that makes one of two rules fire makes the other fire.
fn fire_together(policy: &Policy, first: usize, second: usize) -> bool {
    let when = |index: usize| policy.document().rules.get(index).map(|rule| &rule.when);
    when(first) == when(second)
}

fn remedy(rules: [&Rule; 2]) -> &'static str {
    let takes_any_tag = |rule: &Rule| match &rule.trigger {
        Trigger::Tag(names) => !names.are_listed(),
        _ => false,
    };
    if rules.into_iter().any(takes_any_tag) {
        "take only the git tags that are versions: when = { release = {} }"
    } else {
        "begin the tags of each rule with a text of its own"
    }
}
