use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::finding_witness::FindingWitness;
use super::situation::{Spare, situations};
use crate::context::CiContext;
use crate::name::{GitRef, Tag};
use crate::policy::language::{
    Assumption, Common, Distinctions, Effort, Fact, Facts, NameAutomaton, RegexLanguage,
    TagMachine, shortest_common,
};
use crate::policy::{Names, Policy, Rule, RuleTag, Trigger};

/// What the questions about one policy share: its tags as automata, and how much
/// searching is left.
pub(crate) struct Auditor<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) effort: Effort,
    pub(crate) sides: Vec<Side<'a>>,
    /// The tags of which it was not decided whether they meet: by rule, and by
    /// place in it.
    pub(crate) undecided: Vec<[(usize, usize); 2]>,
}

/// A tag of a rule.
pub(crate) struct Side<'a> {
    /// Which rule it is of, and which of its tags it is.
    pub(crate) index: usize,
    pub(crate) position: usize,
    pub(crate) rule: &'a Rule,
    pub(crate) tag: &'a RuleTag,
    /// Its tags on the assumption of the contexts that are made up.
    pub(crate) machine: TagMachine,
}

impl<'a> Auditor<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let effort = Effort::new();
        let mut sides = Vec::new();
        for (index, rule) in policy.rules().iter().enumerate() {
            for (position, tag) in rule.tags.iter().enumerate() {
                let names = NameAutomaton::of(&rule.trigger, &effort);
                let machine = TagMachine::new(
                    policy.settings(),
                    &tag.template,
                    &rule.trigger,
                    names,
                    Assumption::Sample,
                );
                sides.push(Side { index, position, rule, tag, machine });
            }
        }
        Self { policy, effort, sides, undecided: Vec::new() }
    }

    /// A context for which a rule fires, and nothing is missing.
    pub(crate) fn everyday(&self, rule: &Rule) -> Option<CiContext> {
        let facts = Facts::default();
        situations(rule, None, &facts, Spare::FIRST, &self.effort).into_iter().next()
    }

    /// Whether the plan of a context holds a tag.
    pub(crate) fn gives(&self, context: &CiContext, tag: &str) -> bool {
        self.policy.plan(context).is_ok_and(|plan| plan.tags().contains(tag))
    }
}

impl Side<'_> {
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.index, self.position)
    }

    pub(crate) fn path(&self) -> String {
        tag_path(self.place())
    }

    /// One of its tags that the plans of two refs hold.
    pub(crate) fn shared_by(
        &mut self,
        auditor: &Auditor<'_>,
        names: [&str; 2],
    ) -> Option<FindingWitness> {
        let [from, to] = names;
        let context = |name: &str, spare| {
            let mut facts = Facts::default();
            facts.read(Fact::Name, name.chars());
            situations(self.rule, None, &facts, spare, &auditor.effort).into_iter().next()
        };
        let contexts = [context(from, Spare::FIRST)?, context(to, Spare::SECOND)?];
        let [from, to] = &contexts;
        let (from, to) = (auditor.policy.plan(from).ok()?, auditor.policy.plan(to).ok()?);
        let shared = from.tags().iter().map(|planned| planned.tag().as_str());
        let mut shared = shared.filter(|tag| to.tags().contains(tag));
        let shared = shared.find(|tag| !self.machine.readings(tag.as_bytes(), 1).is_empty())?;
        Some(FindingWitness::new(contexts, tag(shared.as_bytes())))
    }

    /// A machine for some of its tags: of other names, on another assumption.
    pub(crate) fn another_machine(
        &self,
        policy: &Policy,
        names: NameAutomaton,
        assumption: Assumption,
    ) -> TagMachine {
        let (template, trigger) = (&self.tag.template, &self.rule.trigger);
        TagMachine::new(policy.settings(), template, trigger, names, assumption)
    }

    /// The shortest of its tags that a language has too, with the facts that
    /// give it.
    pub(crate) fn shortest_in(
        &mut self,
        language: &mut RegexLanguage,
        effort: &Effort,
    ) -> Option<(Tag, Vec<Facts>)> {
        let mut distinctions = Distinctions::default();
        self.machine.distinguish(&mut distinctions);
        language.distinguish(&mut distinctions);
        let bytes = distinctions.bytes();
        let Common::Text(text) = shortest_common(&mut self.machine, language, &bytes, effort)
        else {
            return None;
        };
        let facts = self.machine.readings(&text, 2);
        Some((tag(&text)?, facts))
    }
}

/// A tag as findings point at it.
pub(crate) fn tag_path((index, position): (usize, usize)) -> String {
    format!("rules[{index}].tags[{position}]")
}

pub(crate) fn tag(text: &[u8]) -> Option<Tag> {
    Tag::new(core::str::from_utf8(text).ok()?).ok()
}

/// Whether a rule for refs of one kind takes this one; `None` where its trigger
/// is about something else.
pub(crate) fn takes(rule: &Rule, git_ref: &GitRef) -> Option<bool> {
    let holds = |names: &Names| git_ref.name().is_some_and(|name| names.matches(name.as_str()));
    match (&rule.trigger, git_ref) {
        (Trigger::Branch(all), GitRef::Branch(_)) | (Trigger::Tag(all), GitRef::Tag(_)) => {
            Some(holds(all))
        }
        (Trigger::Release(filter), GitRef::Tag(name)) => Some(filter.read(name.as_str()).is_ok()),
        _ => None,
    }
}

/// A rule as messages name it.
pub(crate) fn rule_name(rule: &Rule) -> String {
    format!("rule {}", rule.name.escape_debug())
}
