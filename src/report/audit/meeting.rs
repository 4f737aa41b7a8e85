use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Reverse;

use super::auditor::tag;
use super::finding_witness::FindingWitness;
use super::given::{Given, both_show};
use super::identity::{
    are_ends_of_one, are_of_one_kind, before_one_hash, is_one_to_one, may_be_as_long,
    name_branches, name_one_commit, names_pull_request,
};
use super::reach::Reach;
use super::severity::Severity;
use super::side::Side;
use super::situation::{Spare, is_same_ref, situations};
use crate::context::CiContext;
use crate::policy::language::{
    Ambiguous, Assumption, Distinctions, Effort, Fact, Facts, NameAutomaton, NotFound, RuleNames,
    TagMachine, TagPart, shortest_common,
};
use crate::policy::{Place, Policy, Rule, Trigger};

/// Two contexts whose plans hold one tag, from two rules.
pub(crate) struct Meeting {
    pub(crate) severity: Severity,
    pub(crate) places: [Place<'static>; 2],
    pub(crate) witness: FindingWitness,
}

impl Meeting {
    /// What sorts the worst first, and of those the shortest tag.
    pub(crate) fn rank(&self) -> (Reverse<Severity>, usize, [Place<'static>; 2]) {
        (Reverse(self.severity), self.witness.length(), self.places)
    }
}

/// More facts for one tag than these hardly help, where another rule keeps those
/// of the first from having a plan.
const MOST_READINGS: usize = 4;

/// Whether a tag of one rule and one of another are ever equal for two refs and
/// two commits: the shortest such tag.
pub(crate) fn meeting(
    policy: &Policy,
    effort: &Effort,
    sides: [&Side<'_>; 2],
) -> Result<Meeting, NotFound> {
    let [left, right] = sides;
    let ends_differ = !are_ends_of_one(left.tail(), right.tail());
    if ends_differ || name_one_commit(left.tag, right.tag) {
        return Err(NotFound::Never);
    }
    let severity = Reach::severity(sides.map(|side| side.reach));
    let places = sides.map(|side| side.place);
    let witness = shortest(policy, effort, sides)?;
    Ok(Meeting { severity, places, witness })
}

fn shortest(
    policy: &Policy,
    effort: &Effort,
    sides: [&Side<'_>; 2],
) -> Result<FindingWitness, NotFound> {
    let names = sides.map(|side| side.machine.names());
    let (text, mut machines) = common_of(policy, effort, sides, names)?;
    if let Some(heads) = before_one_hash(policy.slug_rules(), sides) {
        return of_one_name(policy, effort, sides, heads);
    }
    for most in [1, MOST_READINGS] {
        let facts = machines.each_mut().map(|machine| machine.readings(&text, most));
        if let Some(witness) = witness(policy, effort, &text, sides, &facts) {
            return Ok(witness);
        }
    }
    // The shortest tag is of one ref, of one commit or of none: there may be others.
    if names.iter().any(|names| is_empty(&mut names.borrow_mut().automaton) == Some(true)) {
        return Err(NotFound::Never);
    }
    if !are_of_one_kind(sides.map(|side| side.rule)) {
        return of_two_refs(policy, effort, sides, machines);
    }
    if !names.iter().all(|names| names.borrow().automaton.is_exact()) {
        return Err(NotFound::Undecided);
    }
    of_names_apart(policy, effort, sides)
}

/// The shortest tag of a name that one of the rules alone takes.
fn of_names_apart(
    policy: &Policy,
    effort: &Effort,
    sides: [&Side<'_>; 2],
) -> Result<FindingWitness, NotFound> {
    let [left, right] = sides;
    let ours = || left.names(effort);
    let theirs = || right.names(effort);
    let apart = [[ours().minus(theirs()), theirs()], [ours(), theirs().minus(ours())]];
    let mut unless_found = NotFound::Never;
    let mut shortest: Option<FindingWitness> = None;
    for mut names in apart {
        let are_empty = names.each_mut().map(is_empty);
        if are_empty.contains(&Some(true)) {
            continue;
        }
        let names = names.map(|names| RuleNames::new(names, policy.slug_rules()));
        let found = common_of(policy, effort, sides, names.each_ref());
        let found = found.and_then(|(text, machines)| {
            let facts = machines.map(|mut one| one.readings(&text, MOST_READINGS));
            witness(policy, effort, &text, sides, &facts).ok_or(NotFound::Undecided)
        });
        match found {
            Err(NotFound::Never) => {}
            Err(NotFound::Undecided) => unless_found = NotFound::Undecided,
            Ok(witness) => {
                let length = shortest.as_ref().map_or(usize::MAX, FindingWitness::length);
                if witness.length() < length {
                    shortest = Some(witness);
                }
            }
        }
    }
    shortest.ok_or(unless_found)
}

/// Whether there is no name; `None` where that takes too long.
fn is_empty(names: &mut NameAutomaton) -> Option<bool> {
    names.effort().begin();
    names.is_empty()
}

/// The shortest tag that has two ways in one of the two, of two refs; that of one
/// way is known to be of one ref, or of none.
fn of_two_refs(
    policy: &Policy,
    effort: &Effort,
    sides: [&Side<'_>; 2],
    mut machines: [TagMachine; 2],
) -> Result<FindingWitness, NotFound> {
    let [left, right] = sides;
    if !is_one_to_one(left, right) {
        return Err(NotFound::Undecided);
    }
    if names_pull_request(&left.parts) {
        return Err(NotFound::Never);
    }
    if !name_branches(left, right) {
        return Err(NotFound::Undecided);
    }
    // One of the rules is for the default branch, which any branch may be: what has
    // two ways in the other has them in this one too.
    let bytes = bytes(&machines);
    let [ours, theirs] = &mut machines;
    let is_default = matches!(left.rule.trigger, Trigger::DefaultBranch);
    let (default, named) = if is_default { (ours, theirs) } else { (theirs, ours) };
    let text = match shortest_common(&mut Ambiguous::new(default), named, &bytes, effort) {
        Err(NotFound::Never) if left.machine.assumes() => return Err(NotFound::Undecided),
        found => found?,
    };
    let facts = machines.map(|mut machine| machine.readings(&text, MOST_READINGS));
    witness(policy, effort, &text, sides, &facts).ok_or(NotFound::Undecided)
}

/// The shortest tag that one name has in both, of two refs: of a branch and a git
/// tag, or of a branch and a pull request from it.
fn of_one_name(
    policy: &Policy,
    effort: &Effort,
    sides: [&Side<'_>; 2],
    heads: [&[TagPart]; 2],
) -> Result<FindingWitness, NotFound> {
    let [left, right] = sides;
    if are_of_one_kind(sides.map(|side| side.rule)) || name_branches(left, right) {
        return Err(NotFound::Never);
    }
    if !is_one_to_one(left, right) {
        // One name has one slug, so what stands before it is equal too.
        let may_meet = may_be_as_long(policy.slug_rules(), heads);
        return Err(if may_meet { NotFound::Undecided } else { NotFound::Never });
    }
    if left.parts.iter().any(|part| matches!(part, TagPart::Fact(Fact::PullRequest, _))) {
        return Err(NotFound::Never);
    }
    let ours = || left.names(effort);
    let both = ours().minus(ours().minus(right.names(effort)));
    let both = RuleNames::new(both, policy.slug_rules());
    let (text, [mut ours, _]) = common_of(policy, effort, sides, [&both, &both])?;
    let facts = ours.readings(&text, MOST_READINGS);
    let mut found = facts.into_iter().filter_map(|facts| {
        let facts = Vec::from([facts]);
        witness(policy, effort, &text, sides, &[facts.clone(), facts])
    });
    found.next().ok_or(NotFound::Undecided)
}

/// The shortest common tag of some names of the two.
fn common_of(
    policy: &Policy,
    effort: &Effort,
    [left, right]: [&Side<'_>; 2],
    [ours, theirs]: [&Rc<RefCell<RuleNames>>; 2],
) -> Result<(Vec<u8>, [TagMachine; 2]), NotFound> {
    let machines = |assumption| {
        [left.machine_of(policy, ours, assumption), right.machine_of(policy, theirs, assumption)]
    };
    common(&machines, effort)
}

/// The shortest common tag of two machines on the assumption of a sample; where
/// they have none, they have none on any, or it is not decided.
pub(crate) fn common(
    machines: &dyn Fn(Assumption) -> [TagMachine; 2],
    effort: &Effort,
) -> Result<(Vec<u8>, [TagMachine; 2]), NotFound> {
    let mut sample = machines(Assumption::Sample);
    match shortest_of(&mut sample, effort) {
        Err(NotFound::Never) if sample.iter().any(TagMachine::assumes) => {
            let found = shortest_of(&mut machines(Assumption::Any), effort);
            Err(found.err().unwrap_or(NotFound::Undecided))
        }
        found => Ok((found?, sample)),
    }
}

fn shortest_of(machines: &mut [TagMachine; 2], effort: &Effort) -> Result<Vec<u8>, NotFound> {
    let bytes = bytes(machines);
    let [left, right] = machines;
    shortest_common(left, right, &bytes, effort)
}

/// The bytes of tags that the two tell from others.
fn bytes(machines: &[TagMachine; 2]) -> Vec<u8> {
    let mut distinctions = Distinctions::default();
    for machine in machines {
        machine.distinguish(&mut distinctions);
    }
    distinctions.bytes()
}

/// A witness is one only if its contexts are of two refs and two commits, the
/// rules are not both there in both of them, and both plans hold one tag.
///
/// That tag is as long as the text: the digits of a hash alone may differ.
fn witness(
    policy: &Policy,
    effort: &Effort,
    text: &[u8],
    sides: [&Side<'_>; 2],
    facts: &[Vec<Facts>; 2],
) -> Option<FindingWitness> {
    let (rules, places) = (sides.map(|side| side.rule), sides.map(|side| side.place));
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
        // A rule whose tag stays where it is is not there.
        let both = |given: &Given| places.iter().all(|place| given.tag(*place).is_some());
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

/// Two pipelines of one repository have one default branch: that of the rule which
/// is for it.
fn of_one_repository(
    [ours, _]: [&Rule; 2],
    left: CiContext,
    right: CiContext,
) -> (CiContext, CiContext) {
    let is_ours = matches!(ours.trigger, Trigger::DefaultBranch);
    let default = if is_ours { &left } else { &right }.default_branch().cloned();
    match default {
        Some(default) if is_ours => (left, right.with_default_branch(default)),
        Some(default) => (left.with_default_branch(default), right),
        None => (left, right),
    }
}
