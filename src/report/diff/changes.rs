use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::plan_change::{PlanChange, PlanPart as Part};
use crate::plan::{KeyValues, Plan, PlannedImage, PlannedTag};

/// The differences between two plans, one of which may be absent.
///
/// They are empty if and only if the plans are equal.
pub(super) fn changes(before: Option<&Plan>, after: Option<&Plan>) -> Vec<PlanChange> {
    let mut found = Vec::new();
    let sides = [before, after];
    let mut one = |part, of: &dyn Fn(&Plan) -> Option<String>| {
        let [before, after] = sides.map(|plan| plan.and_then(of));
        if before != after {
            found.push(PlanChange { part, name: String::new(), before, after });
        }
    };
    one(Part::Primary, &|plan| Some(plan.tags().primary().tag.to_string()));
    one(Part::Variant, &|plan| plan.variant().map(ToString::to_string));
    one(Part::Slug, &|plan| plan.slug().map(ToString::to_string));
    one(Part::Builder, &|plan| plan.builder_image().map(ToString::to_string));
    one(Part::Workspace, &|plan| plan.workspace().map(ToString::to_string));

    let mut list = |part, order, of: &dyn Fn(&Plan) -> Vec<NamedItem>| {
        compare(part, order, sides.map(|plan| plan.map(of).unwrap_or_default()), &mut found);
    };
    list(Part::Tag, Part::TagOrder, &|plan| plan.tags().iter().map(tag).collect());
    list(Part::Undecided, Part::TagOrder, &|plan| plan.undecided().iter().map(tag).collect());
    list(Part::Image, Part::ImageOrder, &|plan| {
        plan.images().map(|one| image(plan, one)).collect()
    });
    list(Part::BuildArg, Part::BuildArgOrder, &|plan| pairs(plan.build_args()));
    list(Part::Label, Part::LabelOrder, &|plan| pairs(plan.labels()));
    list(Part::Env, Part::EnvOrder, &|plan| pairs(plan.build_env()));
    found.sort_by_key(|change| change.part);
    found
}

/// An item of a list in a plan, identified by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NamedItem {
    name: String,
    value: String,
    /// Parts that are compared separately from the value if both plans have the item.
    details: Vec<(Part, Option<String>)>,
}

fn tag(planned: &PlannedTag) -> NamedItem {
    NamedItem {
        name: planned.tag.to_string(),
        value: planned.kind.to_string(),
        details: Vec::from([
            (Part::Moves, Some(planned.moves.name().unwrap_or("always").into())),
            (Part::Rule, Some(planned.rule.to_string())),
        ]),
    }
}

fn image(plan: &Plan, image: PlannedImage<'_>) -> NamedItem {
    let name = image.push.to_string();
    let pull = Some(image.pull).filter(|pull| *pull != image.push).map(ToString::to_string);
    let cache = image.cache.map(ToString::to_string);
    // The tags of an image that receives all are already compared as tags of the plan.
    let is_limited = image.tags().count() < plan.tags().len();
    let tags = || image.tags().map(|planned| planned.tag.as_str()).collect::<Vec<_>>().join(", ");
    let details = Vec::from([
        (Part::Pull, pull),
        (Part::Cache, cache),
        (Part::ImageTags, is_limited.then(tags)),
    ]);
    NamedItem { value: name.clone(), name, details }
}

fn pairs(pairs: KeyValues<'_>) -> Vec<NamedItem> {
    let item = |(key, value): (&str, &str)| NamedItem {
        name: key.into(),
        value: value.into(),
        details: Vec::new(),
    };
    pairs.iter().map(item).collect()
}

fn compare(
    part: Part,
    order: Part,
    [before, after]: [Vec<NamedItem>; 2],
    found: &mut Vec<PlanChange>,
) {
    if before == after {
        return;
    }
    let mut push = |part, name: &str, before: Option<&String>, after: Option<&String>| {
        if before != after {
            let [before, after] = [before, after].map(Option::<&String>::cloned);
            found.push(PlanChange { part, name: name.into(), before, after });
        }
    };
    let mut added: Vec<Option<&NamedItem>> = after.iter().map(Some).collect();
    // The new positions of the items that are in both.
    let mut places = Vec::new();
    for old in &before {
        let is_twin = |item: Option<&NamedItem>| item.is_some_and(|item| item.name == old.name);
        let place = added.iter().position(|item| is_twin(*item));
        let new = place.and_then(|place| added.get_mut(place)).and_then(Option::take);
        places.extend(place);
        push(part, &old.name, Some(&old.value), new.map(|new| &new.value));
        let details = new.map_or(&[][..], |new| &new.details);
        for ((part, before), (_, after)) in old.details.iter().zip(details) {
            push(*part, &old.name, before.as_ref(), after.as_ref());
        }
    }
    for new in added.into_iter().flatten() {
        push(part, &new.name, None, Some(&new.value));
    }
    if !places.is_sorted() {
        let names = |places: &[usize]| {
            let items = places.iter().filter_map(|place| after.get(*place));
            items.map(|item| &*item.name).collect::<Vec<_>>().join(", ")
        };
        let before = names(&places);
        places.sort_unstable();
        push(order, "", Some(&before), Some(&names(&places)));
    }
}
