use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::RefCell;

use super::finding::Finding;
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::not_decided::{Question, Undecided};
use super::reach::Reach;
use super::side::Side;
use super::situation::{Spare, situations};
use crate::context::CiContext;
use crate::name::Tag;
use crate::policy::language::{
    Assumption, Effort, Fact, Facts, NameAutomaton, NotFound, RuleNames, TagMachine, TagPart,
};
use crate::policy::{Pattern, Place, Policy, Rule, Trigger};

/// Steps for every sort of question but whether two rules can give one tag.
pub(crate) const COMMON_STEPS: usize = 1_000_000;

/// What the questions about one policy share: its tags as automata, and how much
/// searching is left.
pub(crate) struct Auditor<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) effort: Effort,
    pub(crate) sides: Vec<Side<'a>>,
    undecided: RefCell<Undecided>,
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
            let names = RuleNames::new(names, policy.slug_rules());
            for (position, tag) in rule.tags.iter().enumerate() {
                let template = &tag.template;
                let (parts, _) = TagPart::of(template, settings, Assumption::Any);
                let machine = TagMachine::new(settings, template, &names, Assumption::Sample);
                let (place, reach) = (Place::Tag(index, position), Reach::of(rule, tag, is_finite));
                sides.push(Side { place, index, rule, tag, reach, parts, machine });
            }
        }
        Self { policy, effort, sides, undecided: RefCell::default() }
    }

    /// Notes a question that was not decided.
    pub(crate) fn leave_open(&self, question: Question) {
        self.undecided.borrow_mut().add(question);
    }

    /// The finding that tells of the questions that were not decided.
    pub(crate) fn left_open(&self) -> Option<Finding> {
        self.undecided.borrow().finding()
    }

    /// Asks every tag for a witness: where there is one, and the shortest of them.
    pub(crate) fn ask(
        &self,
        question: fn(Place<'static>) -> Question,
        ask: &mut dyn FnMut(&Side<'_>) -> Result<FindingWitness, NotFound>,
    ) -> Option<(Vec<String>, FindingWitness)> {
        let mut paths = Vec::new();
        let mut shortest: Option<FindingWitness> = None;
        for side in &self.sides {
            let witness = match ask(side) {
                Ok(witness) => witness,
                Err(NotFound::Never) => continue,
                Err(NotFound::Undecided) => {
                    self.leave_open(question(side.place));
                    continue;
                }
            };
            paths.push(side.place.to_string());
            if shortest.as_ref().is_none_or(|other| witness.length() < other.length()) {
                shortest = Some(witness);
            }
        }
        Some((paths, shortest?))
    }

    /// The plan of a context.
    pub(crate) fn given(&self, context: CiContext) -> Option<Given> {
        Given::of(self.policy, &self.effort, context)
    }

    /// The plan of a context for which a rule fires, and nothing is missing.
    pub(crate) fn everyday(&self, rule: &Rule, facts: &Facts, spare: Spare) -> Option<Given> {
        let contexts = situations(rule, None, facts, spare, &self.effort);
        self.given(contexts.into_iter().next()?)
    }

    /// The plans of two refs of a rule.
    pub(crate) fn both(&self, rule: &Rule, names: [&str; 2]) -> Option<[Given; 2]> {
        let [from, to] = names.map(|name| {
            let mut facts = Facts::default();
            facts.read(Fact::Name, name.chars());
            facts
        });
        let from = self.everyday(rule, &from, Spare::FIRST)?;
        Some([from, self.everyday(rule, &to, Spare::SECOND)?])
    }
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

/// A rule as messages name it.
pub(crate) fn rule_name(rule: &Rule) -> String {
    format!("rule {}", rule.name.escape_debug())
}
