use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::auditor::{Auditor, tag};
use super::finding_witness::FindingWitness;
use super::given::Given;
use super::reach::Reach;
use super::situation::{Spare, situations};
use crate::name::Tag;
use crate::policy::language::{
    Assumption, Dfa, Distinctions, Effort, NameAutomaton, NotFound, RuleNames, TagMachine, TagPart,
    shortest_common,
};
use crate::policy::{
    Moves, Place, Policy, PrereleaseFilter, ReleaseFilter, Rule, RuleTag, Trigger,
};

/// A tag of a rule.
pub(crate) struct Side<'a> {
    pub(crate) place: Place<'static>,
    /// The index of its rule.
    pub(crate) index: usize,
    pub(crate) rule: &'a Rule,
    pub(crate) tag: &'a RuleTag,
    pub(crate) reach: Reach,
    /// What its tags are made of, whatever the facts are.
    pub(crate) parts: Vec<TagPart>,
    /// Its tags on the assumption of the contexts that are made up.
    pub(crate) machine: TagMachine,
}

impl Side<'_> {
    /// The names that give the tag: a prerelease moves no line of final releases.
    pub(crate) fn names(&self, effort: &Effort) -> NameAutomaton {
        match &self.rule.trigger {
            Trigger::Release(filter)
                if filter.prerelease == PrereleaseFilter::Any
                    && self.tag.moves != Moves::Always =>
            {
                let filter = ReleaseFilter { prerelease: PrereleaseFilter::No, ..filter.clone() };
                NameAutomaton::new(None, Some(&filter), effort)
            }
            trigger => NameAutomaton::of(trigger, effort),
        }
    }

    /// The text that each of its tags begins with.
    pub(crate) fn head(&self) -> &[u8] {
        text(self.parts.first())
    }

    /// The text that each of its tags ends with.
    pub(crate) fn tail(&self) -> &[u8] {
        text(self.parts.last())
    }

    /// A machine for some of its tags: of other names, on another assumption.
    pub(crate) fn machine_of(
        &self,
        policy: &Policy,
        names: &Rc<RefCell<RuleNames>>,
        assumption: Assumption,
    ) -> TagMachine {
        if assumption == Assumption::Sample && Rc::ptr_eq(names, self.machine.names()) {
            return self.machine.clone();
        }
        TagMachine::new(policy.settings(), &self.tag.template, names, assumption)
    }

    /// One of its tags that two plans hold.
    pub(crate) fn shared_by(&self, [from, to]: [&Given; 2]) -> Option<Tag> {
        let shared = from.tag(self.place).filter(|tag| to.tag(self.place) == Some(*tag))?;
        tag(shared.as_bytes())
    }

    /// The shortest of its tags that a language has too, and a plan that holds
    /// it.
    pub(crate) fn shortest_in(
        &self,
        language: &mut Dfa,
        auditor: &Auditor<'_>,
    ) -> Result<FindingWitness, NotFound> {
        let mut distinctions = Distinctions::default();
        let mut machine = self.machine.clone();
        machine.distinguish(&mut distinctions);
        language.distinguish(&mut distinctions);
        let (bytes, effort) = (distinctions.bytes(), &auditor.effort);
        let text = shortest_common(&mut machine, language, &bytes, effort)?;
        let tag = tag(&text).ok_or(NotFound::Undecided)?;
        let facts = machine.readings(&text, 2);
        let mut contexts =
            facts.iter().flat_map(|facts| situations(self.rule, None, facts, Spare::FIRST, effort));
        let given = contexts
            .find_map(|context| auditor.given(context).filter(|given| given.has(self.place, &tag)));
        given.map(|given| given.shows(tag)).ok_or(NotFound::Undecided)
    }
}

fn text(part: Option<&TagPart>) -> &[u8] {
    match part {
        Some(TagPart::Text(text)) => text,
        _ => &[],
    }
}
