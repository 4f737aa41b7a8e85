use alloc::vec::Vec;
use core::cmp::Reverse;

use super::auditor::{Side, tag, takes};
use super::finding_witness::FindingWitness;
use super::reach::Reach;
use super::severity::Severity;
use super::situation::{Spare, is_same_ref, situations};
use crate::context::CiContext;
use crate::policy::language::{
    Assumption, Common, Distinctions, Effort, Facts, NameAutomaton, TagMachine, TagPart, Use,
    shortest_common,
};
use crate::policy::{Content, Part, Placeholder, Policy, Rule, RuleTag, Trigger};

/// Whether a tag of one rule and one of another are ever equal for two refs and
/// two commits.
pub(crate) enum Answer {
    Never,
    Undecided,
    Meeting(Meeting),
}

/// Two contexts whose plans hold one tag, from two rules.
pub(crate) struct Meeting {
    pub(crate) severity: Severity,
    pub(crate) witness: FindingWitness,
}

impl Meeting {
    /// What sorts the worst first, and of those the shortest tag.
    pub(crate) fn rank(&self) -> (Reverse<Severity>, usize) {
        (Reverse(self.severity), self.witness.length())
    }
}

/// More facts for one tag than these hardly help, where another rule keeps those
/// of the first from having a plan.
const MOST_READINGS: usize = 4;

impl Answer {
    pub(crate) fn of(
        policy: &Policy,
        effort: &Effort,
        left: &mut Side<'_>,
        right: &mut Side<'_>,
    ) -> Self {
        if name_one_commit(left.tag, right.tag) {
            return Self::Never;
        }
        meeting(policy, effort, left, right)
    }
}

fn meeting(policy: &Policy, effort: &Effort, left: &mut Side<'_>, right: &mut Side<'_>) -> Answer {
    let text = match common(&mut left.machine, &mut right.machine, effort) {
        Common::None if left.machine.assumes() || right.machine.assumes() => {
            return meeting_of_any(policy, effort, left, right);
        }
        Common::None => return Answer::Never,
        Common::Undecided => return Answer::Undecided,
        Common::Text(text) => text,
    };
    let meeting = |witness| {
        let severity = Reach::severity([(left.rule, left.tag), (right.rule, right.tag)]);
        Answer::Meeting(Meeting { severity, witness })
    };
    let rules = [left.rule, right.rule];
    let facts = [&mut left.machine, &mut right.machine]
        .map(|machine| machine.readings(&text, MOST_READINGS));
    if let Some(witness) = witness(policy, effort, &text, rules, &facts) {
        return meeting(witness);
    }
    // The shortest tag is of one ref, of one commit or of none: there may be others.
    let names = |rule: &Rule| NameAutomaton::of(&rule.trigger, effort);
    let [mut ours, mut theirs] = rules.map(names);
    effort.begin();
    if (ours.shortest().is_none() || theirs.shortest().is_none()) && !effort.is_spent() {
        return Answer::Never;
    }
    let apart = if are_of_one_kind(rules) {
        if !ours.is_exact() || !theirs.is_exact() {
            return Answer::Undecided;
        }
        let [our_own, their_own] = [ours.minus(names(right.rule)), theirs.minus(names(left.rule))];
        Vec::from([[our_own, names(right.rule)], [names(left.rule), their_own]])
    } else if is_one_to_one(left, right) {
        return Answer::Never;
    } else {
        Vec::from([[ours, theirs]])
    };
    let mut is_decided = true;
    let mut shortest: Option<FindingWitness> = None;
    for [mut ours, mut theirs] in apart {
        effort.begin();
        if ours.shortest().is_none() || theirs.shortest().is_none() {
            is_decided &= !effort.is_spent();
            continue;
        }
        let mut machines = [
            left.another_machine(policy, ours, Assumption::Sample),
            right.another_machine(policy, theirs, Assumption::Sample),
        ];
        let [ours, theirs] = &mut machines;
        let text = match common(ours, theirs, effort) {
            Common::None => continue,
            Common::Undecided => {
                is_decided = false;
                continue;
            }
            Common::Text(text) => text,
        };
        let facts = machines.each_mut().map(|one| one.readings(&text, MOST_READINGS));
        match witness(policy, effort, &text, rules, &facts) {
            None => is_decided = false,
            Some(witness)
                if shortest.as_ref().is_none_or(|other| witness.length() < other.length()) =>
            {
                shortest = Some(witness);
            }
            Some(_) => {}
        }
    }
    match shortest {
        Some(witness) => meeting(witness),
        None if is_decided => Answer::Never,
        None => Answer::Undecided,
    }
}

/// Whether equal tags of the two are of one commit: both end, or both begin,
/// with the same digits of its sha and the same text beside them.
fn name_one_commit(left: &RuleTag, right: &RuleTag) -> bool {
    let (left, right) = (left.template.parts(), right.template.parts());
    let names_commit = |part: &Part| {
        matches!(
            part.content,
            Content::Placeholder(Placeholder::ShortSha | Placeholder::Sha | Placeholder::HeadSha)
        )
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

/// Whether each tag of the two that has one way in both has the same facts in
/// both.
fn is_one_to_one(left: &mut Side<'_>, right: &mut Side<'_>) -> bool {
    let parts = |side: &mut Side<'_>| -> Vec<TagPart> {
        let parts = side.machine.parts().iter().cloned();
        parts
            .map(|part| match part {
                TagPart::Name(Use::Whole) => TagPart::Name(Use::Slug),
                part => part,
            })
            .collect()
    };
    parts(left) == parts(right)
}

fn common(left: &mut TagMachine, right: &mut TagMachine, effort: &Effort) -> Common {
    let mut distinctions = Distinctions::default();
    left.distinguish(&mut distinctions);
    right.distinguish(&mut distinctions);
    shortest_common(left, right, &distinctions.bytes(), effort)
}

/// Two tags that do not meet for the instant and the project that are taken for
/// all: whether they never meet, or that is not decided.
fn meeting_of_any(policy: &Policy, effort: &Effort, left: &Side<'_>, right: &Side<'_>) -> Answer {
    let machine = |side: &Side<'_>| {
        let names = NameAutomaton::of(&side.rule.trigger, effort);
        side.another_machine(policy, names, Assumption::Any)
    };
    match common(&mut machine(left), &mut machine(right), effort) {
        Common::None => Answer::Never,
        _ => Answer::Undecided,
    }
}

fn are_of_one_kind(rules: [&Rule; 2]) -> bool {
    let is_tag = |rule: &Rule| matches!(rule.trigger, Trigger::Tag(_) | Trigger::Release(_));
    let is_branch = |rule: &Rule| matches!(rule.trigger, Trigger::Branch(_));
    rules.into_iter().all(is_tag) || rules.into_iter().all(is_branch)
}

/// A witness is one only if its contexts are of two refs and two commits, the
/// rules are not both there in both of them, and both plans hold the tag.
fn witness(
    policy: &Policy,
    effort: &Effort,
    text: &[u8],
    rules: [&Rule; 2],
    facts: &[Vec<Facts>; 2],
) -> Option<FindingWitness> {
    let tag = tag(text)?;
    let [ours, theirs] = rules;
    let [our_facts, their_facts] = facts;
    let of = |rule, apart, facts: &[Facts], spare| -> Vec<CiContext> {
        facts.iter().flat_map(|facts| situations(rule, Some(apart), facts, spare, effort)).collect()
    };
    let lefts = of(ours, theirs, our_facts, Spare::FIRST);
    let rights = of(theirs, ours, their_facts, Spare::SECOND);
    let gives = |context: &CiContext| {
        policy.plan(context).is_ok_and(|plan| plan.tags().contains(tag.as_str()))
    };
    let pairs = lefts.iter().flat_map(|left| rights.iter().map(move |right| (left, right)));
    for (left, right) in pairs {
        let (left, right) = of_one_repository(rules, left.clone(), right.clone());
        let both = |context: &CiContext| {
            rules.iter().all(|rule| takes(rule, context.git_ref()) == Some(true))
        };
        let is_apart = !is_same_ref(&left, &right)
            && left.sha() != right.sha()
            && left.project() == right.project()
            && !(both(&left) && both(&right));
        if is_apart && gives(&left) && gives(&right) {
            return Some(FindingWitness::new([left, right], Some(tag)));
        }
    }
    None
}

/// Two pipelines of one repository have one default branch.
fn of_one_repository(
    rules: [&Rule; 2],
    left: CiContext,
    right: CiContext,
) -> (CiContext, CiContext) {
    let is_default = |rule: &Rule| matches!(rule.trigger, Trigger::DefaultBranch);
    let [ours, theirs] = rules;
    match (left.default_branch().cloned(), right.default_branch().cloned()) {
        (Some(default), _) if is_default(ours) => (left, right.with_default_branch(default)),
        (_, Some(default)) if is_default(theirs) => (left.with_default_branch(default), right),
        _ => (left, right),
    }
}
