use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::cmp::Reverse;

use super::finding::Finding;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::not_decided::{Question, Undecided};
use super::severity::Severity;
use super::side::{Reach, Side, head};
use super::situation::situations;
use crate::context::CiContext;
use crate::name::Tag;
use crate::policy::language::{
    Assumption, Distinctions, Effort, Facts, NameAutomaton, NotFound, RuleNames, TagMachine,
    TagPart,
};
use crate::policy::{Pattern, Place, Policy, Rule, Trigger};
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
}

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
        Self { policy, effort, sides, undecided: RefCell::default() }
    }

    /// The tags of each rule.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &[Side<'a>]> {
        self.sides.chunk_by(|left, right| left.index == right.index)
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

    /// The plan of a context.
    pub(crate) fn given(&self, context: CiContext) -> Option<Given> {
        Given::of(self.policy, &self.effort, context)
    }

    /// Contexts for which a rule fires and that have these facts.
    pub(crate) fn contexts(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Vec<CiContext> {
        situations(rule, None, facts, spare, &self.effort)
    }

    /// The plan of the first of such contexts.
    pub(crate) fn everyday(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Option<Given> {
        self.given(self.contexts(rule, facts, spare).into_iter().next()?)
    }

    /// The first of two contexts whose plans show a tag, and that tag.
    pub(crate) fn first_pair(
        &self,
        mut pairs: impl Iterator<Item = [CiContext; 2]>,
        shows: impl Fn([&Given; 2]) -> Option<Tag>,
    ) -> Option<FindingWitness> {
        pairs.find_map(|[left, right]| {
            let (left, right) = (self.given(left)?, self.given(right)?);
            let tag = shows([&left, &right])?;
            Some(FindingWitness::new([left.context, right.context], Some(tag)))
        })
    }
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
