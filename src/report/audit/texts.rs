use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::auditor::Auditor;
use super::likeness::without_common;
use super::side::Side;
use crate::policy::language::{
    Assumption, NameAutomaton, NotFound, RuleNames, TagMachine, shortest_text,
};

/// The texts that a tag can be for some names.
#[derive(Clone, Copy)]
pub(crate) struct TagTexts<'t> {
    pub(crate) side: &'t Side<'t>,
    pub(crate) names: &'t Rc<RefCell<RuleNames>>,
}

impl TagTexts<'_> {
    /// The same names, but those of every project where they are those of one.
    fn of_any_project(self, auditor: &Auditor<'_>) -> Rc<RefCell<RuleNames>> {
        if !self.names.borrow().automaton.assumes_project() {
            return Rc::clone(self.names);
        }
        let conditions = &self.side.rule.conditions;
        RuleNames::new(NameAutomaton::of_any_project(conditions, &auditor.effort))
    }
}

/// The shortest common tag on the assumption of a sample; where there is none, there is
/// none on any, or it is not decided.
pub(crate) fn common(
    auditor: &Auditor<'_>,
    texts: [TagTexts<'_>; 2],
) -> Result<(Vec<u8>, [TagMachine; 2]), NotFound> {
    let settings = auditor.policy.settings();
    let machine = |TagTexts { side, names }: TagTexts<'_>| {
        if Rc::ptr_eq(names, side.all_names()) {
            // Clones share what they find out.
            return side.machine.clone();
        }
        let made = (side.template(), &side.rule.conditions);
        let machine = TagMachine::new(settings, made, names, Assumption::Sample);
        machine.of_reference(side.given.repository)
    };
    let mut sample = texts.map(machine);
    let bytes_of_sample = auditor.bytes(&sample);
    let [left, right] = &mut sample;
    match auditor.shortest(left, right, &bytes_of_sample) {
        Err(NotFound::Never) if sample.iter().any(TagMachine::assumes) => {
            let (templates, before) = without_common(texts.map(|one| one.side.template()));
            let [left, right] = templates.each_ref();
            let [ours, theirs] = texts;
            let mut any = [(left, ours), (right, theirs)].map(|(template, texts)| {
                let made = (template, &texts.side.rule.conditions);
                let names = texts.of_any_project(auditor);
                let machine = TagMachine::new(settings, made, &names, Assumption::Any);
                let repository = texts.side.given.repository;
                machine.of_reference(repository.map(|repository| repository.after(before)))
            });
            let bytes = auditor.bytes(&any);
            let [left, right] = &mut any;
            // What is left of a tag may be none.
            let found = shortest_text(left, right, &bytes, &auditor.effort);
            Err(found.err().unwrap_or(NotFound::Undecided))
        }
        found => Ok((found?, sample)),
    }
}
