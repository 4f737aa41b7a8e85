use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::side::Side;
use crate::context::CiContext;
use crate::name::Tag;
use crate::plan::{Movement, Plan, PlannedImage, Trail};
use crate::policy::{Place, Policy, Release, Rule, Template, canonical};

/// The plan of one context, and where in the policy each of its tags comes from.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) context: CiContext,
    pub(crate) plan: Plan,
    tags: Vec<(Place<'static>, String)>,
    /// The places of its images in the policy.
    images: Vec<usize>,
}

impl Given {
    /// `None` where the context has no plan.
    pub(crate) fn of(policy: &Policy, context: CiContext) -> Option<Self> {
        let mut places = Places::default();
        let plan = policy.plan_along(&context, &mut places).ok()?;
        let Places { tags, images, .. } = places;
        Some(Self { context, plan, tags, images })
    }

    /// An image of the policy, if it receives a tag.
    pub(crate) fn image(&self, index: usize) -> Option<PlannedImage<'_>> {
        let position = self.images.iter().position(|image| *image == index)?;
        self.plan.images().nth(position)
    }

    /// How many tags there are, those twice that two places give.
    pub(crate) fn count(&self) -> usize {
        self.tags.len()
    }

    /// The tag that one place in the policy gives.
    pub(crate) fn tag(&self, place: Place<'_>) -> Option<&str> {
        self.tags.iter().find(|(found, _)| *found == place).map(|(_, tag)| &**tag)
    }

    /// What a side is compared by: its tag, or its whole reference as all clients know
    /// it.
    pub(crate) fn text(&self, side: &Side<'_>) -> Option<Cow<'_, str>> {
        let tag = self.tag(side.place)?;
        if side.given.repository.is_none() {
            return Some(Cow::Borrowed(tag));
        }
        let image = self.image(side.given.images.first()?)?;
        Some(Cow::Owned([&*canonical(image.push.as_str()), ":", tag].concat()))
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
    images: Vec<usize>,
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

    fn begin(&mut self, place: Place<'_>, _: &Template) {
        if let Place::ImageName(index) = place {
            self.images.push(index);
        }
    }

    fn end(&mut self, text: &str) {
        self.tags.extend(self.begun.take().map(|place| (place, text.into())));
    }
}
