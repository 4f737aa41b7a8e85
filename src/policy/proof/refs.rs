use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{OnceCell, RefCell};

use super::prover::Prover;
use crate::name::GitRef;
use crate::policy::language::{Facts, NameAutomaton, RuleNames};
use crate::policy::{Conditions, Looks, example_refs};

/// The refs that a rule admits: what all claims about them share, found once.
#[derive(Clone, Debug)]
pub(crate) struct Refs<'a> {
    pub(crate) conditions: &'a Conditions,
    everyday: OnceCell<Vec<GitRef>>,
    names: OnceCell<Rc<RefCell<RuleNames>>>,
}

impl<'a> Refs<'a> {
    pub(crate) const fn new(conditions: &'a Conditions) -> Self {
        Self { conditions, everyday: OnceCell::new(), names: OnceCell::new() }
    }

    /// Those that read best.
    pub(crate) fn everyday(&self, prover: &Prover<'_>) -> impl Iterator<Item = GitRef> {
        let find = || {
            let (facts, looks) = (Facts::default(), Looks::AtEverydayNames);
            example_refs(self.conditions, &facts, looks, &prover.effort)
        };
        self.everyday.get_or_init(find).iter().cloned()
    }

    /// Their names.
    pub(crate) fn names(&self, prover: &Prover<'_>) -> &Rc<RefCell<RuleNames>> {
        self.names.get_or_init(|| {
            let names = NameAutomaton::of_any_project(self.conditions, &prover.effort);
            RuleNames::new(names)
        })
    }
}
