use alloc::collections::{BTreeMap, VecDeque};
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Reverse;

use super::checks::Check;
use super::finding::Finding;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::not_decided::{Question, Undecided};
use super::severity::Severity;
use super::side::{Reach, Side, head};
use super::situation::{example_refs_apart, situation, tell_ref};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::policy::language::{
    Assumption, Distinctions, Effort, Facts, NameAutomaton, NotFound, RuleNames, TagMachine,
    TagPart,
};
use crate::policy::{Names, Pattern, Place, Policy, Rule, Sink, Trigger};
use crate::report::example_context::Spare;

/// Steps for every sort of question but whether two tags can be one.
pub(crate) const COMMON_STEPS: usize = 1_000_000;

/// What the questions about one policy share: its tags as automata, and how much
/// searching is left.
#[derive(Debug)]
pub(crate) struct Auditor<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) effort: Effort,
    pub(crate) sides: Vec<Side<'a>>,
    undecided: RefCell<Undecided>,
    /// The steps in the time that a plan takes, besides one for each tag.
    plan: usize,
    /// The plans that were made last, and contexts that have none.
    plans: RefCell<VecDeque<Result<Rc<Given>, CiContext>>>,
    /// Refs that were found for a rule, and not for another, where no fact tells one.
    refs: RefCell<BTreeMap<RuleApart, Rc<[GitRef]>>>,
}

/// A rule, and one that is not to take its refs.
type RuleApart = (*const Rule, Option<*const Rule>);

/// The tags that one finding is about, and what shows it best.
pub(crate) struct Shown<'s> {
    pub(crate) paths: Vec<String>,
    pub(crate) side: &'s Side<'s>,
    pub(crate) severity: Severity,
    pub(crate) witness: FindingWitness,
}

impl<'a> Auditor<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let (settings, effort) = (policy.settings(), Effort::new());
        effort.grant(COMMON_STEPS);
        let mut sides = Vec::new();
        for (index, rule) in policy.rules().iter().enumerate() {
            effort.begin();
            let mut names = NameAutomaton::of(&rule.trigger, &effort);
            let is_finite = may_be_finite(rule) && names.is_finite();
            let opens = Reach::of(&rule.trigger, is_finite);
            let names = RuleNames::new(names, policy.slug_rules());
            for (position, tag) in rule.tags.iter().enumerate() {
                let template = &tag.template;
                let (parts, _) = TagPart::of(template, settings, Assumption::Any);
                let mut machine = TagMachine::new(settings, template, &names, Assumption::Sample);
                let (place, head) = (Place::Tag(index, position), head(&parts, &mut machine));
                sides.push(Side { place, index, rule, tag, opens, parts, machine, head });
            }
        }
        let auditor = Self {
            policy,
            effort,
            plan: steps_of_plan(policy),
            sides,
            undecided: RefCell::default(),
            plans: RefCell::default(),
            refs: RefCell::default(),
        };
        auditor.note_exhaustion();
        auditor
    }

    /// The tags of each rule.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &[Side<'a>]> {
        self.sides.chunk_by(|left, right| left.index == right.index)
    }

    /// What a check finds.
    pub(crate) fn find(&self, Check { steps, find }: &Check) -> Vec<Finding> {
        self.effort.grant(*steps);
        let findings = find(self);
        self.note_exhaustion();
        findings
    }

    /// Not every question was asked, nor answered, if no steps are left.
    fn note_exhaustion(&self) {
        if self.effort.is_exhausted() {
            self.undecided.borrow_mut().add_rest();
        }
    }

    /// Notes a question that was not decided.
    pub(crate) fn leave_open(&self, question: Question) {
        self.undecided.borrow_mut().add(question);
    }

    /// The finding that tells of the questions that were not decided.
    pub(crate) fn left_open(&self) -> Option<Finding> {
        self.undecided.borrow().finding()
    }

    /// Asks every tag for a witness: where there is one, and of them the worst, and
    /// then the shortest.
    pub(crate) fn ask<'s>(
        &'s self,
        question: fn(Place<'static>) -> Question,
        ask: &mut dyn FnMut(&'s Side<'a>) -> Result<(Severity, FindingWitness), NotFound>,
    ) -> Option<Shown<'s>> {
        let mut paths = Vec::new();
        let mut worst: Option<(&Side<'_>, Severity, FindingWitness)> = None;
        for side in &self.sides {
            let (severity, witness) = match ask(side) {
                Ok(found) => found,
                Err(NotFound::Never) => continue,
                Err(NotFound::Undecided) => {
                    self.leave_open(question(side.place));
                    continue;
                }
            };
            paths.push(side.place.to_string());
            let rank = (Reverse(severity), witness.text().len());
            let is_worse =
                |(_, other, it): &_| rank < (Reverse(*other), FindingWitness::text(it).len());
            if worst.as_ref().is_none_or(is_worse) {
                worst = Some((side, severity, witness));
            }
        }
        let (side, severity, witness) = worst?;
        Some(Shown { paths, side, severity, witness })
    }

    /// The plan of a context; not decided where no steps are left.
    pub(crate) fn planned(&self, context: &CiContext) -> Result<Rc<Given>, NotFound> {
        let mut plans = self.plans.borrow_mut();
        let is_known = |plan: &&Result<Rc<Given>, CiContext>| match plan {
            Ok(given) => given.context == *context,
            Err(without) => without == context,
        };
        if let Some(known) = plans.iter().rev().find(is_known) {
            return known.clone().map_err(|_| NotFound::Never);
        }
        if !self.effort.spend_alone(self.plan) {
            return Err(NotFound::Undecided);
        }
        let given = Given::of(self.policy, context.clone()).map(Rc::new);
        self.effort.spend_alone(given.as_ref().map_or(0, |given| given.count()));
        if plans.len() == MOST_PLANS {
            plans.pop_front();
        }
        plans.push_back(given.clone().ok_or_else(|| context.clone()));
        given.ok_or(NotFound::Never)
    }

    /// The plan of a context.
    pub(crate) fn given(&self, context: &CiContext) -> Option<Rc<Given>> {
        self.planned(context).ok()
    }

    /// Contexts for which a rule fires and that have these facts.
    pub(crate) fn contexts(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Vec<CiContext> {
        self.contexts_apart(rule, None, facts, spare)
    }

    /// The same; of those that the facts leave open some, first one that another rule
    /// does not take.
    pub(crate) fn contexts_apart(
        &self,
        rule: &Rule,
        apart: Option<&Rule>,
        facts: &Facts,
        spare: Spare,
    ) -> Vec<CiContext> {
        let trigger = &rule.trigger;
        let key = (core::ptr::from_ref(rule), apart.map(core::ptr::from_ref));
        let known = || self.refs.borrow().get(&key).cloned();
        let is_open = !tell_ref(facts);
        let refs = is_open.then(known).flatten().unwrap_or_else(|| {
            let apart = apart.map(|rule| &rule.trigger);
            let found: Rc<_> = example_refs_apart(trigger, apart, facts, &self.effort).into();
            if is_open && !self.effort.is_exhausted() {
                self.refs.borrow_mut().insert(key, Rc::clone(&found));
            }
            found
        });
        let contexts = refs.iter().filter_map(|one| situation(trigger, one.clone(), facts, spare));
        contexts.collect()
    }

    /// The plan of the first of such contexts.
    pub(crate) fn everyday(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Option<Rc<Given>> {
        self.given(self.contexts(rule, facts, spare).first()?)
    }

    /// What it means that none was found: where no steps are left, nothing.
    pub(crate) fn none_found(&self) -> NotFound {
        if self.effort.is_exhausted() { NotFound::Undecided } else { NotFound::Never }
    }

    /// The first of two contexts whose plans show a tag, and that tag.
    pub(crate) fn first_pair(
        &self,
        mut pairs: impl Iterator<Item = [CiContext; 2]>,
        shows: impl Fn([&Given; 2]) -> Option<Tag>,
    ) -> Option<FindingWitness> {
        pairs.find_map(|[left, right]| {
            let tag = shows([&*self.given(&left)?, &*self.given(&right)?])?;
            Some(FindingWitness::new([left, right], Some(tag)))
        })
    }
}

/// More plans than those of one question need not be remembered.
const MOST_PLANS: usize = 8;

fn steps_of_plan(policy: &Policy) -> usize {
    const PATTERNS: usize = 128;
    const TEXT: usize = 64;
    let names = policy.rules().iter().filter_map(|rule| rule.trigger.names());
    let patterns: usize = names.map(Names::length).sum();
    let all = [Sink::BuildArg, Sink::Label, Sink::Env].map(|sink| policy.assignments(sink));
    let text: usize = all.iter().copied().flatten().map(|one| one.template.source().len()).sum();
    let (rules, images) = (policy.rules().len(), policy.images().all.len());
    rules + images + patterns / PATTERNS + text / TEXT
}

/// Each context of the first list with each of the second.
pub(crate) fn pairs<'c>(
    lefts: &'c [CiContext],
    rights: &'c [CiContext],
) -> impl Iterator<Item = [CiContext; 2]> + 'c {
    lefts.iter().flat_map(|left| rights.iter().map(|right| [left.clone(), right.clone()]))
}

/// The bytes of tags that machines tell from others.
pub(crate) fn bytes<'m>(machines: impl IntoIterator<Item = &'m TagMachine>) -> Vec<u8> {
    let mut distinctions = Distinctions::default();
    for machine in machines {
        machine.distinguish(&mut distinctions);
    }
    distinctions.bytes()
}

/// Whether no `*` gives the rule names without end.
fn may_be_finite(rule: &Rule) -> bool {
    let Trigger::Branch(names) = &rule.trigger else { return false };
    let has_star = |pattern: &Pattern| pattern.glob().is_some_and(|glob| glob.contains('*'));
    names.matching().is_some_and(|patterns| !patterns.iter().any(has_star))
}

pub(crate) fn tag(text: &[u8]) -> Option<Tag> {
    Tag::new(core::str::from_utf8(text).ok()?).ok()
}
