use alloc::collections::btree_map::Entry;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::auditor::{Auditor, rule_name};
use super::candidates::Candidates;
use super::finding::Finding;
use super::finding_code::FindingCode;
use super::meeting::{Meeting, meeting};
use super::not_decided::Question;
use super::reach::Reach;
use super::severity::Severity;
use crate::name::Quoted;
use crate::policy::language::NotFound;
use crate::policy::{Place, Policy, Rule, RuleDocument, Trigger};

/// Finds the tags that two rules give in different situations: for different
/// refs and commits.
///
/// Two rules have one finding: the worst, and of those the shortest tag; its
/// paths are all of their tags that meet. Where more than a few pairs of one
/// severity hang together by their rules, one finding is for all of them.
pub(crate) fn find(auditor: &Auditor<'_>, findings: &mut Vec<Finding>) {
    let Auditor { policy, effort, sides, .. } = auditor;
    let together = fire_together(policy);
    let candidates = Candidates::new(sides);
    let mut pairs: BTreeMap<[usize; 2], Pair> = BTreeMap::new();
    // Should the search run out of steps, it is for what matters less.
    for severity in [Severity::Error, Severity::Warning] {
        for [first, second] in candidates.pairs() {
            let (Some(left), Some(right)) = (sides.get(first), sides.get(second)) else {
                continue;
            };
            if !effort.spend_alone(1) {
                auditor.leave_open(Question::OthersMeet(Place::Rules));
                break;
            }
            let rules = [left.index, right.index];
            let [ours, theirs] = rules.map(|index| together.get(index));
            if ours == theirs || Reach::severity([left.reach, right.reach]) != severity {
                continue;
            }
            match meeting(policy, effort, [left, right]) {
                Err(NotFound::Never) => {}
                Err(NotFound::Undecided) => {
                    auditor.leave_open(Question::Meet(left.place, right.place));
                }
                Ok(meeting) => match pairs.entry(rules) {
                    Entry::Vacant(entry) => {
                        let tags = meeting.places.to_vec();
                        entry.insert(Pair { rules, tags, worst: meeting });
                    }
                    Entry::Occupied(entry) => entry.into_mut().add(meeting),
                },
            }
        }
    }
    let groups = groups(pairs.into_values());
    findings.extend(groups.iter().filter_map(|group| finding(policy, group)));
}

/// Two rules of which tags meet.
struct Pair {
    rules: [usize; 2],
    tags: Vec<Place<'static>>,
    worst: Meeting,
}

impl Pair {
    fn add(&mut self, meeting: Meeting) {
        self.tags.extend(meeting.places);
        if meeting.rank() < self.worst.rank() {
            self.worst = meeting;
        }
    }
}

/// More pairs than these are told as one.
const FEW: usize = 4;

/// Puts pairs of one severity together that have rules in common, if they are
/// more than a few.
fn groups(pairs: impl Iterator<Item = Pair>) -> Vec<Vec<Pair>> {
    let mut groups: Vec<(Severity, BTreeSet<usize>, Vec<Pair>)> = Vec::new();
    for pair in pairs {
        let severity = pair.worst.severity;
        let mut group = (severity, BTreeSet::from(pair.rules), Vec::new());
        let hangs_together = |(other, rules, _): &(Severity, BTreeSet<usize>, Vec<Pair>)| {
            *other == severity && pair.rules.iter().any(|rule| rules.contains(rule))
        };
        let (together, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(hangs_together);
        groups = apart;
        for (_, rules, pairs) in together {
            group.1.extend(rules);
            group.2.extend(pairs);
        }
        group.2.push(pair);
        groups.push(group);
    }
    let split = |(_, _, group): (Severity, BTreeSet<usize>, Vec<Pair>)| -> Vec<Vec<Pair>> {
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
    let Meeting { severity, witness, .. } = &worst.worst;
    let [left, right] = witness.contexts() else { return None };
    let others = match group.len() - 1 {
        0 => String::new(),
        count => format!(", and {count} other pairs of rules share tags too"),
    };
    let tags: BTreeSet<Place<'static>> =
        group.iter().flat_map(|pair| pair.tags.iter().copied()).collect();
    Some(Finding {
        code: FindingCode::SharedTag,
        severity: *severity,
        paths: tags.into_iter().map(|tag| tag.to_string()).collect(),
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

/// For each rule the first that fires whenever it does.
fn fire_together(policy: &Policy) -> Vec<usize> {
    let rules = &policy.document().rules;
    let first = |rule: &RuleDocument| rules.iter().position(|other| other.when == rule.when);
    rules.iter().filter_map(first).collect()
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
