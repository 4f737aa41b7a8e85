use alloc::string::String;
use alloc::vec::Vec;

use crate::context::CiContext;
use crate::name::Tag;
use crate::plan::{Movement, Plan, Trail};
use crate::policy::{Place, Policy, Release, Rule};

/// The plan of one context, and where in the policy each of its tags comes from.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) context: CiContext,
    pub(crate) plan: Plan,
    tags: Vec<(Place<'static>, String)>,
}

impl Given {
    /// `None` where the context has no plan.
    pub(crate) fn of(policy: &Policy, context: CiContext) -> Option<Self> {
        let mut places = Places::default();
        let plan = policy.plan_along(&context, &mut places).ok()?;
        Some(Self { plan, context, tags: places.tags })
    }

    /// How many tags there are, those twice that two places give.
    pub(crate) fn count(&self) -> usize {
        self.tags.len()
    }

    /// The tag that one place in the policy gives.
    pub(crate) fn tag(&self, place: Place<'_>) -> Option<&str> {
        self.tags.iter().find(|(found, _)| *found == place).map(|(_, tag)| &**tag)
    }

    /// Whether one place in the policy gives this tag.
    pub(crate) fn has(&self, place: Place<'_>, tag: &Tag) -> bool {
        self.tag(place) == Some(tag.as_str())
    }
}

/// Writes down where tags come from.
#[derive(Default)]
struct Places {
    tags: Vec<(Place<'static>, String)>,
    begun: Option<Place<'static>>,
}

impl Trail for Places {
    fn tag(
        &mut self,
        (index, _): (usize, &Rule),
        position: usize,
        _: Option<&Release<'_>>,
        movement: Movement,
    ) {
        self.begun = matches!(movement, Movement::Moves).then_some(Place::Tag(index, position));
    }

    fn end(&mut self, text: &str) {
        self.tags.extend(self.begun.take().map(|place| (place, text.into())));
    }
}
