use alloc::vec::Vec;
use core::cmp::Reverse;

use super::auditor::{Side, tag, takes};
use super::finding_witness::FindingWitness;
use super::given::{Given, both_show};
use super::reach::Reach;
use super::severity::Severity;
use super::site::Place;
use super::situation::{Spare, is_same_ref, situations};
use super::slug_collision::names_pull_request;
use crate::context::CiContext;
use crate::policy::language::{
    Ambiguous, Assumption, Common, Distinctions, Effort, Fact, Facts, RuleNames, TagMachine,
    TagPart, Use, shortest_common,
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
    pub(crate) places: [Place; 2],
    pub(crate) witness: FindingWitness,
}

impl Meeting {
    /// What sorts the worst first, and of those the shortest tag.
    pub(crate) fn rank(&self) -> (Reverse<Severity>, usize, [Place; 2]) {
        (Reverse(self.severity), self.witness.length(), self.places)
    }
}

/// More facts for one tag than these hardly help, where another rule keeps those
/// of the first from having a plan.
const MOST_READINGS: usize = 4;

impl Answer {
    pub(crate) fn of<'a>(
        policy: &Policy,
        effort: &Effort,
        left: &mut Side<'a>,
        right: &mut Side<'a>,
    ) -> Self {
        let ends_differ = !are_ends_of_one(left.tail(), right.tail());
        if ends_differ || name_one_commit(left.tag, right.tag) {
            return Self::Never;
        }
        meeting(policy, effort, left, right)
    }
}

fn meeting<'a>(
    policy: &Policy,
    effort: &Effort,
    left: &mut Side<'a>,
    right: &mut Side<'a>,
) -> Answer {
    let text = match common(&mut left.machine, &mut right.machine, effort) {
        Common::None if left.machine.assumes() || right.machine.assumes() => {
            return meeting_of_any(policy, effort, left, right);
        }
        Common::None => return Answer::Never,
        Common::Undecided => return Answer::Undecided,
        Common::Text(text) => text,
    };
    let rules = [left.rule, right.rule];
    let places = [left.place, right.place];
    let severity = Reach::severity([left.reach, right.reach]);
    let meeting = |witness| Answer::Meeting(Meeting { severity, places, witness });
    if let Some(heads) = before_one_hash(policy, left, right) {
        return match of_one_name(policy, effort, [left, right], heads) {
            Common::None => Answer::Never,
            Common::Undecided => Answer::Undecided,
            Common::Text(witness) => meeting(witness),
        };
    }
    for most in [1, MOST_READINGS] {
        let machines = [&mut left.machine, &mut right.machine];
        let facts = machines.map(|machine| machine.readings(&text, most));
        if let Some(witness) = witness(policy, effort, &text, (rules, places), &facts) {
            return meeting(witness);
        }
    }
    // The shortest tag is of one ref, of one commit or of none: there may be others.
    effort.begin();
    let names = [left.machine.names(), right.machine.names()];
    let are_names = names.map(|names| names.borrow_mut().automaton.shortest().is_some());
    if are_names != [true; 2] && !effort.is_spent() {
        return Answer::Never;
    }
    if !are_of_one_kind(rules) {
        return match of_two_refs(policy, effort, left, right) {
            Common::None => Answer::Never,
            Common::Undecided => Answer::Undecided,
            Common::Text(witness) => meeting(witness),
        };
    }
    if !names.iter().all(|names| names.borrow().automaton.is_exact()) {
        return Answer::Undecided;
    }
    let ours = || left.names(effort);
    let theirs = || right.names(effort);
    let apart = [[ours().minus(theirs()), theirs()], [ours(), theirs().minus(ours())]];
    let mut is_decided = true;
    let mut shortest: Option<FindingWitness> = None;
    for [mut ours, mut theirs] in apart {
        effort.begin();
        if ours.shortest().is_none() || theirs.shortest().is_none() {
            is_decided &= !effort.is_spent();
            continue;
        }
        let machine = |side: &Side<'_>, names| {
            let names = RuleNames::new(names, policy.slug_rules());
            side.machine_of(policy, &names, Assumption::Sample)
        };
        let mut machines = [machine(left, ours), machine(right, theirs)];
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
        match witness(policy, effort, &text, (rules, places), &facts) {
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

/// The shortest tag that has two ways in one of the two, of two refs; that of one
/// way is known to be of one ref, or of none.
fn of_two_refs<'a>(
    policy: &Policy,
    effort: &Effort,
    left: &mut Side<'a>,
    right: &mut Side<'a>,
) -> Common<FindingWitness> {
    if !is_one_to_one(left, right) {
        return Common::Undecided;
    }
    if names_pull_request(left.machine.parts()) {
        return Common::None;
    }
    if !name_branches(left, right) {
        return Common::Undecided;
    }
    // One of the rules is for the default branch, which any branch may be: what has
    // two ways in the other has them in this one too.
    let is_default = matches!(left.rule.trigger, Trigger::DefaultBranch);
    let (default, named) = if is_default { (left, right) } else { (right, left) };
    let bytes = bytes([&default.machine, &named.machine]);
    let ambiguous = &mut Ambiguous::new(&mut default.machine);
    let text = match shortest_common(ambiguous, &mut named.machine, &bytes, effort) {
        Common::None => return Common::None,
        Common::Undecided => return Common::Undecided,
        Common::Text(text) => text,
    };
    let rules = [default.rule, named.rule];
    let places = [default.place, named.place];
    let facts = [default, named].map(|side| side.machine.readings(&text, MOST_READINGS));
    let witness = witness(policy, effort, &text, (rules, places), &facts);
    witness.map_or(Common::Undecided, Common::Text)
}

/// The shortest tag that one name has in both, of two refs: of a branch and a git
/// tag, or of a branch and a pull request from it.
fn of_one_name(
    policy: &Policy,
    effort: &Effort,
    [left, right]: [&Side<'_>; 2],
    heads: [&[TagPart]; 2],
) -> Common<FindingWitness> {
    let rules = [left.rule, right.rule];
    if are_of_one_kind(rules) || name_branches(left, right) {
        return Common::None;
    }
    if !is_one_to_one(left, right) {
        // One name has one slug, so what stands before it is equal too.
        return if may_be_as_long(policy, heads) { Common::Undecided } else { Common::None };
    }
    if left.machine.parts().contains(&TagPart::Number(Fact::PullRequest)) {
        return Common::None;
    }
    let ours = || left.names(effort);
    let machine = |side: &Side<'_>| {
        let both = ours().minus(ours().minus(right.names(effort)));
        let names = RuleNames::new(both, policy.slug_rules());
        side.machine_of(policy, &names, Assumption::Sample)
    };
    let mut ours = machine(left);
    let text = match common(&mut ours, &mut machine(right), effort) {
        Common::None => return Common::None,
        Common::Undecided => return Common::Undecided,
        Common::Text(text) => text,
    };
    let facts = ours.readings(&text, MOST_READINGS);
    let places = [left.place, right.place];
    let mut found = facts.into_iter().filter_map(|facts| {
        let facts = Vec::from([facts]);
        witness(policy, effort, &text, (rules, places), &[facts.clone(), facts])
    });
    found.next().map_or(Common::Undecided, Common::Text)
}

/// Where equal tags of the two are of one name, because both end with the digits
/// of its hash and the same behind them: what stands before its slug in each.
fn before_one_hash<'s>(
    policy: &Policy,
    left: &'s Side<'_>,
    right: &'s Side<'_>,
) -> Option<[&'s [TagPart]; 2]> {
    if policy.slug_rules().distinct() == 0 {
        return None;
    }
    let (left, right) = (left.machine.parts(), right.machine.parts());
    let aligned = left.iter().rev().zip(right.iter().rev());
    let mut aligned = aligned.take_while(|(left, right)| left == right);
    let behind = aligned.position(|(part, _)| *part == TagPart::Name(Use::Slug))?;
    let before = |parts: &'s [TagPart]| parts.get(..parts.len().checked_sub(behind + 1)?);
    Some([before(left)?, before(right)?])
}

/// Whether texts of the one may be as long as texts of the other.
fn may_be_as_long(policy: &Policy, parts: [&[TagPart]; 2]) -> bool {
    let lengths = parts.map(|parts| TagPart::lengths(parts, policy.slug_rules()));
    let [[our_least, our_most], [their_least, their_most]] = lengths;
    our_least <= their_most && their_least <= our_most
}

/// Whether equal tags of the two are of one commit: both end, or both begin,
/// with the same digits of its sha and the same text beside them. Of one head
/// commit, the pipelines of several pull requests build several merges.
fn name_one_commit(left: &RuleTag, right: &RuleTag) -> bool {
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

/// Whether each tag of the two that has one way in both has the same facts in
/// both.
fn is_one_to_one(left: &Side<'_>, right: &Side<'_>) -> bool {
    let parts = |side: &Side<'_>| -> Vec<TagPart> {
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

/// Whether each tag of the two names a branch in both.
fn name_branches(left: &Side<'_>, right: &Side<'_>) -> bool {
    let is_branch =
        |side: &Side<'_>| matches!(side.rule.trigger, Trigger::Branch(_) | Trigger::DefaultBranch);
    let names = |part: &TagPart| matches!(part, TagPart::Name(_));
    is_branch(left) && is_branch(right) && left.machine.parts().iter().any(names)
}

fn common(left: &mut TagMachine, right: &mut TagMachine, effort: &Effort) -> Common {
    let bytes = bytes([left, right]);
    shortest_common(left, right, &bytes, effort)
}

/// The bytes of tags that the two tell from others.
fn bytes(machines: [&TagMachine; 2]) -> Vec<u8> {
    let mut distinctions = Distinctions::default();
    for machine in machines {
        machine.distinguish(&mut distinctions);
    }
    distinctions.bytes()
}

/// Two tags that do not meet for the instant and the project that are taken for
/// all: whether they never meet, or that is not decided.
fn meeting_of_any(policy: &Policy, effort: &Effort, left: &Side<'_>, right: &Side<'_>) -> Answer {
    let machine = |side: &Side<'_>| side.machine_of(policy, side.machine.names(), Assumption::Any);
    match common(&mut machine(left), &mut machine(right), effort) {
        Common::None => Answer::Never,
        _ => Answer::Undecided,
    }
}

/// Whether a text may end in both.
pub(crate) fn are_ends_of_one(left: &[u8], right: &[u8]) -> bool {
    left.ends_with(right) || right.ends_with(left)
}

fn are_of_one_kind(rules: [&Rule; 2]) -> bool {
    let is_tag = |rule: &Rule| matches!(rule.trigger, Trigger::Tag(_) | Trigger::Release(_));
    let is_branch = |rule: &Rule| matches!(rule.trigger, Trigger::Branch(_));
    rules.into_iter().all(is_tag) || rules.into_iter().all(is_branch)
}

/// A witness is one only if its contexts are of two refs and two commits, the
/// rules are not both there in both of them, and both plans hold one tag.
///
/// That tag is as long as the text: the digits of a hash alone may differ.
fn witness(
    policy: &Policy,
    effort: &Effort,
    text: &[u8],
    (rules, places): ([&Rule; 2], [Place; 2]),
    facts: &[Vec<Facts>; 2],
) -> Option<FindingWitness> {
    let [ours, theirs] = rules;
    let [our_facts, their_facts] = facts;
    let of = |rule, apart, facts: &[Facts], spare| -> Vec<CiContext> {
        facts.iter().flat_map(|facts| situations(rule, Some(apart), facts, spare, effort)).collect()
    };
    let lefts = of(ours, theirs, our_facts, Spare::FIRST);
    let rights = of(theirs, ours, their_facts, Spare::SECOND);
    let [our_place, their_place] = places;
    let pairs = lefts.iter().flat_map(|left| rights.iter().map(move |right| (left, right)));
    for (left, right) in pairs {
        let (left, right) = of_one_repository(rules, left.clone(), right.clone());
        let is_apart = !is_same_ref(&left, &right)
            && left.sha() != right.sha()
            && left.project() == right.project();
        if !is_apart {
            continue;
        }
        let Some(ours) = Given::of(policy, effort, left) else { continue };
        let Some(theirs) = Given::of(policy, effort, right) else { continue };
        // A rule that takes a ref is not there if its tag stays where it is.
        let both = |given: &Given| {
            let git_ref = given.context.git_ref();
            rules.iter().all(|rule| takes(rule, git_ref) == Some(true))
                && places.iter().all(|place| given.tag(*place).is_some())
        };
        if both(&ours) && both(&theirs) {
            continue;
        }
        let shared = ours.tag(our_place).filter(|tag| theirs.tag(their_place) == Some(*tag));
        let Some(shared) = shared.filter(|tag| tag.len() == text.len()) else { continue };
        let tag = tag(shared.as_bytes())?;
        return Some(both_show([&ours, &theirs], tag));
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
