use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};

use super::prover::Prover;
use crate::name::GitRef;
use crate::policy::language::{Facts, NameAutomaton, RuleNames};
use crate::policy::{Looks, Trigger, example_refs};

/// The refs that a trigger takes: what all claims about them share, found once.
#[derive(Clone, Debug)]
pub(crate) struct Refs<'a> {
    pub(crate) trigger: &'a Trigger,
    everyday: OnceCell<Vec<GitRef>>,
    names: OnceCell<Rc<RefCell<RuleNames>>>,
}

impl<'a> Refs<'a> {
    pub(crate) const fn new(trigger: &'a Trigger) -> Self {
        Self { trigger, everyday: OnceCell::new(), names: OnceCell::new() }
    }

    /// Those that read best.
    pub(crate) fn everyday(&self, prover: &Prover<'_>) -> impl Iterator<Item = GitRef> {
        let find = || {
            let (facts, looks) = (Facts::default(), Looks::AtEverydayNames);
            example_refs(self.trigger, &facts, looks, &prover.effort)
        };
        self.everyday.get_or_init(find).iter().cloned()
    }

    /// Their names.
    pub(crate) fn names(&self, prover: &Prover<'_>) -> &Rc<RefCell<RuleNames>> {
        self.names.get_or_init(|| {
            let names = NameAutomaton::of(self.trigger, &prover.effort);
            RuleNames::new(names)
        })
    }
}
